"""Checks of what a model folder or a site file holds: a checksum that fits says nothing of what was signed."""

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final

from grooming_risk.text.lexicon import Lexicon

WRONG_CONTENT: Final = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError)
"""What reading a file of another shape raises."""

MOST_LEVELS: Final = 32
"""Levels of a JSON file."""

LONGEST_WORD: Final = 200
"""Characters of a word or a concept."""

LARGEST: Final = 2.0**17
"""Largest number of a model: all sums stay finite."""


def read_bounded(path: str | Path, most: int) -> bytes:
    """Return the content of a file; of a larger one than `most` bytes no more is read, and it is a ValueError."""
    with Path(path).open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ValueError(f"more than {most:,} bytes")
    return content


def plain_json(content: bytes) -> Any:
    """Return the data of a JSON file; NaN, infinity, or more than `MOST_LEVELS` levels are a ValueError."""
    data = json.loads(content, parse_constant=_refuse_constant)
    level = [data]
    for _ in range(MOST_LEVELS):
        nested = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [*chain.from_iterable(nested)]
        if not level:
            return data
    raise ValueError(f"more than {MOST_LEVELS} levels")


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def number(value: object, lowest: float = -LARGEST, highest: float = LARGEST) -> float:
    """Return a number within bounds, which NaN is not; anything else is a TypeError or a ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a {type(value).__name__} in place of a number")
    if not lowest <= value <= highest:
        raise ValueError(f"a number outside [{lowest:g}, {highest:g}]")
    return float(value)


def numbers(values: object, size: int, highest: float = LARGEST) -> list[float]:
    """Return a list of `size` numbers up to `highest` either way, or raise TypeError or ValueError."""
    if not isinstance(values, list) or len(values) != size:
        raise ValueError(f"no list of {size} numbers")
    return [number(value, -highest, highest) for value in values]


def whole(value: object) -> int:
    """Return a count, or raise TypeError or ValueError."""
    if type(value) is not int:
        raise TypeError(f"a {type(value).__name__} in place of a count")
    return int(number(value, 0, 2**53))


def check_words(values: Iterable[Any]) -> None:
    """Raise TypeError or ValueError unless all values are words: strings without blanks, of bounded length."""
    words = [*values]
    if "\n".join(words).split() != words or max(map(len, words), default=0) > LONGEST_WORD:
        raise ValueError(f"a word that is empty, holds a blank, or has more than {LONGEST_WORD} characters")


def check_lexicon(lexicon: Lexicon) -> None:
    """Raise TypeError or ValueError unless all parts of a lexicon are words, and signs single characters."""
    forms, spelling, endings, lookalikes, leet = lexicon
    check_words(set(" ".join(forms).split(" ")) if forms else ())
    check_words({*forms.values(), *spelling, *endings, *chain(*spelling.values()), *chain(*endings.values())})
    check_words([*lookalikes, *lookalikes.values(), *leet, *leet.values()])
    if {len(sign) for sign in (*lookalikes, *leet)} - {1} or max(map(len, lookalikes.values()), default=0) > 2:
        raise ValueError("a look-alike that is no single character")


def distinct_strings(values: object) -> list[str]:
    """Return a list of distinct strings, or raise TypeError or ValueError."""
    return [*numbered_strings(values)]


def numbered_strings(values: object) -> dict[str, int]:
    """Return the place of each of a list of distinct strings, in order, or raise TypeError or ValueError.

    Examples
    --------
    >>> numbered_strings(["my", "my cat"])
    {'my': 0, 'my cat': 1}
    """
    if not isinstance(values, list):
        raise TypeError("no list of strings")
    "".join(values)  # a TypeError where one is no string
    places = dict(zip(values, range(len(values)), strict=True))
    if len(places) < len(values):
        raise ValueError("a string that stands twice")
    return places
