"""``grooming-risk desk forget``: erases conversations from the file of a desk."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk.cli.options import IN_FILE
from grooming_risk.cli.terminal import tell
from grooming_risk.desk.case_file import CaseFile


@click.command(short_help="Erase a conversation from the file of a desk, or all.")
@click.argument("file", type=IN_FILE)
@click.option("--conversation", "name", metavar="ID", help="Id of the conversation in the export.")
@click.option("--all", "everything", is_flag=True, help="All conversations.")
@click.option("--person", required=True, metavar="NAME", help="Who erases them, for the log.")
def forget(file: Path, name: str | None, everything: bool, person: str) -> None:
    """Erase a conversation from FILE, or all: messages, names, titles, notes and labels.

    What was decided stays for the figures, without names. The export and what was written from FILE are not touched.
    """
    if (name is None) == (not everything):
        raise click.UsageError("name a conversation with --conversation, or say --all")
    with CaseFile(file) as cases:
        erased = cases.forget(None if name is None else cases.key_of(name), person)
    tell(f"erased messages: {erased:,}")
