"""The request of ``grooming-risk score``: what to show, and the columns of conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from grooming_risk.conversation.records import Columns


@dataclass(frozen=True)
class Request:
    """What to show of the messages. The names are those of the options."""

    column: str
    keep: tuple[str, ...]
    level: str
    explain: bool
    audience: str
    text: bool | None
    form: str
    skip_bad: Path | None
    fail_on_bad: bool
    said: tuple[str, ...]

    def check_kept(self, taken: Iterable[str]) -> None:
        """Refuse a field to keep whose name is a field of the output."""
        if both := sorted(set(self.keep) & set(taken)):
            raise click.UsageError(f"--keep cannot carry over {', '.join(both)}: the output has a field of that name")


def chat_columns(conversation: str | None, author: str, at: str | None, role: str | None) -> Columns | None:
    """Return the columns of conversations, or None for single messages."""
    if conversation:
        return Columns("text", conversation, author, at, role=role)
    if at or role:
        raise click.UsageError("--time-column and --role-column go with --conversation-column")
    return None
