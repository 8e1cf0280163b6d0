"""The request of ``grooming-risk score``: what to show, and the columns of conversations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from grooming_risk.batch.rows import CONVERSATION_NAMES, MESSAGE_NAMES
from grooming_risk.conversation.records import Columns
from grooming_risk.conversation.state.columns import STATE_COLUMNS
from grooming_risk.labels import PATTERNS


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
    csv: bool = False
    top: int | None = None
    sort: str | None = None

    def check(self, *, conversations: bool) -> None:
        """Refuse options that do not go together without ``-o``."""
        if self.csv and (self.form != "auto" or self.explain):
            raise click.UsageError("--csv has a form of its own: leave out --format and --explain")
        if self.sort and not self.top:
            raise click.UsageError("--sort goes with --top N, the number of messages to show")
        self.check_kept(conversations=conversations, flat=self.csv)

    def check_kept(self, *, conversations: bool, flat: bool) -> None:
        """Refuse a field to keep that is named twice, or whose name is a field of the output, nested or flat."""
        taken = CONVERSATION_NAMES if conversations else MESSAGE_NAMES
        taken = taken.union(STATE_COLUMNS, PATTERNS) if flat else taken
        if twice := sorted(name for name, times in Counter(self.keep).items() if times > 1):
            raise click.UsageError(f"--keep names {', '.join(twice)} twice; name each field once")
        if both := sorted(set(self.keep) & set(taken)):
            raise click.UsageError(f"--keep cannot carry over {', '.join(both)}: the output has a field of that name")


def chat_columns(conversation: str | None, author: str, at: str | None, role: str | None) -> Columns | None:
    """Return the columns of conversations, or None for single messages."""
    if conversation:
        return Columns("text", conversation, author, at, role=role)
    if at or role:
        raise click.UsageError("--time-column and --role-column go with --conversation-column")
    return None
