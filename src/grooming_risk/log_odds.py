"""Log-odds and probabilities."""

from math import exp
from typing import Final

EMPTY_LOG_ODDS: Final = -1000.0
"""Log-odds of a message without words: its probability is exactly 0."""


def sigmoid(log_odds: float) -> float:
    """Return the probability of log-odds; exactly 0 for those of a message without words."""
    if log_odds >= 0:
        return 1.0 / (1.0 + exp(-log_odds))
    odds = exp(log_odds)
    return odds / (1.0 + odds)
