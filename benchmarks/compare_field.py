"""Quality and speed of this library beside other tools, in one run: a table, and optionally a page.

    .venv/bin/python benchmarks/compare_field.py [--benign messages.jsonl] [--write docs/field.md]

Takes a few minutes, because some competitors are trained first. Ratios of speed need a quiet machine; metrics do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np
import pandas as pd
from competitors import FIELD, Competitor, Missing, gather
from field_page import Row, heading, markdown_page, terminal_table
from quality import figures, held_out_messages, intervals, with_harmless
from rich.console import Console
from speed import Ratios, speed_ratios
from texts import harmless_messages

from grooming_risk import load_corpus

SINGLES, BATCH = 500, 10_000


@click.command()
@click.option(
    "--benign", type=click.Path(exists=True, dir_okay=False), help="Harmless messages to count false alarms on as well."
)
@click.option("--write", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a Markdown page.")
def main(benign: str | None, page: Path | None) -> None:
    """Measure every competitor that is installed, print the tables, write the page."""
    frames = {"On held-out messages": held_out_messages()}
    if benign:
        own = with_harmless(frames["On held-out messages"], harmless_messages(benign))
        frames["With harmless messages of a file"] = own
    with TemporaryDirectory() as folder:
        field = gather(FIELD, load_corpus("train"), Path(folder))
        tables = measured(field, frames)
    console = Console()
    for title, rows in tables.items():
        console.print(terminal_table(title, rows))
    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        options = f"{' --benign FILE' if benign else ''} --write {page.name if page.is_absolute() else page}"
        command = f".venv/bin/python benchmarks/compare_field.py{options}"
        page.write_text(markdown_page(tables, command), encoding="utf-8")


def measured(field: Sequence[Competitor | Missing], frames: dict[str, pd.DataFrame]) -> dict[str, list[Row]]:
    """Return a table of rows for each frame, with its messages as the heading; the first one has the speed too."""
    ready = [each for each in field if isinstance(each, Competitor)]
    texts = next(iter(frames.values()))["text"].tolist()
    ratios = dict(zip((each.name for each in ready), speed_ratios(ready, texts[:SINGLES], texts[:BATCH]), strict=True))
    tables = {}
    for number, (name, frame) in enumerate(frames.items()):
        speed = ratios if number == 0 else {}
        tables[f"{name}: {heading(frame)}"] = [_row(each, frame, speed.get(each.name)) for each in field]
    return tables


def _row(competitor: Competitor | Missing, frame: pd.DataFrame, speed: Ratios | None) -> Row:
    if isinstance(competitor, Missing):
        return Row(competitor, {}, {})
    risk = np.asarray(competitor.many(frame["text"].tolist()), dtype=float)
    return Row(competitor, figures(risk, frame["kind"].to_numpy(dtype=str)), intervals(risk, frame), speed)


if __name__ == "__main__":
    main()
