"""Renders the published fields of a fact sheet as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grooming_risk.fact_sheet.counts import Share, TrendPoint
from grooming_risk.fact_sheet.periods import short_name
from grooming_risk.guidance.advice import advise
from grooming_risk.labels import LEVELS
from grooming_risk.pages.environment import environment


def render(published: Mapping[str, Any]) -> str:
    """Return the fields of a `grooming_risk.FactSheet` as a page without network and script, printed on one A4 page."""
    pages = environment(advise=advise, percent=percent, reading=reading, scale_top=scale_top, short_name=short_name)
    return pages.get_template("fact_sheet/page.html").render(published, highest=LEVELS[-1])


def percent(share: Share) -> str:
    """Return a share and its interval for a reader.

    Examples
    --------
    >>> percent(Share(10, 40, 0.25, 0.142, 0.402))
    '25% (14–40%)'
    """
    return f"{share.share:.0%} ({100 * share.low:.0f}–{share.high:.0%})"


def scale_top(points: Sequence[TrendPoint]) -> float:
    """Return the top of a trend's scale: a round number above every share, or every count."""
    highest = max([point.flagged.high if point.flagged else point.cases or 0 for point in points], default=0)
    return _round_up(highest or 1)


def reading(points: Sequence[TrendPoint]) -> str:
    """Return what a trend lets conclude."""
    if any(point.cases and not point.flagged for point in points):
        return "Counts grow with the number of chats; the file does not give shares."
    known = [point.flagged for point in points if point.flagged]
    if len(known) < 2:
        return "Too few points for a trend."
    first, last = known[0], known[-1]
    if last.low > first.high:
        return "The last share is above the first by more than chance would do."
    if last.high < first.low:
        return "The last share is below the first by more than chance would do."
    return "The first and the last range overlap: no clear rise or fall."


def _round_up(value: float) -> float:
    """Return the next round number from the value on."""
    size = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 0.01 if value < 0.1 else 0.1
    return next(step * size for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * size >= value - 1e-9)
