"""Labels and levels: the patterns, disclosure, and the constants of each pattern.

A new pattern goes to `PATTERNS`, `URGENCY` and `STAGE_WEIGHTS`, and to `OVERT` if it asks openly;
tests/contracts/test_pattern_labels.py then names each file that lacks the pattern.
"""

from collections.abc import Iterable
from typing import Final, Literal, get_args

PATTERNS: Final = (
    "personal_probing",
    "trust_building",
    "gift_offer",
    "job_lure",
    "secrecy",
    "isolation",
    "platform_switch",
    "boundary_pushing",
    "image_request",
    "meeting_request",
    "coercion",
)
"""Grooming patterns, in the column order of arrays."""

URGENCY: Final = (
    "coercion",
    "meeting_request",
    "image_request",
    "isolation",
    "secrecy",
    "job_lure",
    "platform_switch",
    "boundary_pushing",
    "gift_offer",
    "personal_probing",
    "trust_building",
)
"""The patterns, the most urgent first.

A threat harms now, a meeting may be today, a picture cannot be taken back. Then come patterns that cut a child off from
help or lead it elsewhere, and last the preparing ones, which are often innocent."""

OVERT: Final = ("image_request", "meeting_request", "coercion")
"""Patterns that ask openly; the others prepare for them."""

STAGE_WEIGHTS: Final = (
    {"personal_probing": 4, "trust_building": 4, "gift_offer": 2, "job_lure": 1, "platform_switch": 2, "isolation": 1},
    {"isolation": 3, "secrecy": 3, "platform_switch": 3, "trust_building": 2, "boundary_pushing": 2, "gift_offer": 2,
     "job_lure": 1, "image_request": 1, "personal_probing": 1, "meeting_request": 1},
    {"image_request": 3, "meeting_request": 3, "coercion": 3, "boundary_pushing": 3, "secrecy": 2, "isolation": 1,
     "platform_switch": 1},
)  # fmt: skip
"""Weights of patterns early, midway and late in a synthetic conversation. A new order changes the random draws."""

DISCLOSURE: Final = "disclosure"
"""Somebody tells of grooming or asks for help; it never raises a risk."""

DEFAULT_THRESHOLD: Final = 0.5
"""Threshold of a pattern or a disclosure where no model's thresholds are known."""

RISK: Final = "risk"
"""The head of any pattern."""

LABELS: Final = (*PATTERNS, DISCLOSURE)
"""Labels of messages, in the column order of label matrices."""

HEADS: Final = (RISK, *LABELS)
"""The linear heads, in the order of the model's arrays."""

Level = Literal["none", "low", "medium", "high"]
"""Name of a level of risk, as a type."""

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""Levels of risk in rising order."""

ALERT_FROM: Final = LEVELS.index("medium")
"""Index of the lowest level that raises an alert."""


def most_urgent(names: Iterable[str]) -> tuple[str, ...]:
    """Return patterns, the most urgent first.

    Examples
    --------
    >>> most_urgent(["trust_building", "image_request"])
    ('image_request', 'trust_building')
    """
    return tuple(sorted(names, key=URGENCY.index))


TIME_UNITS: Final = {"seconds": 1.0, "milliseconds": 0.001, "microseconds": 0.000001, "days": 86_400.0}
"""Units that numbers may count time in, and how many seconds each is."""
