"""``grooming-risk background count`` and ``grooming-risk background merge``."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import click

from grooming_risk.cli.counted import counted
from grooming_risk.cli.options import IN_FILE, OUT_FILE, column_option
from grooming_risk.cli.reading import layout_options
from grooming_risk.cli.terminal import tell
from grooming_risk.io.layout import Layout

_output = click.option("-o", "--output", type=OUT_FILE, required=True,
                       help="Table of counts to write, a .json file.")  # fmt: skip


@click.group(short_help="Count a site's chat, for training where it may not leave.")
def background() -> None:
    """Count a site's chat, for training where the chat itself may not leave the site."""


@background.command(short_help="Write how often words occur in harmless chat; no text.")
@click.argument("files", type=IN_FILE, nargs=-1, required=True)
@_output
@column_option
@layout_options
@click.option("--author-column", metavar="FIELD", help="Field with the author: what fewer authors say stays out, too.")
@click.option("--minimum", type=click.IntRange(min=2), default=3, show_default=True,
              help="Messages, and authors, that a word or a pair must occur in.")  # fmt: skip
def count(files: tuple[Path, ...], output: Path, column: str, layout: Layout, author_column: str | None,
          minimum: int) -> None:  # fmt: skip
    """Write how often words and pairs of words occur in harmless chat; no text."""
    from grooming_risk.corpus.background.counts import count_background
    from grooming_risk.errors import DataError
    from grooming_risk.io.messages import read_records

    texts, authors = [], []
    for file in files:
        for record in read_records(file, column=column, layout=layout):
            if author_column is not None and author_column not in record.fields:
                raise DataError(file, record.line, f"no field {author_column!r}; name the right one")
            texts.append(record.text)
            authors.append(record.fields[author_column] if author_column is not None else None)
    try:
        counts = count_background(texts, None if author_column is None else map(str, authors), minimum=minimum)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="FILES") from None
    counts.save(output)
    told = [counted(counts.messages, "message"), counted(len(counts.words), "word"), counted(len(counts.pairs), "pair")]
    tell(f"wrote {output}: {', '.join(told)} of {counted(counts.minimum, 'message')} or more")


@background.command()
@click.argument("tables", type=IN_FILE, nargs=-1, required=True)
@_output
def merge(tables: tuple[Path, ...], output: Path) -> None:
    """Add tables of counts of several sites."""
    from grooming_risk.corpus.background.counts import BackgroundCounts, read_counts

    counts = reduce(BackgroundCounts.merged, map(read_counts, tables))
    counts.save(output)
    tell(f"wrote {output}: {counted(counts.messages, 'message')} of {counted(len(tables), 'table')}")
