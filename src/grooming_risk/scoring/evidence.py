"""What each word adds to the log-odds of a head, and the stretches of a message that this makes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from grooming_risk.text.tokenizer import Token


class Contributions(NamedTuple):
    """The log-odds of one head for one message, taken apart.

    Attributes
    ----------
    base : float
        Log-odds before any word is read.
    words : list of (Token, float)
        The words of the decisive part of the message, and what each adds; with ``base`` they sum to the log-odds.
    """

    base: float
    words: list[tuple[Token, float]]


def positive_runs(words: Sequence[tuple[Token, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and weight of each stretch of neighbouring words that all speak for the pattern."""
    run: list[tuple[Token, float]] = []
    for token, weight in [*words, (Token("", 0, 0), 0.0)]:
        if weight > 0:
            run.append((token, weight))
        elif run:
            yield run[0][0].start, run[-1][0].end, sum(w for _, w in run)
            run = []
