"""Plots of a report as inline figures."""

from __future__ import annotations

import warnings
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.errors import missing_extra
from grooming_risk.evaluation.messages import SLICE_LEVEL, SLICES
from grooming_risk.evaluation.replay import ALARM_LEVELS
from grooming_risk.evaluation.replay import SLICES as CHAT_SLICES
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.metrics.slices import UNKNOWN
from grooming_risk.plots import (
    AlarmLatencyDisplay,
    AlertsDisplay,
    PatternConfusionDisplay,
    PrecisionRecallDisplay,
    ReliabilityDisplay,
    SlicesDisplay,
)
from grooming_risk.plots.axes import WIDTH
from grooming_risk.scoring.scorer import Scorer

_SALT: Final = "grooming_risk"  # of the identifiers in an SVG: equal drawings have equal bytes
_MOST_SLICES: Final = 20


class Plot(NamedTuple):
    """A plot of the report."""

    title: str
    data: str  # SVG in base 64
    caption: str


def message_plots(result: Evaluation, model: Scorer) -> Iterator[Plot]:
    """Yield the plots of an evaluation of messages by this model for which it has enough of them."""
    levels: dict[str, float] = {name: model.thresholds["levels"][name] for name in LEVELS[1:]}
    found = _predictions(result)
    truth, risk = found["y_true"].to_numpy(), found["risk"].to_numpy()
    harmless = np.array([]) if result.harmless_risk is None else result.harmless_risk
    if truth.any() and not truth.all():
        curve = PrecisionRecallDisplay.from_predictions(truth, risk, levels=levels)
        yield _figure(curve, "All thresholds of the risk. Marks: false-alarm budgets, and the levels of the model.")
    if truth.any() and len(harmless):
        flags = np.repeat([True, False], [truth.sum(), len(harmless)])
        alerts = AlertsDisplay.from_predictions(flags, np.concatenate([risk[truth], harmless]), levels=levels)
        yield _figure(alerts, f"Alerts on {len(harmless):,} harmless messages, scaled to a million.")
    yield _figure(
        ReliabilityDisplay.from_predictions(truth, risk),
        "Above the dashed line the risk is too low. All points rise with the share of risky messages.",
    )
    yield from _pattern_plots(found, model)
    if truth.any():
        columns = [name for name in (*SLICES, "length") if name in found.columns]
        parts = found[columns].apply(_largest)
        slices = SlicesDisplay.from_predictions(truth, risk, parts, threshold=levels[SLICE_LEVEL])
        yield _figure(slices, f"Risky messages at {SLICE_LEVEL} or above. Wide intervals mean few messages.")


def _pattern_plots(found: pd.DataFrame, model: Scorer) -> Iterator[Plot]:
    labels = found[[f"label.{name}" for name in PATTERNS]].to_numpy()
    if labels.any():
        said = found[[f"probability.{name}" for name in PATTERNS]].to_numpy()
        yield _figure(
            PatternConfusionDisplay.from_predictions(labels, said, thresholds=model.thresholds["patterns"]),
            "Share of the messages of a row's pattern, in percent, in which the model finds the column's pattern. "
            "Other patterns of the message are not counted; a row need not sum to 100.",
        )


def conversation_plots(result: Evaluation, model: Scorer) -> Iterator[Plot]:
    """Yield the plots of an evaluation of conversations by this model, if any of them is grooming."""
    found, level = _predictions(result), model.conversation_rule.levels[SLICE_LEVEL]
    grooming = found[found["y_true"]]
    if grooming.empty:
        return
    alarms = {level: grooming[f"alarm_{level}"].tolist() for level in ALARM_LEVELS}
    display = AlarmLatencyDisplay.from_predictions(
        alarms, grooming["length"].tolist(), grooming["first_overt_ask"].tolist()
    )
    yield _figure(display, "Grooming conversations alarmed so far, message by message.", by="message")
    yield _figure(display, "The same, by how much of each conversation has passed.", by="share")
    columns = [name for name in CHAT_SLICES if name in grooming.columns]
    if columns:
        slices = SlicesDisplay.from_predictions(
            grooming["y_true"], grooming["risk"], grooming[columns].apply(_largest), threshold=level, of="conversations"
        )
        yield _figure(slices, f"Grooming conversations that were alarmed at {SLICE_LEVEL} or above.")


def _largest(column: pd.Series) -> pd.Series:
    """Return a column with its rarer values merged."""
    named = column.fillna(UNKNOWN).astype(str)
    return named.where(named.isin(named.value_counts().index[:_MOST_SLICES]), "all others")


def _predictions(result: Evaluation) -> pd.DataFrame:
    if result.predictions is None:
        raise ValueError("the evaluation has no predictions to plot; evaluate again")
    return result.predictions


def _figure(display: Any, caption: str, **options: Any) -> Plot:
    """Return a display as a figure, whatever the user's rcParams."""
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = _SALT
        figure = Figure(figsize=(WIDTH, display.height), layout="constrained")
        display.plot(figure.subplots(), **options)
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the tables have every name in full
        written = BytesIO()
        figure.savefig(written, format="svg", metadata={"Date": None})
    return Plot(display.ax_.get_title(loc="left"), b64encode(written.getvalue()).decode("ascii"), caption)
