"""Result of an evaluation: metrics and intervals as plain data, table, JSON and HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.evaluation.language_tables import language_tables
from grooming_risk.evaluation.metric_table import MetricTable, listed, under
from grooming_risk.evaluation.tables import attack_tables, conversation_tables, message_tables, warnings_of
from grooming_risk.evaluation.unseen_author_tables import unseen_author_tables
from grooming_risk.metrics.nested import flat_figures

INTERVALS: Final = "intervals"
"""Key of the intervals beside the metrics."""

_LONG: Final = ("patterns", "slices", "bins", "alarmed_from")
"""Keys that a summary leaves out: long ones, and levels, which a model's manifest has anyway."""


@dataclass(frozen=True)
class Evaluation:
    """Metrics of a model. `grooming_risk.evaluate` makes it; it contains no text of a message.

    Attributes
    ----------
    figures : dict
        Nested plain data: see `grooming_risk.evaluate` and `grooming_risk.evaluate_conversations`.
    intervals : dict of str to (float, float)
        95% interval of a metric, by its names joined by dots.
    predictions : pandas.DataFrame or None
        Basis of the metrics, without texts. Each message has ``kind``, ``y_true``, ``risk``, ``length`` and its slices,
        then ``label.<name>`` and ``probability.<name>`` of each pattern and of disclosure. Conversations: see
        `grooming_risk.evaluate_conversations`.
    harmless_risk : ndarray or None
        Risks of the harmless messages behind the false-alarm rates.

    Examples
    --------
    >>> found = Evaluation({"roc_auc": 0.9, "line": {"recall": 0.5}}, {"roc_auc": (0.8, 1.0)})
    >>> found.to_frame()[["figure", "value", "low"]].values.tolist()
    [['roc_auc', 0.9, 0.8], ['line.recall', 0.5, nan]]
    >>> Evaluation.from_dict(json.loads(found.to_json())) == found
    True
    """

    figures: dict[str, Any]
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    predictions: pd.DataFrame | None = field(default=None, compare=False, repr=False)
    harmless_risk: np.ndarray | None = field(default=None, compare=False, repr=False)

    def tables(self) -> list[MetricTable]:
        """Return the tables of the metrics and of joined parts, the most important first."""
        found: list[MetricTable] = []
        for kind, (name, own, tables_of) in _PARTS.items():
            part = self.figures.get(name)
            if isinstance(self, kind):
                found += tables_of(self.figures, self.intervals)
            elif isinstance(part, Mapping) and own in part:
                found += tables_of(part, under(name, self.intervals))
        return found or [listed("figures", self.figures, self.intervals)]

    def warnings(self) -> list[str]:
        """Return what a reader of the metrics must know, in sentences."""
        return warnings_of(self.figures)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each metric: ``figure`` (nested names joined by dots), ``value``, ``low`` and ``high``."""
        rows = [(*one, *self.intervals.get(one[0], (np.nan, np.nan))) for one in flat_figures(self.figures)]
        return pd.DataFrame(rows, columns=["figure", "value", "low", "high"])

    def to_dict(self) -> dict[str, Any]:
        """Return the metrics, and ``intervals`` beside them, as plain data without the predictions."""
        return {**self.figures, INTERVALS: {name: list(bounds) for name, bounds in self.intervals.items()}}

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return `to_dict` as JSON, with `indent` as in `json.dumps`."""
        return json.dumps(self.to_dict(), indent=indent, allow_nan=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Evaluation:
        """Return the evaluation, of its type, from its `to_dict` or its JSON once read."""
        figures = {name: value for name, value in data.items() if name != INTERVALS}
        kind = next((one for one, (_, own, _) in _PARTS.items() if own in figures), Evaluation)
        return kind(figures, {name: (low, high) for name, (low, high) in data.get(INTERVALS, {}).items()})

    def joined(self, **parts: Evaluation) -> Evaluation:
        """Return this evaluation with others as parts, each under its name.

        Parameters
        ----------
        **parts : Evaluation
            By name, such as ``conversations=evaluate_conversations(chats)``.
        """
        figures, intervals = dict(self.figures), dict(self.intervals)
        for part, other in parts.items():
            figures[part] = other.figures
            intervals |= {f"{part}.{name}": bounds for name, bounds in other.intervals.items()}
        return replace(self, figures=figures, intervals=intervals)

    def summary(self) -> dict[str, Any]:
        """Return `to_dict` without patterns, slices, bins of calibration and levels of alarms."""
        figures = _without(self.figures, _LONG)
        kept = {name for name, _ in flat_figures(figures)}
        return {**figures, INTERVALS: {name: list(bounds) for name, bounds in self.intervals.items() if name in kept}}

    def _repr_html_(self) -> str:
        from grooming_risk.evaluation.html import render_fragment

        return render_fragment(self.tables(), self.warnings())


class UnseenAuthorEvaluation(Evaluation):
    """Metrics over authors that were not in training. `grooming_risk.evaluate_unseen_authors` makes it."""


class MessageEvaluation(Evaluation):
    """Metrics on messages. `grooming_risk.evaluate` makes it."""


class ConversationEvaluation(Evaluation):
    """Metrics on conversations. `grooming_risk.evaluate_conversations` makes it."""


class AttackEvaluation(Evaluation):
    """Metrics under attacks. `grooming_risk.evaluate_attacks` makes it."""


class LanguageEvaluation(Evaluation):
    """Metrics by language. `grooming_risk.evaluate_languages` makes it."""


_Tables = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[MetricTable]]

_PARTS: Final[dict[type[Evaluation], tuple[str, str, _Tables]]] = {
    UnseenAuthorEvaluation: ("unseen_authors", "voices", unseen_author_tables),
    MessageEvaluation: ("messages", "levels", message_tables),
    ConversationEvaluation: ("conversations", "latency_p", conversation_tables),
    AttackEvaluation: ("attacks", "unattacked", attack_tables),
    LanguageEvaluation: ("languages", "by_language", language_tables),
}
"""Types in the order of their tables: name as a part of another, a metric of this type alone, and tables."""


def _without(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {
        key: _without(value, names) if isinstance(value, Mapping) else value
        for key, value in data.items()
        if key not in names
    }
