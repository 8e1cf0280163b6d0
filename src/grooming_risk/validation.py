"""Checks what callers hand in, before anything is computed from it."""

from collections.abc import Iterable
from typing import Any


def check_text(text: object) -> str:
    """Return the text, or say what was given instead.

    Raises
    ------
    TypeError
        It is not a `str`.
    """
    if isinstance(text, str):
        return text
    hint = "; decode it first" if isinstance(text, bytes | bytearray) else ""
    raise TypeError(f"a message must be a str, not {type(text).__name__}{hint}")


def check_texts(texts: Iterable[Any]) -> list[str]:
    """Return the messages as a list, or say what was given instead.

    Parameters
    ----------
    texts : iterable of str
        A list, an array, a Series; not one string, a mapping or a table.

    Raises
    ------
    TypeError
        It is a bare string, a mapping or a table, no iterable, or holds something that is no string.
    """
    refuse_container(texts)
    checked = list(texts)
    for index, text in enumerate(checked):
        if not isinstance(text, str):
            raise TypeError(f"message {index} must be a str, not {type(text).__name__}")
    return [str(text) for text in checked]


def refuse_container(texts: object) -> None:
    """Raise TypeError for what looks like many messages and is not: one string, a mapping, a two-dimensional table."""
    if isinstance(texts, str | bytes):
        raise TypeError("expected many messages, got one; wrap it in a list, or use score(message)")
    if hasattr(texts, "keys") and not hasattr(texts, "dtype"):
        raise TypeError(f"expected a sequence of messages, not {type(texts).__name__}; pass one column or its values")
    if getattr(texts, "ndim", 1) != 1:
        raise TypeError(f"expected one dimension of messages, got {getattr(texts, 'ndim', '?')}; pass one column")
    if not isinstance(texts, Iterable):
        raise TypeError(f"expected an iterable of str, not {type(texts).__name__}")


def check_columns(frame: Any, names: Iterable[str], hint: str = "") -> None:
    """Raise KeyError for the columns that a table lacks."""
    if missing := [name for name in names if name not in frame.columns]:
        raise KeyError(f"the table has no column {', '.join(map(repr, missing))}{hint}")
