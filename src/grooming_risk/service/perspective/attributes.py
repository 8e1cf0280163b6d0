"""Attributes and languages of the compatible endpoint, in the hosted API's spelling."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from grooming_risk.labels import DISCLOSURE, PATTERNS
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer

GROOMING_RISK: Final = "GROOMING_RISK"

ATTRIBUTES: Final = (GROOMING_RISK, DISCLOSURE.upper(), *(name.upper() for name in PATTERNS))
"""Names of the attributes: the risk, the disclosure, each pattern."""


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


def supported_languages(model: Scorer) -> list[str]:
    """Return the language codes that may be asked for: those of the model.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> supported_languages(load_model())
    ['en', 'es', 'mk', 'sr', 'bs', 'hr', 'cnr', 'sh', 'sq', 'th']
    """
    return [code for codes in model.languages.values() for code in codes]


def is_supported(language: str, supported: Collection[str]) -> bool:
    """Say whether a language, with or without a region, may be asked for.

    Examples
    --------
    >>> is_supported("en-GB", ["en"]), is_supported("de", ["en"])
    (True, False)
    """
    return language.partition("-")[0].lower() in supported


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
