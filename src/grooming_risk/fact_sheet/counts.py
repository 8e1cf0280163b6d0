"""Counts of conversations. All that leaves this file has passed `grooming_risk.fact_sheet.suppression`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, NamedTuple

from grooming_risk.fact_sheet.course import Course, Moment
from grooming_risk.fact_sheet.periods import period_names
from grooming_risk.fact_sheet.suppression import SMALLEST, hidden_cells, is_publishable
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.metrics.classification import share_interval

_GAPS: Final = (("within an hour", 3600.0), ("within a day", 86_400.0), ("within a week", 604_800.0))
_DAY: Final = 86_400.0
_BANDS: Final = (5, 10, 20, 40, 80)
_HOURS: Final = (1, 2, 3, 4, 6)
_POINTS: Final = 14
_FOR_A_CELL: Final = 600  # flagged conversations times hours of a cell: about four in a cell of the week

NO_TIMES: Final = "The file has no times (name their column with --time-column)."
NO_HOURS: Final = "The times of the file are dates, so hours are unknown."
NO_DATES: Final = "The times of the file are seconds without a date, so hours and months are unknown."


class Share(NamedTuple):
    """A publishable number of cases of a total, its share and the 95% interval of that (Wilson, 1927)."""

    cases: int
    of: int
    share: float
    low: float
    high: float


class PatternFact(NamedTuple):
    """A pattern; None is hidden."""

    pattern: str
    seen: Share | None  # of the flagged
    first_in_ten: int | None  # tenths of the flagged in which it came first


class Part(NamedTuple):
    """A part of a whole, in tenths of it; None is hidden."""

    name: str
    tenths: int | None


class HeatMap(NamedTuple):
    """When conversations were first flagged. A cell is 5, 10, 20, 40 or 80 for that many or more; None is hidden."""

    hours: int  # length of a block
    cells: tuple[tuple[int | None, ...], ...]  # a row for each day from Monday


class TrendPoint(NamedTuple):
    """The conversations that began in a week, month, quarter or year; None is hidden."""

    period: str
    cases: int | None  # flagged
    flagged: Share | None  # None too if only flagged conversations are known


class Counts:
    """Publishable counts of all conversations, or of all messages as conversations of one."""

    def __init__(self, found: Sequence[Course], unit: str) -> None:
        self.unit = unit
        self._all = found
        self._flagged = [course for course in found if course.flagged is not None]
        few = len(self._flagged) < SMALLEST
        rest_is_small = not few and len(found) - len(self._flagged) < SMALLEST
        self._total = None if len(found) < SMALLEST or rest_is_small else len(found)
        self._refusal = f"Fewer than five {unit} were flagged, so nothing more is shown." if few else ""

    def overview(self) -> dict[str, Any]:
        """Return the total, and how many are flagged."""
        flagged = len(self._flagged)
        high = sum(course.level == len(LEVELS) - 1 for course in self._flagged)
        return {
            "total": self._total,
            "flagged": None if self._refusal else flagged,
            "rate": None if self._refusal or self._total is None else share_of(flagged, self._total),
            "high": None if self._refusal else _publishable(high, flagged),
        }

    def of_flagged(self, has_patterns: bool) -> dict[str, Any]:
        """Return patterns, open asks, hours and trend of the flagged."""
        if self._refusal:
            return dict.fromkeys(("patterns", "asks", "hours", "trend"), self._refusal)
        missing = "" if has_patterns else "The file has no patterns."
        return {
            "patterns": missing or self._patterns(),
            "asks": missing or self._asks(),
            "hours": self._hours(),
            "trend": self._trend(),
        }

    def of_disclosures(self, has_disclosures: bool) -> dict[str, Any]:
        """Return how many ask for help, and how long after the first signal."""
        if not has_disclosures:
            return {"disclosures": "The file has no disclosures.", "told": None, "told_after": ()}
        told = [course for course in self._all if course.told is not None]
        if not is_publishable(len(told), len(self._all)):
            return {"disclosures": None, "told": None, "told_after": ()}
        share = None if self._total is None else share_of(len(told), self._total)
        names = [_gap_name(course.signalled, course.told, "no signal before it") for course in told]
        after = tenths(names, ["no signal before it", *self._gap_names()], "time not known")
        return {"disclosures": len(told), "told": share, "told_after": after if self._tells_course() else ()}

    def _patterns(self) -> tuple[PatternFact, ...]:
        total = len(self._flagged)
        first = dict(tenths([course.signal or "" for course in self._flagged], PATTERNS, ""))
        seen = Counter(name for course in self._flagged for name in course.patterns)
        facts = [PatternFact(name, _publishable(seen[name], total), first[name]) for name in PATTERNS]
        return tuple(sorted(facts, key=lambda fact: -fact.seen.cases if fact.seen else 1))

    def _asks(self) -> tuple[Part, ...] | str:
        if not self._tells_course():
            return NO_TIMES if self.unit == "conversations" else "The file has no conversations."
        at_once, none = "in the first signal itself", "no open ask seen"
        names = [at_once if one.asked_at_once else _gap_name(one.signalled, one.asked, none) for one in self._flagged]
        return tenths(names, [at_once, *self._gap_names(), none], "time not known")

    def _gap_names(self) -> list[str]:
        hours = any(course.started.seconds is not None and not course.started.day_only for course in self._all)
        return [*(name for name, _ in _GAPS[0 if hours else 1 :]), "later"]

    def _tells_course(self) -> bool:
        return self.unit == "conversations" and any(course.started.seconds is not None for course in self._all)

    def _hours(self) -> HeatMap | str:
        flagged = [course.flagged for course in self._flagged if course.flagged]
        moments = [None if at.day_only else at.local for at in flagged]
        if not any(moments):
            return NO_HOURS if any(at.day_only for at in flagged) else self._without_dates()
        block = next((hours for hours in _HOURS if len(moments) * hours >= _FOR_A_CELL), _HOURS[-1])
        places = Counter((at.weekday(), at.hour // block) if at else None for at in moments)
        week = [(day, part) for day in range(7) for part in range(24 // block)]
        keys = [*week, *([None] if places[None] else [])]
        shown = _shown(keys, lambda key: [places[key]])
        bands = {key: max(band for band in _BANDS if band <= places[key]) if key in shown else None for key in week}
        if not shown - {None}:
            return f"Too few {self.unit} at any one hour to be shown."
        return HeatMap(block, tuple(tuple(bands[day, part] for part in range(24 // block)) for day in range(7)))

    def _trend(self) -> tuple[TrendPoint, ...] | str:
        begun = [course.started.local for course in self._all]
        if not any(begun):
            return self._without_dates()
        names = period_names(begun, min(_POINTS, max(2, len(self._flagged) // SMALLEST)))
        flagged = Counter(name for name, course in zip(names, self._all, strict=True) if course.flagged)
        everyone = Counter(names)
        rated = self._total is not None
        keys = sorted(everyone if rated else flagged)
        shown = _shown(keys, lambda key: [flagged[key], everyone[key] - flagged[key]] if rated else [flagged[key]])
        if not shown - {""}:
            return f"Too few {self.unit} at any one time to be shown."
        shares = {key: share_of(flagged[key], everyone[key]) for key in keys if rated and key in shown}
        return tuple(TrendPoint(key, flagged[key] if key in shown else None, shares.get(key)) for key in keys if key)

    def _without_dates(self) -> str:
        return NO_DATES if any(course.started.seconds is not None for course in self._all) else NO_TIMES


def share_of(count: int, of: int) -> Share:
    """Return a share with its 95% interval (Wilson, 1927).

    Examples
    --------
    >>> share = share_of(10, 40)
    >>> round(share.low, 3), round(share.share, 3), round(share.high, 3)
    (0.142, 0.25, 0.402)
    """
    return Share(count, of, count / of, *share_interval(count / of, of))


def tenths(names: Sequence[str], parts: Sequence[str], other: str) -> tuple[Part, ...]:
    """Return the tenths of the cases in each part, None if hidden.

    `names` has the part of each case, `parts` their order. Cases of the part `other` come last, if there are any and it
    has a name.
    """
    counts = Counter(names)
    keys = [*parts, *([other] if counts[other] else [])]
    shown = _shown(keys, lambda key: [counts[key]])
    return tuple(Part(key, round(10 * counts[key] / len(names)) if key in shown else None) for key in keys if key)


def _shown(keys: Sequence[Hashable], cell: Callable[[Any], Sequence[int]]) -> set[Hashable]:
    hidden = hidden_cells([cell(key) for key in keys])
    return {key for key, hide in zip(keys, hidden, strict=True) if not hide}


def _publishable(count: int, total: int) -> Share | None:
    return share_of(count, total) if is_publishable(count, total) else None


def _gap_name(begin: Moment | None, end: Moment | None, never: str) -> str:
    if end is None or begin is None:
        return never
    if begin.seconds is None or end.seconds is None:
        return "time not known"
    gap = end.seconds - begin.seconds + _DAY * end.day_only  # at most, where the hour is unknown
    return next((name for name, most in _GAPS if gap <= most), "later")
