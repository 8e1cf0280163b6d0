"""Options of a run, the same for every part."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from grooming_risk.conversation.records import Columns
from grooming_risk.io.layout import AS_IT_IS, Layout

FORMS: Final = ("auto", "parquet", "jsonl")
"""Formats of an output part; ``"auto"`` is .parquet for .parquet and JSON lines for all others."""


@dataclass(frozen=True)
class Options:
    """Options that decide the content of the output parts.

    Parameters
    ----------
    column : str
        Field that holds the message.
    keep : tuple of str
        Fields of the input to copy.
    level : {"none", "low", "medium", "high"}
        Lowest level of the rows to write; rows below it are only counted.
    text : bool
        Whether to write the message.
    form : {"auto", "parquet", "jsonl"}
        One of `FORMS`.
    columns : Columns, optional
        Fields of conversations; None scores every message by itself.
    layout : Layout
        Encoding and delimiter of the input, and limits.
    """

    column: str = "text"
    keep: tuple[str, ...] = ()
    level: str = "none"
    text: bool = False
    form: str = "auto"
    columns: Columns | None = None
    layout: Layout = AS_IT_IS

    @property
    def needed(self) -> list[str]:
        """Return the fields of the input that a part is made of."""
        columns = self.columns
        places = (columns.conversation, columns.author, columns.at, columns.role) if columns else ()
        return [self.column, *self.keep, *(name for name in places if name)]

    def to_dict(self) -> dict[str, Any]:
        """Return the options as plain data, ready for JSON."""
        own = {"keep": list(self.keep), "columns": self.columns and self.columns._asdict()}
        return {**asdict(self), **own, "layout": self.layout._asdict()}
