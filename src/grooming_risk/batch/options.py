"""What a run is asked for, beside its files and its model: the same for every part."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from grooming_risk.conversation.records import Columns

FORMS: Final = ("auto", "parquet", "jsonl")
"""Kinds of output part; ``"auto"`` is .parquet for .parquet and JSON lines for all others."""


@dataclass(frozen=True)
class Options:
    """What decides the content of the output parts.

    Parameters
    ----------
    column : str
        Field that holds the message.
    keep : tuple of str
        Fields of the input to carry over.
    level : {"none", "low", "medium", "high"}
        Rows of this level and above are written; the others are counted.
    text : bool
        Whether the message is written.
    form : {"auto", "parquet", "jsonl"}
        One of `FORMS`.
    columns : Columns or None
        The fields of conversations; None scores every message by itself.
    """

    column: str = "text"
    keep: tuple[str, ...] = ()
    level: str = "none"
    text: bool = False
    form: str = "auto"
    columns: Columns | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data, ready for JSON."""
        columns = self.columns and self.columns._asdict()
        return {**asdict(self), "keep": list(self.keep), "columns": columns}
