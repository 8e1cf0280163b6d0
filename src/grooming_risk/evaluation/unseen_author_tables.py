"""The measure over unseen authors as tables of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grooming_risk.evaluation.metric_table import FigureTable, between, word
from grooming_risk.labels import DISCLOSURE

_OVER = ("mean", "lowest", "highest", "spread")


def unseen_author_tables(figures: Mapping[str, Any]) -> Iterator[FigureTable]:
    """Yield the tables: authors, voices, and the learning curve where there is one.

    Parameters
    ----------
    figures : mapping
        Of `grooming_risk.evaluate_unseen_authors`.
    """
    sources = list(figures["mean"]["found"])
    header = ["author", "lines"]
    header += [f"1 in {round(1 / float(rate)):,}" for source in sources for rate in figures["mean"]["found"][source]]
    header += ["ROC-AUC", "mean PR-AUC", "disclosure"]
    rows = [_row(name, one, f"{one['lines']:,}") for name, one in figures["authors"].items()]
    rows += [_row(name, figures[name], "") for name in _OVER]
    note = "found at so many false alarms on " + ", then on ".join(
        f"the {source} ({figures['harmless'][source]:,} messages)" for source in sources
    )
    yield FigureTable("authors that the model has not read", tuple(header), rows, note)
    if figures["voices"]:
        yield _voice_table(figures["voices"])
    if "curve" in figures:
        points = figures["curve"].values()
        found = [(f"{one['authors']}", *(word(share) for share in one["found"].values())) for one in points]
        yield FigureTable("found by how many authors are trained on", ("authors", "1 in 100", "1 in 1,000"), found)


def _row(name: str, one: Mapping[str, Any], lines: str) -> tuple[str, ...]:
    shares = [share for found in one["found"].values() for share in found.values()]
    return (name, lines, *(word(value, none="") for value in (*shares, one["auc_look_alikes"],
            one["average_precision"], one[DISCLOSURE])))  # fmt: skip


def _voice_table(voices: Mapping[str, Mapping[str, Any]]) -> FigureTable:
    rows = [
        (name, f"{one['n_everyday']:,}", word(one["everyday"]), between(one["interval"]),
         f"{one['n_look_alikes']:,}", word(one["look_alikes"], none=""))
        for name, one in voices.items()
    ]  # fmt: skip
    header = ("voice", "everyday lines", "at medium", "95%", "look-alikes", "at medium")
    return FigureTable("false alarms by voice, its author unseen", header, rows)
