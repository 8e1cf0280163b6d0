"""The public vocabulary: patterns, one protective label, levels; and what the code knows of each pattern.

A new pattern is added to `PATTERNS`, `URGENCY` and `STAGE_WEIGHTS`, and to `OVERT` where it asks openly;
tests/contracts/test_pattern_labels.py names each file that lacks its lines, texts or words.
"""

from collections.abc import Iterable
from typing import Final

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
"""Names of the grooming patterns, in the order of every array that has a column for each."""

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

A threat harms now, a meeting may be today, a picture cannot be called back; then what cuts a child off from help, what
leads it elsewhere, and last what prepares all this and is often innocent."""

OVERT: Final = ("image_request", "meeting_request", "coercion")
"""Patterns that ask for what the others prepare."""

STAGE_WEIGHTS: Final = (
    {"personal_probing": 4, "trust_building": 4, "gift_offer": 2, "job_lure": 1, "platform_switch": 2, "isolation": 1},
    {"isolation": 3, "secrecy": 3, "platform_switch": 3, "trust_building": 2, "boundary_pushing": 2, "gift_offer": 2,
     "job_lure": 1, "image_request": 1, "personal_probing": 1, "meeting_request": 1},
    {"image_request": 3, "meeting_request": 3, "coercion": 3, "boundary_pushing": 3, "secrecy": 2, "isolation": 1,
     "platform_switch": 1},
)  # fmt: skip
"""How often a pattern comes early, in the middle, late in a synthetic conversation. The order is part of the draws."""

DISCLOSURE: Final = "disclosure"
"""Somebody tells of such behaviour or asks for help. Never risk."""

DEFAULT_THRESHOLD: Final = 0.5
"""Probability from which a pattern or a disclosure counts as found, where the thresholds of a model are not known."""

RISK: Final = "risk"
"""Name of the head that says whether a message carries any pattern."""

LABELS: Final = (*PATTERNS, DISCLOSURE)
"""What a message may be labelled with, in the order of the columns of label matrices."""

HEADS: Final = (RISK, *LABELS)
"""One linear head each, in the order of the model's arrays."""

LEVELS: Final = ("none", "low", "medium", "high")
"""Levels of risk in rising order; the model's thresholds separate them."""

ALERT_FROM: Final = LEVELS.index("medium")
"""Number of the level from which an author raises an alert."""


def most_urgent(names: Iterable[str]) -> tuple[str, ...]:
    """Return names of patterns, the most urgent first.

    Examples
    --------
    >>> most_urgent(["trust_building", "image_request"])
    ('image_request', 'trust_building')
    """
    return tuple(sorted(names, key=URGENCY.index))


TIME_UNITS: Final = {"seconds": 1.0, "milliseconds": 0.001, "microseconds": 0.000001, "days": 86_400.0}
"""Units that numbers may count time in, and how many seconds each is."""
