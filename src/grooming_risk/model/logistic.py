"""Log-odds and probabilities."""

from math import exp, log
from typing import Final

EMPTY_LOG_ODDS: Final = -1000.0
"""Log-odds of a message without words: its probability is exactly 0."""


def sigmoid(value: float) -> float:
    """Return the probability of log-odds; exactly 0 for `EMPTY_LOG_ODDS`."""
    if value >= 0:
        return 1.0 / (1.0 + exp(-value))
    odds = exp(value)
    return odds / (1.0 + odds)


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability above 0; those of 1 are finite."""
    return log(probability) - log(max(1 - probability, 1e-300))
