"""``grooming-risk compare``: tells whether a retrained model is better than the one in use."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.text import Text

from grooming_risk.cli.counted import counted
from grooming_risk.cli.number_table import NumberTable
from grooming_risk.cli.options import FOLDER, IN_FILE, MOST_ROUNDS, json_option, read_texts
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import stderr_console, stdout_console
from grooming_risk.io.layout import Layout
from grooming_risk.scoring.scorer import load_model

if TYPE_CHECKING:
    from grooming_risk.evaluation.comparison.result import Comparison

_DOTS: Final = re.compile(r"\.(?!\d)|(?<!\d)\.")  # but those of numbers
_SHORT: Final = {"no difference shown": "not shown", "too few messages": "too few"}
_STYLES: Final = {"better": "green", "worse": "bold red", "mixed": "bold yellow"}


@click.command(short_help="Tell whether a retrained model is better than the old one.")
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--data", type=IN_FILE, help="Labelled messages of your own; the shipped held-out split if not given.")
@click.option("--benign", type=IN_FILE, help="Harmless messages of your own, for the false alarms.")
@click.option("--column", default="text", show_default=True, help="Field that holds the message, in both files.")
@click.option("--rounds", type=click.IntRange(1, MOST_ROUNDS), default=200, show_default=True,
              help="Draws of the bootstrap.")  # fmt: skip
@layout_options
@json_option
def compare(
    old: Path, new: Path, data: Path | None, benign: Path | None, column: str, rounds: int, layout: Layout,
    as_json: bool,
) -> None:  # fmt: skip
    """Tell whether the model in folder NEW is better than the one in OLD, with intervals."""
    from grooming_risk.corpus.labelled import read_labelled
    from grooming_risk.evaluation.comparison.compare import compare as compared

    frame, texts = read_labelled(data, text=column, layout=layout) if data else None, read_texts(benign, column, layout)
    with stderr_console().status("scoring with both models, drawing samples"):
        result = compared(load_model(old), load_model(new), frame, benign_texts=texts, rounds=rounds)
    if as_json:
        click.echo(json.dumps(result.to_dict(), indent=2))
    else:
        _print(result)


def _print(result: Comparison) -> None:
    console = stdout_console()
    console.print(_table(result))
    for kind, moved in result.moved().items():
        console.print(Text(f"{kind}: level up for {moved['up']:,}, down for {counted(moved['down'], 'message')}"))
    console.print(Text(result.summary, _STYLES.get(result.verdict, "")))


def _table(result: Comparison) -> NumberTable:
    table = NumberTable("new model less old one", ("figure", "old", "new", "change", "95% of draws"), gap=1)
    table.add_column("verdict", overflow="crop")
    for name, one in result.figures.items():
        cells = ["", "", "", ""]
        if one.old is not None:
            cells = [f"{one.old:.4f}", f"{one.new:.4f}", f"{one.difference:+.4f}", f"{one.low:+.4f} to {one.high:+.4f}"]
        verdict = _SHORT.get(one.verdict, one.verdict)
        table.add_row(_DOTS.sub(" ", name), *cells, Text(verdict, _STYLES.get(one.verdict, "dim")))
    return table
