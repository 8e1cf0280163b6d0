"""Decides how many messages are made of each training line, so that its surface does not give the label away.

Grooming lines are longer than everyday ones, ask more, and some registers have more of them. The messages of both sides
are drawn towards the mean of their two distributions by raking (iterative proportional fitting; Deming and Stephan,
1940): a line whose length, marks or register its side is short of gives more messages.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

MEAN_COPIES: Final = 6.0
_MAX_COPIES: Final = 45
_ROUNDS: Final = 30
_RAREST: Final = 1e-5  # share of a class that the other side lacks
_WORDS: Final = (*range(2, 21), 23, 26, 30)
_CHARACTERS: Final = (*range(6, 60, 6), *range(60, 121, 10), 150)
"""Upper ends of the classes of length."""

_MANY_SPELLED: Final = 4
_MARKS: Final = ",.?!'"

Item = tuple[bool, str, str, int]
"""Whether it is grooming, its register, its text, how many of its words are in chat spelling."""

Keys = tuple[object, ...]
Margins = tuple[Mapping[object, float], ...]


def copies(items: Sequence[Item], seed: int) -> list[int]:
    """Return how many messages to make of each item: one or more.

    Parameters
    ----------
    items : sequence of (bool, str, str, int)
        Whether it is grooming, its register, its text, how many of its words are in chat spelling.
    seed : int
        Rounds numbers between two whole ones.

    Examples
    --------
    >>> risky, short, long = copies(
    ...     [(True, "sms", "one two", 0), (False, "sms", "o", 0), (False, "sms", "two one", 0)], seed=0
    ... )
    >>> long > short
    True
    """
    risky = [n for n, item in enumerate(items) if item[0]]
    harmless = [n for n, item in enumerate(items) if not item[0]]
    if not risky or not harmless:  # nothing to balance against
        return [int(MEAN_COPIES)] * len(items)
    keys = [_keys(item) for item in items]
    made = [1] * len(items)
    random = Random(f"{seed}/copies")
    target = _middle(_margins([keys[n] for n in risky]), _margins([keys[n] for n in harmless]))
    for side in (harmless, risky):
        side_keys = [keys[n] for n in side]
        for n, weight in zip(side, _raked(side_keys, target), strict=True):
            made[n] = min(max(int(MEAN_COPIES * weight * len(side) + random.random()), 1), _MAX_COPIES)
        target = _margins(side_keys, [made[n] for n in side])  # what the harmless side reached, for the risky one
    return made


def _middle(one: Margins, other: Margins) -> Margins:
    return tuple(
        {key: (a.get(key, 0.0) + b.get(key, 0.0)) / 2 for key in {**a, **b}} for a, b in zip(one, other, strict=True)
    )


def _keys(item: Item) -> Keys:
    """Return the classes that are balanced: length in words and characters, marks, case, digits, spelling, register."""
    _, register, text, spelled = item
    marks = tuple(mark in text for mark in _MARKS)
    return (
        bisect_left(_WORDS, len(text.split())),
        bisect_left(_CHARACTERS, len(text)),
        marks,
        text[:1].isupper(),
        any(char.isdigit() for char in text),
        min(spelled, _MANY_SPELLED),
        register,
    )


def _raked(keys: Sequence[Keys], target: Margins) -> list[float]:
    """Return weights, with sum one, that bring the margins towards the target."""
    weights = [1 / max(len(keys), 1)] * len(keys)
    for _ in range(_ROUNDS):
        for margin in range(len(target)):
            now = _margins(keys, weights)[margin]
            weights = [
                w * max(target[margin].get(key[margin], 0.0), _RAREST) / now[key[margin]]
                for key, w in zip(keys, weights, strict=True)
            ]
            total = sum(weights)
            weights = [weight / total for weight in weights]
    return weights


def _margins(keys: Sequence[Keys], weights: Sequence[float] | None = None) -> Margins:
    """Return the share of each class, for each of the keys."""
    margins: tuple[dict[object, float], ...] = tuple(defaultdict(float) for _ in keys[0])
    for key_of_each, weight in zip(keys, weights or [1.0] * len(keys), strict=True):
        for margin, key in zip(margins, key_of_each, strict=True):
            margin[key] += weight
    return tuple({key: share / sum(margin.values()) for key, share in margin.items()} for margin in margins)
