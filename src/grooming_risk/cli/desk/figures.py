"""``grooming-risk desk figures``: what the decisions of a desk say of the model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import floor
from pathlib import Path

import click

from grooming_risk.cli.counted import counted
from grooming_risk.cli.number_table import NumberTable
from grooming_risk.cli.options import IN_FILE, json_option
from grooming_risk.cli.terminal import stdout_console
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import VERDICTS
from grooming_risk.desk.figures import Figures, Precision
from grooming_risk.desk.kappa import ENOUGH_PAIRS


@click.command(short_help="Say what the decisions tell of the model.")
@click.argument("file", type=IN_FILE)
@json_option
def figures(file: Path, as_json: bool) -> None:
    """Say what the decisions in FILE tell of the model: precision, agreement of readers, thresholds."""
    with CaseFile(file) as cases:
        found = cases.figures()
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=2))
        return
    console = stdout_console()
    for number, table in enumerate(_tables(found)):
        console.print(*([""] if number else []), table, sep="\n")


def _tables(found: Figures) -> Iterator[NumberTable | str]:
    if not found.days:
        yield "nobody has decided anything yet"
        return
    yield _table("decisions a day (UTC)", "day", "decisions", rows=[(day, f"{n:,}") for day, n in found.days.items()])
    verdicts = [(name, f"{found.verdicts.get(name, 0):,}") for name in VERDICTS]
    rows = [*verdicts, ("readings differ", f"{found.differing:,}")]
    yield _table("conversations by verdict", "verdict", "conversations", rows=rows)
    levels = {"asks for help": found.help, **found.levels}
    yield _precisions("precision by level", "level", levels)
    yield _precisions("precision by pattern", "pattern", found.patterns)
    agreement = [
        (name, f"{one.pairs:,}", f"{one.agreed:,}", "not defined" if one.kappa is None else f"{one.kappa:.2f}")
        for name, one in found.agreement.items()
        if one.pairs
    ]
    yield (
        _table("agreement of two readers", "on", "pairs", "agreed", "kappa", rows=agreement)
        if agreement
        else ("agreement of two readers: no conversation was read twice")
    )
    if agreement and found.agreement["found"].pairs < ENOUGH_PAIRS:
        yield f"with fewer than {counted(ENOUGH_PAIRS, 'pair')} kappa says little"
    thresholds = [
        (f"{one.share:.0%}", _rounded_down(one.threshold), f"{one.shown:,} of {one.confirmed:,}", f"{one.nothing:,}",
         f"{one.undecided:,}")
        for one in found.thresholds
    ]  # fmt: skip
    yield _table("risk threshold that shows the confirmed", "share", "threshold", "confirmed", "nothing", "undecided",
                 rows=thresholds) if thresholds else "thresholds: no conversation is confirmed"  # fmt: skip


def _rounded_down(threshold: float) -> str:
    """Return a threshold that still shows what the exact one shows."""
    return f"{floor(threshold * 10_000) / 10_000:.4f}"


def _precisions(title: str, first: str, rows: Mapping[str, Precision]) -> NumberTable:
    """Return a table of shares with their intervals."""
    cells = [
        (name, f"{one.found:,} of {one.decided:,}", f"{one.precision:.0%}", f"{one.low:.0%} to {one.high:.0%}")
        if one.precision is not None
        else (name, "none decided", "", "")
        for name, one in rows.items()
    ]
    return _table(title, first, "found", "precision", "95%", rows=cells)


def _table(title: str, *header: str, rows: Sequence[tuple[str, ...]]) -> NumberTable:
    table = NumberTable(title, header)
    for row in rows:
        table.add_row(*row)
    return table
