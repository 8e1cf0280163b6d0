"""``grooming-risk factsheet``: writes a page of figures about a scored file, by which nobody can be recognised."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from grooming_risk.cli.options import IN_FILE, OUT_FILE, helplines_option
from grooming_risk.cli.terminal import tell
from grooming_risk.guidance.helplines import read_helplines
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import LEVELS, Level

_SUFFIXES = (".html", ".pdf", ".json")


@click.command(short_help="Write a page of figures by which nobody can be recognised.")
@click.argument("scored", type=IN_FILE)
@click.option("-o", "--output", type=OUT_FILE, required=True,
              help="File to write: .html, .pdf (needs the extra pdf) or .json.")  # fmt: skip
@click.option("--conversation-column", "conversation", metavar="COLUMN",
              help="Column that names the conversation; \"conversation\" if there is one.")  # fmt: skip
@click.option("--time-column", "time", metavar="COLUMN", help='Column with the time; "at" or "time" if there is one.')
@click.option("--time-zone", "zone", metavar="NAME", help="Zone to tell hours in, such as Europe/Sarajevo.")
@click.option("--level", type=click.Choice(LEVELS[1:]), default="medium", show_default=True,
              help="Flagged from here on.")  # fmt: skip
@click.option("--title", default="Signals of grooming in our chats", show_default=True, help="Heading.")
@helplines_option
def factsheet(
    scored: Path, output: Path, conversation: str | None, time: str | None, zone: str | None, level: Level, title: str,
    file: Path | None,
) -> None:  # fmt: skip
    """Write a fact sheet of SCORED, a file that "grooming-risk score" wrote (.jsonl, .csv or .parquet).

    For the hours and the trend, carry the time over: grooming-risk score chats.jsonl --conversation-column conversation
    --time-column at --keep at --no-text > scored.jsonl
    """
    if output.suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"-o must end in {', '.join(_SUFFIXES)}")
    from grooming_risk.fact_sheet.scored_file import read_scored
    from grooming_risk.fact_sheet.sheet import factsheet as fact_sheet

    sheet = fact_sheet(
        read_scored(scored, conversation=conversation, time=time),
        conversation=conversation,
        time=time,
        level=level,
        title=title,
        zone=_zone(zone),
        helplines=read_helplines(file) if file else (),
    )
    if output.suffix.lower() == ".pdf":
        sheet.to_pdf(output)
    else:
        text = sheet.to_html() if output.suffix.lower() == ".html" else json.dumps(sheet.to_dict(), indent=2) + "\n"
        write_whole(output, text)
    tell(f"wrote {output}")


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise click.UsageError(f"--time-zone: {name!r} is no time zone; such as Europe/Sarajevo") from None
