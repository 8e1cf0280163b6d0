"""Metrics of a score that ranks grooming above harmless messages, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from grooming_risk import chat_messages, load_corpus
from grooming_risk.metrics.bootstrap import grouped_intervals
from grooming_risk.metrics.classification import measurable_rates, recall_at_false_alarms
from grooming_risk.metrics.ranking import average_precision, roc_auc

RATES: Final = (1e-2, 1e-3)
HARMLESS: Final = "harmless"
"""Kind of the rows that false alarms are counted on."""

_REAL: Final = 10_000  # messages of real chat

FIGURES: Final = ("auc", "average_precision", *(f"recall_{rate:g}" for rate in RATES))


def held_out_messages() -> pd.DataFrame:
    """Return the messages to measure on: grooming, look-alikes and harmless messages of the held-out split.

    Returns
    -------
    pandas.DataFrame
        Columns ``text``, ``kind`` (grooming, look_alike, harmless) and ``group``. Harmless are the everyday messages
        and some of the test part of the real chat; a text that is a look-alike as well stays one.
    """
    frame = load_corpus("held_out").replace({"kind": {"everyday": HARMLESS}})
    frame = frame.loc[frame["kind"] != "disclosure", ["text", "kind", "group"]]
    rows = with_harmless(frame, [*frame.loc[frame["kind"] == HARMLESS, "text"], *chat_messages("test")[:_REAL]])
    return rows.drop_duplicates("text", ignore_index=True)


def with_harmless(frame: pd.DataFrame, texts: Sequence[str]) -> pd.DataFrame:
    """Return the frame with other harmless messages."""
    own = pd.DataFrame({"text": texts, "kind": HARMLESS, "group": [f"harmless {i}" for i in range(len(texts))]})
    return pd.concat([frame[frame["kind"] != HARMLESS], own], ignore_index=True)


def figures(risk: np.ndarray, kind: np.ndarray) -> dict[str, float | None]:
    """Measure one competitor's numbers.

    Parameters
    ----------
    risk : ndarray of shape (n_messages,)
        Higher is riskier; any scale.
    kind : ndarray of str, shape (n_messages,)
        grooming, look_alike or harmless.

    Returns
    -------
    dict of str to float or None
        By the names of `FIGURES`; None where there are too few messages. ``recall_0.01`` is the share of grooming
        above the number that at most one harmless message in a hundred exceeds.
    """
    grooming, harmless = kind == "grooming", kind == HARMLESS
    hard, usual = grooming | (kind == "look_alike"), grooming | harmless
    measurable = measurable_rates(int(harmless.sum()))
    return {
        "auc": roc_auc(grooming[hard], risk[hard]),
        "average_precision": average_precision(grooming[usual], risk[usual]),
        **{
            f"recall_{rate:g}": recall_at_false_alarms(risk[grooming], risk[harmless], rate)
            if rate in measurable
            else None
            for rate in RATES
        },
    }


def intervals(risk: np.ndarray, frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the middle 95% of each figure over draws of the groups of the frame, seeded."""
    kind = frame["kind"].to_numpy(dtype=str)
    return grouped_intervals(lambda rows: figures(risk[rows], kind[rows]), frame["group"].tolist())
