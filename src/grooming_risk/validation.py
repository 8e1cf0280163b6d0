"""Checks of arguments, each of which says in a sentence what was expected; `grooming_risk.io.tables` checks tables."""

from collections.abc import Hashable, Iterable, Iterator
from math import isnan
from operator import index
from os import PathLike
from pathlib import Path
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


def check_name(name: object, what: str) -> str:
    """Return a name, or raise TypeError if it is not a `str`."""
    if isinstance(name, str):
        return name
    raise TypeError(f"{what} must be a str, not {type(name).__name__}")


def check_path(path: Any, what: str) -> Path:
    """Return a path, or raise TypeError if it is neither a `str` nor a path.

    Examples
    --------
    >>> check_path(b"model", "folder")
    Traceback (most recent call last):
    TypeError: folder must be a path or a str, not bytes
    """
    if isinstance(path, str | PathLike):
        return Path(path)
    raise TypeError(f"{what} must be a path or a str, not {type(path).__name__}")


def check_whole(value: Any, what: str, lowest: int | None = None) -> int:
    """Return a whole number, such as one of NumPy, or raise ValueError if it is none or too low.

    Examples
    --------
    >>> check_whole(1.5, "rounds", 0)
    Traceback (most recent call last):
    ValueError: rounds must be a whole number, not 1.5
    """
    try:
        number = None if isinstance(value, bool) else index(value)
    except TypeError:
        number = None
    if number is None:
        raise ValueError(f"{what} must be a whole number, not {_number_or_kind(value)}")
    if lowest is not None and number < lowest:
        raise ValueError(f"{what} must be {lowest} or more, not {number}")
    return number


def check_number(value: Any, what: str) -> float:
    """Return a number, or raise ValueError if it is none.

    Examples
    --------
    >>> check_number("50", "alerts_per_million")
    Traceback (most recent call last):
    ValueError: alerts_per_million must be a number, not str
    """
    if isinstance(value, bool | str) or not hasattr(value, "__float__") or getattr(value, "ndim", None):
        raise ValueError(f"{what} must be a number, not {_number_or_kind(value)}")
    return float(value)


def instances_of(kind: type, values: Any, what: str) -> Iterator[Any]:
    """Yield values that are all of a kind; others are a TypeError."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes):
        raise TypeError(f"expected an iterable of {kind.__name__}, not {type(values).__name__}")
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{what} must be a {kind.__name__}, not {type(value).__name__}")
        yield value


def _number_or_kind(value: object) -> str:
    return repr(value) if isinstance(value, int | float) else type(value).__name__


def _kind(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, bytes | bytearray):
        return f"{name}; decode it first"
    if value is None or name in ("NAType", "NaTType") or (isinstance(value, float) and isnan(value)):
        return f"{name}; drop or fill what is missing"
    return f"{name}; give each message by itself" if isinstance(value, list | tuple) else name
