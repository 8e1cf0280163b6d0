"""What a comparison of two models tells: figure by figure, in one word, and which messages changed level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.labels import LEVELS

if TYPE_CHECKING:
    import pandas as pd

BETTER: Final = "better"
WORSE: Final = "worse"
MIXED: Final = "mixed"
NO_DIFFERENCE: Final = "no difference shown"
TOO_FEW: Final = "too few messages"

LOWER_IS_BETTER: Final = frozenset(
    {
        "brier",
        "flagged.medium.harmless",
        "flagged.medium.disclosure",
        "conversations.medium.harmless_alarmed",
        "conversations.medium.disclosures_alarmed",
    }
)
"""Figures of which less is better; of all others, more."""

_NEEDED: Final = ("flagged.medium.grooming", "flagged.medium.harmless")
"""Without both of them, a model that flags everything, or nothing, would pass as better."""

_NAMED: Final = 4  # figures that the summary names


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of both models.

    Parameters
    ----------
    old, new : float or None
        Its value; None where there are too few messages.
    difference : float or None
        New less old.
    low, high : float or None
        The middle 95% of the difference over the draws.
    verdict : str
        ``"better"`` or ``"worse"`` (of the new model) where that interval leaves out 0, ``"no difference shown"`` where
        it holds 0, ``"too few messages"``.
    """

    old: float | None
    new: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class Change:
    """A message whose level the two models see differently. It holds no text.

    Parameters
    ----------
    row : int
        Row of the labelled table, from 0; of the harmless messages, where the kind is ``"harmless"``.
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
        """``"up"`` where the new model sees a higher level, else ``"down"``."""
        return "up" if LEVELS.index(self.new) > LEVELS.index(self.old) else "down"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` found. It holds no message.

    Parameters
    ----------
    figures : dict of str to Difference
        Each figure of both models: see `compare`.
    changed : tuple of Change
        Messages that changed level.
    messages : dict of str to int
        How many messages of each kind were scored.
    rounds, seed : int
        Draws behind the intervals.

    Notes
    -----
    Of some thirty figures about one will leave out 0 by chance alone, and an interval that holds 0 does not show that
    nothing changed: few messages show little.

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
        """One word for all figures together.

        Every figure protects somebody: recall and ranking the child, false alarms who writes harmlessly, the figures of
        disclosure who asks for help, the Brier score who reads the number. So the new model is ``"better"`` only where
        at least one figure is shown better and none is shown worse; ``"worse"`` where one is shown worse and none
        better; ``"mixed"`` where both occur: a person has to weigh them; ``"no difference shown"`` where neither does;
        and ``"too few messages"`` where recall or false alarms at medium could not be compared.
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
        """The verdict in a sentence or two, with the figures it rests on."""
        better, worse, moved = self.shown(BETTER), self.shown(WORSE), _directions(self.changed)
        return (
            f"The new model, on {sum(self.messages.values()):,} messages: {self.verdict}. "
            f"Better: {_listed(better)}. Worse: {_listed(worse)}. "
            f"Level changed for {len(self.changed):,} messages: {moved['up']} up, {moved['down']} down."
        )

    def shown(self, verdict: str) -> list[str]:
        """Return the names of the figures with that verdict."""
        return [name for name, figure in self.figures.items() if figure.verdict == verdict]

    def moved(self) -> dict[str, dict[str, int]]:
        """Return how many messages of each kind went ``"up"`` and ``"down"``."""
        kinds = sorted({change.kind for change in self.changed})
        return {kind: _directions(change for change in self.changed if change.kind == kind) for kind in kinds}

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each figure: its name as ``figure``, and what a `Difference` holds."""
        import pandas as pd

        return pd.DataFrame([{"figure": name, **asdict(figure)} for name, figure in self.figures.items()])

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, ready for JSON."""
        return {
            "verdict": self.verdict,
            "summary": self.summary,
            "messages": self.messages,
            "rounds": self.rounds,
            "seed": self.seed,
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
            "moved": self.moved(),
            "changed": [asdict(change) for change in self.changed],
        }

    def _repr_html_(self) -> str:
        columns = ("figure", "old", "new", "difference", "low", "high", "verdict")
        rows = [columns, *((name, *asdict(figure).values()) for name, figure in self.figures.items())]
        table = "".join(f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row)}</tr>" for row in rows)
        moved = "".join(f"<li>{escape(kind)}: {n['up']} up, {n['down']} down</li>" for kind, n in self.moved().items())
        return f"<p>{escape(self.summary)}</p><table>{table}</table><ul>{moved}</ul>"


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more if names else "none"


def _directions(changes: Iterable[Change]) -> dict[str, int]:
    found = [change.direction for change in changes]
    return {"up": found.count("up"), "down": found.count("down")}
