"""Draws pseudo messages from bigram counts, as a Markov chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """Yield the standard words of `n` pseudo messages, each word drawn given the one before.

    DataError if no bigram begins a message with `BEGIN`.
    """
    following: dict[str, tuple[list[str], list[int]]] = {}
    for (first, second), count in sorted(pairs.items()):
        seconds, cumulative = following.setdefault(first, ([], []))
        seconds.append(second)
        cumulative.append(count + (cumulative[-1] if cumulative else 0))
    if BEGIN not in following:
        raise DataError("counts", None, "no bigram begins a message: the table is too small; count more messages")
    random = Random(seed)
    for _ in range(n):
        yield _walk(following, random)


def written(word: str) -> str:
    """Return a word as written in chat: an example for a class, any other word unchanged."""
    if not word.startswith("#"):
        return word
    digits = word[1:].removesuffix("digits")
    return _WRITTEN.get(word) or ("1" * int(digits) if digits.isdigit() else word)


def _walk(following: Mapping[str, tuple[list[str], list[int]]], random: Random) -> list[str]:
    words = [BEGIN]
    while words[-1] in following and len(words) <= _LONGEST:
        seconds, cumulative = following[words[-1]]
        words += random.choices(seconds, cum_weights=cumulative)
    return words[1:] if words[-1] != END else words[1:-1]
