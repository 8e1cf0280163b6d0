"""Result of a comparison: each metric of both models, a verdict, and the messages that changed level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, Final

import pandas as pd

from grooming_risk.labels import LEVELS

BETTER: Final = "better"
WORSE: Final = "worse"
MIXED: Final = "mixed"
NO_DIFFERENCE: Final = "no difference shown"
TOO_FEW: Final = "too few messages"

LOWER_IS_BETTER: Final = {
    "brier",
    "flagged.medium.harmless",
    "flagged.medium.disclosure",
    "conversations.medium.harmless_alarmed",
    "conversations.medium.disclosures_alarmed",
}
"""Metrics of which less is better; of all others, more."""

_NEEDED: Final = ("flagged.medium.grooming", "flagged.medium.harmless")
"""Without both of them, a model that flags everything, or nothing, would pass as better."""

_NAMED: Final = 4  # metrics that the summary names


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of both models.

    Parameters
    ----------
    old, new : float or None
        Its value; None for too few messages.
    difference : float or None
        New less old.
    low, high : float or None
        Middle 95% of the difference over the draws.
    verdict : str
        Of the new model: ``"better"`` or ``"worse"`` where that interval excludes 0, else ``"no difference shown"``;
        ``"too few messages"``.
    """

    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Change:
    """A message that has another level by the new model. It contains no text.

    Parameters
    ----------
    row : int
        Row of the labelled table, from 0; of the harmless messages if the kind is ``"harmless"``.
    kind : str
        Kind of the message.
    old, new : str
        Its level.

    Examples
    --------
    >>> Change(3, "grooming", "none", "medium").direction
    'up'
    """

    row: int
    kind: str
    old: str
    new: str

    @property
    def direction(self) -> str:
        """``"up"`` if the new model gives a higher level, else ``"down"``."""
        return "up" if LEVELS.index(self.new) > LEVELS.index(self.old) else "down"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Result of `compare`. It contains no message.

    Parameters
    ----------
    figures : dict of str to Difference
        Each metric of both models: see `compare`.
    changed : tuple of Change
        Messages that changed level.
    messages : dict of str to int
        Number of messages of each kind.
    rounds, seed : int
        Draws behind the intervals.

    Notes
    -----
    Of thirty metrics about one excludes 0 by chance, and an interval that includes 0 does not show that nothing
    changed: few messages show little.

    Examples
    --------
    >>> found = Difference(0.5, 0.6, 0.1, 0.02, 0.18, "better")
    >>> result = Comparison({"flagged.medium.grooming": found}, (), {"grooming": 50}, 200, 0)
    >>> result.shown("better"), result.verdict               # nothing is known of false alarms
    (['flagged.medium.grooming'], 'too few messages')
    """

    figures: dict[str, Difference]
    changed: tuple[Change, ...]
    messages: dict[str, int]
    rounds: int
    seed: int

    @property
    def verdict(self) -> str:
        """One word for all metrics.

        Every metric protects somebody: recall and ranking the child, false alarms harmless authors, disclosure whoever
        asks for help, the Brier score the reader of the number. So ``"better"`` needs a better metric and no worse
        one, ``"worse"`` the reverse; ``"mixed"`` has both, for a person to weigh, and ``"no difference shown"``
        neither; ``"too few messages"`` if recall or false alarms at medium could not be compared.
        """
        if any(name not in self.figures or self.figures[name].verdict == TOO_FEW for name in _NEEDED):
            return TOO_FEW
        better, worse = self.shown(BETTER), self.shown(WORSE)
        if better and worse:
            return MIXED
        return BETTER if better else WORSE if worse else NO_DIFFERENCE

    @property
    def is_better(self) -> bool:
        """Whether the verdict is ``"better"``."""
        return self.verdict == BETTER

    @property
    def summary(self) -> str:
        """The verdict in a few sentences, with the metrics behind it."""
        better, worse, moved = self.shown(BETTER), self.shown(WORSE), _directions(self.changed)
        return (
            f"The new model, on {sum(self.messages.values()):,} messages: {self.verdict}. "
            f"Better: {_listed(better)}. Worse: {_listed(worse)}. "
            f"Level changed for {len(self.changed):,} messages: {moved['up']} up, {moved['down']} down."
        )

    def shown(self, verdict: str) -> list[str]:
        """Return the names of the metrics with that verdict."""
        return [name for name, metric in self.figures.items() if metric.verdict == verdict]

    def moved(self) -> dict[str, dict[str, int]]:
        """Return the number of messages of each kind that went ``"up"`` and ``"down"``."""
        kinds = sorted({change.kind for change in self.changed})
        return {kind: _directions(change for change in self.changed if change.kind == kind) for kind in kinds}

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each metric: its name as ``figure``, and the fields of its `Difference`."""
        return pd.DataFrame([{"figure": name, **asdict(metric)} for name, metric in self.figures.items()])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, ready for JSON."""
        return {
            "verdict": self.verdict,
            "summary": self.summary,
            "messages": self.messages,
            "rounds": self.rounds,
            "seed": self.seed,
            "figures": {name: asdict(metric) for name, metric in self.figures.items()},
            "moved": self.moved(),
            "changed": [asdict(change) for change in self.changed],
        }

    def _repr_html_(self) -> str:
        columns = ("figure", "old", "new", "difference", "low", "high", "verdict")
        rows = [columns, *((name, *asdict(metric).values()) for name, metric in self.figures.items())]
        table = "".join(f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row)}</tr>" for row in rows)
        moved = "".join(f"<li>{escape(kind)}: {n['up']} up, {n['down']} down</li>" for kind, n in self.moved().items())
        return f"<p>{escape(self.summary)}</p><table>{table}</table><ul>{moved}</ul>"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more if names else "none"


def _directions(changes: Iterable[Change]) -> dict[str, int]:
    return {"up": 0, "down": 0, **Counter(change.direction for change in changes)}
