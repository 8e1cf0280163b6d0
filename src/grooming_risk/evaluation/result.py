"""What an evaluation found: figures and intervals as plain data, as a table, as JSON, and in a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

import numpy as np
import pandas as pd

from grooming_risk.evaluation.metric_table import FigureTable, listed, under
from grooming_risk.evaluation.tables import attack_tables, conversation_tables, message_tables, warnings_of
from grooming_risk.evaluation.unseen_author_tables import unseen_author_tables
from grooming_risk.metrics.nested import flat_figures

INTERVALS: Final = "intervals"
"""Key of the intervals beside the figures."""

_LONG: Final = ("patterns", "slices", "bins", "alarmed_from")
"""What a summary leaves out: what is long, and the levels, which a model's manifest holds as its own."""


@dataclass(frozen=True)
class Evaluation:
    """Figures of a model. `grooming_risk.evaluate` makes it; it holds no text of a message.

    Attributes
    ----------
    figures : dict
        Nested plain data: see `grooming_risk.evaluate` and `grooming_risk.evaluate_conversations`.
    intervals : dict of str to (float, float)
        95% interval of the figures that have one, by their names joined by dots.
    predictions : pandas.DataFrame or None
        What the figures were worked out from, without texts, for plots and for figures of one's own. Of messages, one
        row each: ``kind``, ``y_true``, ``risk``, ``length`` and the columns of the slices, then ``label.<name>`` and
        ``probability.<name>`` of each pattern and of disclosure. Of conversations: see
        `grooming_risk.evaluate_conversations`.
    harmless_risk : ndarray or None
        Risks of the harmless messages that rates of false alarms were taken on.

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

    own_figure: ClassVar[str] = ""
    """Name of a figure that only this type has: JSON names no type."""

    def tables(self) -> list[FigureTable]:
        """Return the figures as tables of words, the most important first, with those of joined parts."""
        found = [table for one in self._with_parts() for table in one._tables()]
        return found or [listed("figures", self.figures, self.intervals)]

    def warnings(self) -> list[str]:
        """Return what a reader of the figures must know, in sentences."""
        return warnings_of(self.figures)

    def to_frame(self) -> pd.DataFrame:
        """Return every figure as a row: ``figure`` (nested names joined by dots), ``value``, ``low`` and ``high``."""
        nothing = (np.nan, np.nan)
        rows = [(name, value, *self.intervals.get(name, nothing)) for name, value in flat_figures(self.figures)]
        return pd.DataFrame(rows, columns=["figure", "value", "low", "high"])

    def to_dict(self) -> dict[str, Any]:
        """Return the figures, and beside them ``intervals``, as plain data; the predictions are not part of it."""
        return {**self.figures, INTERVALS: {name: list(bounds) for name, bounds in self.intervals.items()}}

    def to_json(self, *, indent: int | None = 2) -> str:
        """Return `to_dict` as JSON; `from_dict` takes it back.

        Parameters
        ----------
        indent : int or None, default=2
            As in `json.dumps`.
        """
        return json.dumps(self.to_dict(), indent=indent, allow_nan=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Evaluation:
        """Return the evaluation that `to_dict` wrote, of its type and without its predictions.

        Parameters
        ----------
        data : mapping
            What `to_dict` returned, or read from its JSON.
        """
        figures = {name: value for name, value in data.items() if name != INTERVALS}
        kind = next((one for one in _PARTS if one.own_figure in figures), Evaluation)
        return kind(figures, {name: (low, high) for name, (low, high) in data.get(INTERVALS, {}).items()})

    def joined(self, **parts: Evaluation) -> Evaluation:
        """Return this evaluation with others as parts of it: their figures and intervals stand under the part's name.

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
        """Return `to_dict` without what is long (patterns, slices, bins of calibration), and without levels."""
        figures = _without(self.figures, _LONG)
        kept = {name for name, _ in flat_figures(figures)}
        return {**figures, INTERVALS: {name: list(bounds) for name, bounds in self.intervals.items() if name in kept}}

    def _repr_html_(self) -> str:
        from grooming_risk.evaluation.html import render_fragment

        return render_fragment(self.tables(), self.warnings())

    def _with_parts(self) -> Iterator[Evaluation]:
        for kind, name in _PARTS.items():
            part = self.figures.get(name)
            if isinstance(self, kind):
                yield self
            elif isinstance(part, Mapping) and kind.own_figure in part:
                yield kind(dict(part), under(name, self.intervals))

    def _tables(self) -> Iterable[FigureTable]:
        return ()


class UnseenAuthorEvaluation(Evaluation):
    """Figures over authors that were not in training. `grooming_risk.evaluate_unseen_authors` makes it."""

    own_figure = "voices"

    def _tables(self) -> Iterable[FigureTable]:
        return unseen_author_tables(self.figures)


class MessageEvaluation(Evaluation):
    """Figures on messages. `grooming_risk.evaluate` makes it."""

    own_figure = "levels"

    def _tables(self) -> Iterable[FigureTable]:
        return message_tables(self.figures, self.intervals)


class ConversationEvaluation(Evaluation):
    """Figures on conversations. `grooming_risk.evaluate_conversations` makes it."""

    own_figure = "latency_p"

    def _tables(self) -> Iterable[FigureTable]:
        return conversation_tables(self.figures, self.intervals)


class AttackEvaluation(Evaluation):
    """Figures under attacks. `grooming_risk.evaluate_attacks` makes it."""

    own_figure = "unattacked"

    def _tables(self) -> Iterable[FigureTable]:
        return attack_tables(self.figures, self.intervals)


_PARTS: Final[dict[type[Evaluation], str]] = {
    UnseenAuthorEvaluation: "unseen_authors",
    MessageEvaluation: "messages",
    ConversationEvaluation: "conversations",
    AttackEvaluation: "attacks",
}
"""Types in the order of their tables, and the name that each has as a part of another."""


def _without(data: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {
        key: _without(value, names) if isinstance(value, Mapping) else value
        for key, value in data.items()
        if key not in names
    }
