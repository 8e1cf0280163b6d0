"""Hiding a message without changing a letter of it: among harmless talk, or cut over several messages."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from grooming_risk.validation import check_text, check_texts

DILUTIONS: Final = {"dilution_2x": 2, "dilution_5x": 5, "dilution_20x": 20}
"""How many times its own length of harmless text is put around a message."""

_SHORTEST_PART: Final = 2  # words


def dilute(text: str, harmless: Sequence[str], times: int, *, seed: int = 0) -> str:
    """Put harmless text before and behind a message.

    Parameters
    ----------
    text : str
        The message.
    harmless : sequence of str, at least one with words
        Messages to draw from.
    times : int, above 0
        How much harmless text to add, as a multiple of the message's words.
    seed : int, default=0
        The same arguments and seed give the same text.

    Returns
    -------
    str
        One message: some harmless ones, the message at a place drawn at random, some harmless ones.

    Raises
    ------
    ValueError
        `harmless` holds no word, or `times` is 0 or less.

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
    """Cut a message into two to four parts, as an author who sends it bit by bit.

    Parameters
    ----------
    text : str
        The message.
    seed : int, default=0
        The same text and seed give the same parts.

    Returns
    -------
    list of str
        Parts of two words or more; one part for a message of three words or less.

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
