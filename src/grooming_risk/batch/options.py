"""Options of a run, the same for every part."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from grooming_risk.conversation.records import Columns

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
    columns : Columns or None
        Fields of conversations; None scores every message by itself.
    """

    column: str = "text"
    keep: tuple[str, ...] = ()
    level: str = "none"
    text: bool = False
    form: str = "auto"
    columns: Columns | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the options as plain data, ready for JSON."""
        columns = self.columns and self.columns._asdict()
        return {**asdict(self), "keep": list(self.keep), "columns": columns}
