"""What each word adds to the log-odds of a head, and the spans of words that speak for a pattern."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from grooming_risk.text.tokenizer import Token


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of the message that speaks for a pattern.

    Parameters
    ----------
    start, end : int
        Half-open span in the message as given.
    text : str
        That span of the message.
    pattern : str
        One of `PATTERNS`.
    weight : float, above 0
        What the span adds to the log-odds of the pattern.
    """

    start: int
    end: int
    text: str
    pattern: str
    weight: float


class Contributions(NamedTuple):
    """The contributions of words to the log-odds of one head.

    Attributes
    ----------
    base : float
        Log-odds without any word.
    words : list of (Token, float)
        Words of the decisive part and what each adds; with ``base`` they sum to the log-odds.
    """

    base: float
    words: list[tuple[Token, float]]


def positive_runs(words: Sequence[tuple[Token, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield start, end and weight of each run of words with positive weights."""
    run: list[tuple[Token, float]] = []
    for token, weight in [*words, (Token("", 0, 0), 0.0)]:
        if weight > 0:
            run.append((token, weight))
        elif run:
            yield run[0][0].start, run[-1][0].end, sum(w for _, w in run)
            run = []
