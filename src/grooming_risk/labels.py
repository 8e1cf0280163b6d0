"""The public vocabulary: eleven patterns, one protective label, four levels."""

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

DISCLOSURE: Final = "disclosure"
"""Somebody tells of such behaviour or asks for help. Never risk."""

RISK: Final = "risk"
"""Name of the head that says whether a message carries any pattern."""

HEADS: Final = (RISK, *PATTERNS, DISCLOSURE)
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
