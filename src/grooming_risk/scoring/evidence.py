"""What each word adds to the log-odds of a head, and the stretches of a message that this makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grooming_risk.text.tokenizer import Token


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of the message that speaks for a pattern.

    Parameters
    ----------
    start, end : int
        Half-open span in the message as given.
    text : str
        That span of the message.
    pattern : str
        One of `PATTERNS`.
    weight : float, above 0
        What the span adds to the pattern's log-odds: an exact share of the linear sum, higher is stronger.
    """

    start: int
    end: int
    text: str
    pattern: str
    weight: float


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
