"""Checks of arguments."""

from collections.abc import Iterable
from typing import Any


def check_text(text: object) -> str:
    """Return a message, or raise TypeError if it is not a `str`."""
    if isinstance(text, str):
        return text
    hint = "; decode it first" if isinstance(text, bytes | bytearray) else ""
    raise TypeError(f"a message must be a str, not {type(text).__name__}{hint}")


def check_texts(texts: Iterable[Any]) -> list[str]:
    """Return messages as a list, or raise TypeError unless they are an iterable of `str`, such as a Series."""
    refuse_container(texts)
    checked = list(texts)
    for index, text in enumerate(checked):
        if not isinstance(text, str):
            raise TypeError(f"message {index} must be a str, not {type(text).__name__}")
    return [str(text) for text in checked]


def refuse_container(texts: object) -> None:
    """Raise TypeError for a single string, a mapping or a table in place of many messages."""
    if isinstance(texts, str | bytes):
        raise TypeError("expected many messages, got one; wrap it in a list, or use score(message)")
    if hasattr(texts, "keys") and not hasattr(texts, "dtype"):
        raise TypeError(f"expected a sequence of messages, not {type(texts).__name__}; pass one column or its values")
    if getattr(texts, "ndim", 1) != 1:
        raise TypeError(f"expected one dimension of messages, got {getattr(texts, 'ndim', '?')}; pass one column")
    if not isinstance(texts, Iterable):
        raise TypeError(f"expected an iterable of str, not {type(texts).__name__}")


def check_columns(frame: Any, names: Iterable[str], hint: str = "") -> None:
    """Raise KeyError for missing columns of a table."""
    if missing := [name for name in names if name not in frame.columns]:
        raise KeyError(f"the table has no column {', '.join(map(repr, missing))}{hint}")
