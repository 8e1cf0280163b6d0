"""Attacks that change no letter of a message: harmless text around it, or a split over several messages."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from grooming_risk.validation import check_text, check_texts

DILUTIONS: Final = {"dilution_2x": 2, "dilution_5x": 5, "dilution_20x": 20}
"""Harmless text around a message, as a multiple of its length."""

_SHORTEST_PART: Final = 2  # words


def dilute(text: str, harmless: Sequence[str], times: int, *, seed: int = 0) -> str:
    """Put harmless messages around a message, with so many times its words, at a place drawn from the seed.

    Raises ValueError if `harmless` has no word, or `times` is 0 or less.

    Examples
    --------
    >>> dilute("our secret", ["gg wp"], 2)
    'gg wp our secret gg wp'
    """
    if times <= 0:
        raise ValueError(f"times must be above 0, and is {times}")
    known = [one for one in check_texts(harmless) if one.split()]
    if not known:
        raise ValueError("harmless holds no word to put around a message")
    random = Random(f"{seed}/{times}/{check_text(text)!r}")
    wanted = times * len(text.split())
    around: list[str] = []
    while wanted > 0:
        around.append(random.choice(known))
        wanted -= len(around[-1].split())
    around.insert(random.randint(0, len(around)), text)
    return random.choice((". ", " ", ", ")).join(around)


def split_up(text: str, *, seed: int = 0) -> list[str]:
    """Split a message into two to four parts of two words or more; one of three words or less stays whole.

    Examples
    --------
    >>> " ".join(split_up("do not tell your mom")) == "do not tell your mom"
    True
    """
    words = check_text(text).split()
    most = len(words) // _SHORTEST_PART
    if most < 2:
        return [text]
    random = Random(f"{seed}/split/{text!r}")
    count = random.randint(2, min(4, most))
    spare = len(words) - count * _SHORTEST_PART
    cuts = sorted(random.randint(0, spare) for _ in range(count - 1))
    ends = [cut + _SHORTEST_PART * (number + 1) for number, cut in enumerate(cuts)]
    return [" ".join(words[start:end]) for start, end in zip([0, *ends], [*ends, len(words)], strict=True)]
