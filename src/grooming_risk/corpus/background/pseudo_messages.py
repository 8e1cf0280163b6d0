"""Draws pseudo messages from bigram counts, as a Markov chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate
from random import Random
from typing import Final

from grooming_risk.errors import DataError

BEGIN: Final = "^"
END: Final = "$"
"""Borders of a message; the tokenizer makes no such word."""

_LONGEST: Final = 40  # words of a pseudo message
_WRITTEN: Final = {
    "#minor": "12", "#young": "21", "#small": "3", "#phone": "5550100", "#link": "www.example.org",
    "#email": "someone@example.org", "#name": "@someone", "#smile": ":)", "#wink": ";)", "#sad": ":(", "#kiss": ":*",
    "#heart": "<3",
}  # fmt: skip


def draw_words(pairs: Mapping[tuple[str, str], int], n: int, *, seed: int = 0) -> Iterator[list[str]]:
    """Yield the standard words of pseudo messages, each word drawn given the one before.

    Parameters
    ----------
    pairs : mapping of (str, str) to int
        Bigram to its count; `BEGIN` and `END` are the borders of a message.
    n : int
        Number of messages.
    seed : int, default=0
        The same pairs and seed give the same messages.

    Raises
    ------
    DataError
        No pair begins a message.
    """
    following: dict[str, tuple[list[str], list[int]]] = {}
    for (first, second), count in sorted(pairs.items()):
        seconds, weights = following.setdefault(first, ([], []))
        seconds.append(second)
        weights.append(count)
    if BEGIN not in following:
        raise DataError("counts", None, "no bigram begins a message: the table is too small; count more messages")
    cumulative = {first: (seconds, list(accumulate(weights))) for first, (seconds, weights) in following.items()}
    random = Random(seed)
    for _ in range(n):
        yield _walk(cumulative, random)


def written(word: str) -> str:
    """Return a word as written in chat: an example for a class, any other word unchanged."""
    if not word.startswith("#"):
        return word
    digits = word[1:].removesuffix("digits")
    return _WRITTEN.get(word) or ("1" * int(digits) if digits.isdigit() else word)


def _walk(cumulative: Mapping[str, tuple[list[str], list[int]]], random: Random) -> list[str]:
    words: list[str] = []
    word = BEGIN
    while word in cumulative and len(words) < _LONGEST:
        seconds, weights = cumulative[word]
        word = random.choices(seconds, cum_weights=weights)[0]
        if word == END:
            break
        words.append(word)
    return words
