"""Checks of arguments."""

from collections.abc import Iterable
from typing import Any


def check_text(text: object, number: int | None = None) -> str:
    """Return a message, or raise TypeError if it is not a `str`; the error names its number among many, from 0."""
    if isinstance(text, str):
        return text
    hint = "; decode it first" if isinstance(text, bytes | bytearray) else ""
    what = "a message" if number is None else f"message {number}"
    raise TypeError(f"{what} must be a str, not {type(text).__name__}{hint}")


def check_texts(texts: Iterable[Any]) -> list[str]:
    """Return messages as a list, or raise TypeError unless they are an iterable of `str`, such as a Series."""
    refuse_container(texts)
    checked = list(texts)
    return [str(check_text(text, number)) for number, text in enumerate(checked)]


def refuse_container(texts: object) -> None:
    """Raise TypeError for a single string, a mapping or a table in place of many messages."""
    if isinstance(texts, str | bytes):
        raise TypeError("expected many messages, got one; wrap it in a list, or use score(message)")
    if (hasattr(texts, "keys") or hasattr(texts, "columns")) and not hasattr(texts, "dtype"):
        raise TypeError(f"expected a sequence of messages, not {type(texts).__name__}; pass one column or its values")
    if getattr(texts, "ndim", 1) != 1:
        raise TypeError(f"expected one dimension of messages, got {getattr(texts, 'ndim', '?')}; pass one column")
    if not isinstance(texts, Iterable):
        raise TypeError(f"expected an iterable of str, not {type(texts).__name__}")


def check_columns(frame: Any, names: Iterable[str], hint: str = "") -> None:
    """Raise TypeError unless it is a pandas table, KeyError for missing columns, ValueError for two of one name."""
    if not hasattr(frame, "columns") or not hasattr(frame, "iloc"):
        way = "frame.to_pandas()" if hasattr(frame, "to_pandas") else "pandas.DataFrame(...)"
        raise TypeError(f"expected a pandas.DataFrame, not {type(frame).__name__}; pass {way}")
    wanted, found = [*names], [*frame.columns]
    if missing := [name for name in wanted if name not in found]:
        raise KeyError(f"the table has no column {', '.join(map(repr, missing))}{hint}")
    if twice := [name for name in wanted if found.count(name) > 1]:
        raise ValueError(
            f"the table has {found.count(twice[0])} columns named {twice[0]!r}; rename or drop all but one"
        )
