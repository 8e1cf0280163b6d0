"""Attributes and languages of the compatible endpoint, in the hosted API's spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from grooming_risk.labels import DISCLOSURE, PATTERNS
from grooming_risk.scoring.result import Score

GROOMING_RISK: Final = "GROOMING_RISK"

ATTRIBUTES: Final = (GROOMING_RISK, DISCLOSURE.upper(), *(name.upper() for name in PATTERNS))
"""Names of the attributes: the risk, the disclosure, each pattern."""

LANGUAGES: Final = ("en",)
"""Languages that may be asked for."""


def attribute_value(score: Score, attribute: str) -> float:
    """Return the probability of one attribute.

    Examples
    --------
    >>> from grooming_risk import score
    >>> attribute_value(score(""), "GROOMING_RISK")
    0.0
    """
    if attribute == GROOMING_RISK:
        return score.risk
    name = attribute.lower()
    return score.disclosure if name == DISCLOSURE else score.patterns[name]


def is_supported(language: str) -> bool:
    """Say whether a language, with or without a region, may be asked for.

    Examples
    --------
    >>> is_supported("en-GB"), is_supported("de")
    (True, False)
    """
    return language.partition("-")[0].lower() in LANGUAGES


def check_aliases(aliases: Mapping[str, str]) -> dict[str, str]:
    """Return the aliases; raise `ValueError` for an invalid name, or one that stands for no attribute.

    Examples
    --------
    >>> check_aliases({"TOXICITY": "GROOMING_RISK"})
    {'TOXICITY': 'GROOMING_RISK'}
    """
    for alias, meant in aliases.items():
        if alias in ATTRIBUTES or not re.fullmatch(r"[A-Z][A-Z0-9_]{0,63}", alias):
            raise ValueError(f"{alias!r} cannot be an alias; give a name in capitals that is not an attribute already")
        if meant not in ATTRIBUTES:
            raise ValueError(f"the alias {alias} stands for no attribute; known are {', '.join(ATTRIBUTES)}")
    return dict(aliases)
