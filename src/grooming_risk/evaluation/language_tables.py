"""The table of the figures by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from grooming_risk.evaluation.metric_table import MetricTable, word

CAUTION: Final = (
    "One unseen author a language, lines made for this corpus, no real chat, not reviewed by native speakers yet."
)
"""What a reader of the figures by language must know."""

_COLUMNS: Final = (
    "ROC-AUC: grooming against look-alikes. Found: where 1 in 100 everyday lines alarms. Disclosure: ROC-AUC against "
    "all other lines. At medium, alarms: grooming and everyday lines there or above."
)
_HEADER: Final = ("language", "ROC-AUC", "found", "disclosure", "coverage", "at medium", "alarms", "lines")


def language_tables(figures: Mapping[str, Any], intervals: Mapping[str, Any]) -> Iterator[MetricTable]:
    """Yield the table of the figures by language."""
    rows = [
        (
            code,
            *(word(found[name], 2) for name in ("auc_look_alikes", "found", "auc_disclosure", "coverage")),
            *(word(found["medium"].get(kind), 2) for kind in ("grooming", "everyday")),
            str(sum(found["lines"].values())),
        )
        for code, found in sorted(figures["by_language"].items())
    ]
    note = f"{_COLUMNS} {CAUTION}"
    yield MetricTable("languages besides English", _HEADER, rows, note)
