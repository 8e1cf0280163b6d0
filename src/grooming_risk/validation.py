"""Checks of messages; `grooming_risk.io.tables` checks tables."""

from collections.abc import Hashable, Iterable
from typing import Any


def check_text(text: object, number: int | None = None) -> str:
    """Return a message, or raise TypeError if it is not a `str`; the error names its number among many, from 0."""
    if isinstance(text, str):
        return text
    what = "a message" if number is None else f"message {number}"
    raise TypeError(f"{what} must be a str, not {_kind(text)}")


def check_texts(texts: Iterable[Any]) -> list[str]:
    """Return messages as a list, or raise TypeError unless they are an iterable of `str`, such as a Series."""
    return [str(check_text(text, number)) for number, text in enumerate(iterable_of(texts))]


def check_rows(labels: Iterable[Hashable], texts: Iterable[object]) -> None:
    """Raise TypeError with the label of the row unless each message of a table is a `str`."""
    for label, text in zip(labels, texts, strict=True):
        if not isinstance(text, str):
            raise TypeError(f"row {label!r}: a message must be a str, not {_kind(text)}")


def iterable_of(texts: Any) -> Iterable[Any]:
    """Return many messages as an iterable; a single string, a mapping, a table or rows of lists are a TypeError."""
    if isinstance(texts, str | bytes | bytearray):
        raise TypeError("expected many messages, got one; wrap it in a list, or use score(message)")
    if (hasattr(texts, "keys") or hasattr(texts, "columns")) and not hasattr(texts, "dtype"):
        raise TypeError(f"expected a sequence of messages, not {type(texts).__name__}; pass one column or its values")
    if getattr(texts, "ndim", 1) != 1:
        raise TypeError(f"expected one dimension of messages, got {getattr(texts, 'ndim', '?')}; pass one column")
    if hasattr(texts, "to_pylist"):  # a column of Arrow, which yields no str
        return list(texts.to_pylist())
    if not isinstance(texts, Iterable):
        raise TypeError(f"expected an iterable of str, not {type(texts).__name__}")
    return texts


def _kind(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, bytes | bytearray):
        return f"{name}; decode it first"
    if value is None or name in ("NAType", "NaTType") or value != value:
        return f"{name}; drop or fill what is missing"
    return f"{name}; give each message by itself" if isinstance(value, list | tuple) else name
