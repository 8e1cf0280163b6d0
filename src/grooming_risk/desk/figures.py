"""What the decisions say of the model: precision, agreement of readers, and thresholds."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final, NamedTuple

from grooming_risk.desk.decision import CONFIRMED, ESCALATE, NOTHING, UNSURE, Decision, last_readings, standing
from grooming_risk.desk.decision_table import DECISION_COLUMNS, decision_of
from grooming_risk.desk.kappa import Kappa, kappa
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.metrics.share_interval import share_interval

SHARES: Final = (1.0, 0.9, 0.75)
"""Shares of the confirmed conversations that a threshold is looked for."""

_UNDECIDED: Final = (
    "SELECT risk FROM ranking WHERE NOT EXISTS (SELECT 1 FROM decision WHERE decision.conversation ="
    " ranking.conversation)"
)


class Precision(NamedTuple):
    """How many of the decided conversations were worth reading.

    Attributes
    ----------
    found, decided : int
        Confirmed ones; all that were decided.
    precision, low, high : float or None
        Their share with its 95% interval (Wilson, 1927); None where none was decided.
    """

    found: int
    decided: int
    precision: float | None
    low: float | None
    high: float | None


class Threshold(NamedTuple):
    """The highest risk threshold that shows a share of the confirmed conversations.

    Attributes
    ----------
    share : float
        The share asked for.
    threshold : float
        Risk of the conversation.
    shown, confirmed : int
        Confirmed conversations that it shows, of how many.
    nothing, undecided : int
        Others that it shows: those decided as nothing, and those that nobody decided.
    """

    share: float
    threshold: float
    shown: int
    confirmed: int
    nothing: int
    undecided: int


class Figures(NamedTuple):
    """What the decisions say. A conversation counts once, as it was when it was last decided.

    Attributes
    ----------
    days : mapping of str to int
        Decisions a day, by date in UTC.
    verdicts : mapping of str to int
        Conversations by the verdict that stands.
    differing : int
        Conversations whose readings differ, and no third one settled it; they count nowhere else.
    help : Precision
        Of conversations where the model found that somebody asks for help.
    levels : mapping of str to Precision
        By level, of all other conversations.
    patterns : mapping of str to Precision
        By pattern that the model found: how often it was confirmed.
    agreement : mapping of str to Kappa
        ``"found"``: whether something was found or not; and each pattern.
    thresholds : sequence of Threshold
        For each of `SHARES`; empty where nothing is confirmed.
    """

    days: Mapping[str, int]
    verdicts: Mapping[str, int]
    differing: int
    help: Precision
    levels: Mapping[str, Precision]
    patterns: Mapping[str, Precision]
    agreement: Mapping[str, Kappa]
    thresholds: Sequence[Threshold]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain data, ready for JSON."""
        plain = self._asdict()
        for name in ("levels", "patterns", "agreement"):
            plain[name] = {key: value._asdict() for key, value in plain[name].items()}
        return {**plain, "help": self.help._asdict(), "thresholds": [one._asdict() for one in self.thresholds]}


class _Round(NamedTuple):
    """The decisions on a conversation in one state, and what the model had found then."""

    decisions: list[Decision]
    help: bool
    level: str
    risk: float
    found: tuple[str, ...]


def work_out(connection: sqlite3.Connection) -> Figures:
    """Return what the decisions in a file say."""
    rounds = _rounds(connection)
    last = {key: found for (key, _), found in rounds.items()}  # the latest state of each conversation comes last
    settled = [(found, decision) for found in last.values() if (decision := standing(found.decisions))]
    said = [(found, decision) for found, decision in settled if decision.verdict != UNSURE]
    by_place: dict[str, list[bool]] = defaultdict(list)
    for found, decision in said:
        by_place["help" if found.help else found.level].append(decision.outcome == "found")
    return Figures(
        dict(connection.execute("SELECT substr(at, 1, 10), count(*) FROM decision GROUP BY 1 ORDER BY 1").fetchall()),
        dict(Counter(decision.verdict for _, decision in settled)),
        len(last) - len(settled),
        _precision(by_place["help"]),
        {level: _precision(by_place[level]) for level in reversed(LEVELS)},
        {pattern: _of_pattern(pattern, said) for pattern in PATTERNS},
        _agreement([found.decisions for found in rounds.values()]),
        _thresholds(said, connection),
    )


def _rounds(connection: sqlite3.Connection) -> dict[tuple[int, int], _Round]:
    """Return the decisions by conversation and by the newest message that they were made on, in that order."""
    rounds: dict[tuple[int, int], _Round] = {}
    rows = connection.execute(
        f"SELECT newest, help, level, risk, found, {DECISION_COLUMNS} FROM decision"
        " ORDER BY conversation, newest, number"
    )
    for newest, asks, level, risk, found, *values in rows:
        decision = decision_of(values)
        now = _Round([], bool(asks), level, risk, tuple(json.loads(found)))
        rounds.setdefault((decision.conversation, newest), now).decisions.append(decision)
    return rounds


def _precision(outcomes: Sequence[bool]) -> Precision:
    if not outcomes:
        return Precision(0, 0, None, None, None)
    share = sum(outcomes) / len(outcomes)
    return Precision(sum(outcomes), len(outcomes), share, *share_interval(share, len(outcomes)))


def _of_pattern(pattern: str, said: Sequence[tuple[_Round, Decision]]) -> Precision:
    """Return how often a pattern was confirmed where the model had found it and the decision speaks of it."""
    spoken = [
        pattern in decision.confirmed
        for found, decision in said
        if pattern in found.found and pattern in (*decision.confirmed, *decision.rejected)
    ]
    return _precision(spoken)


def _agreement(rounds: Sequence[Sequence[Decision]]) -> dict[str, Kappa]:
    """Return the agreement of first and second readings; where one is unsure, there is nothing to compare."""
    readings = [last_readings(decisions) for decisions in rounds]
    pairs = [(both[1], both[2]) for both in readings if 1 in both and 2 in both]
    sure = [(first, second) for first, second in pairs if UNSURE not in (first.verdict, second.verdict)]
    found = kappa([(first.outcome == "found", second.outcome == "found") for first, second in sure])
    patterns = {
        name: kappa([(name in first.confirmed, name in second.confirmed) for first, second in sure])
        for name in PATTERNS
    }
    return {"found": found, **patterns}


def _thresholds(said: Sequence[tuple[_Round, Decision]], connection: sqlite3.Connection) -> list[Threshold]:
    confirmed = sorted((f.risk for f, decision in said if decision.verdict in (CONFIRMED, ESCALATE)), reverse=True)
    nothing = [f.risk for f, decision in said if decision.verdict == NOTHING]
    undecided = [risk for (risk,) in connection.execute(_UNDECIDED)]
    rows = []
    for share in SHARES if confirmed else ():
        limit = confirmed[ceil(share * len(confirmed)) - 1]
        shown, others, unknown = (sum(risk >= limit for risk in risks) for risks in (confirmed, nothing, undecided))
        rows.append(Threshold(share, limit, shown, len(confirmed), others, unknown))
    return rows
