"""The public vocabulary: eleven patterns, one protective label, four levels."""

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

DISCLOSURE: Final = "disclosure"
"""Somebody tells of such behaviour or asks for help. Never risk."""

RISK: Final = "risk"
"""Name of the head that says whether a message carries any pattern."""

HEADS: Final = (RISK, *PATTERNS, DISCLOSURE)
"""One linear head each, in the order of the model's arrays."""

LEVELS: Final = ("none", "low", "medium", "high")
"""Levels of risk in rising order; the model's thresholds separate them."""
