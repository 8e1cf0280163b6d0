"""Rows of an export that cannot be read: they stop a command, or are named in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from grooming_risk.cli.options import OUT_FILE
from grooming_risk.io.atomic_write import atomic_write
from grooming_risk.io.exports.message import BAD
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import BadLine, OnBad, stop_or_skip

skip_bad_option: Final = click.option("--skip-bad", type=OUT_FILE, metavar="FILE",
                                      help="Name rows that cannot be read in FILE and go on.")  # fmt: skip


@contextmanager
def bad_rows(path: Path | None) -> Iterator[OnBad]:
    """Give what writes the place and problem of each bad row into a file; without a file, what stops at the first."""
    if path is None:
        yield stop_or_skip
        return
    with atomic_write(path) as stream:

        def on_bad(bad: BadLine) -> None:
            stream.write(f"{bad.error}\n".encode("utf-8", "backslashreplace"))

        yield on_bad


def tell_bad(tally: Tally, path: Path | None) -> None:
    """Say how many rows could not be read, and where they are named."""
    if tally[BAD]:
        click.echo(f"grooming-risk: rows that cannot be read are named in {path}: {tally[BAD]:,}", err=True)
