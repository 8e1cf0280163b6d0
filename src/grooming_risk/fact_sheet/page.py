"""Draws a fact sheet as a page. It sees only what is published, so the page tells nothing beyond that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Final

from grooming_risk.conversation.page.page import shown
from grooming_risk.fact_sheet.counts import HeatMap, Part, PatternFact, Share, TrendPoint
from grooming_risk.fact_sheet.periods import short_name
from grooming_risk.fact_sheet.sheet import FactSheet
from grooming_risk.guidance.advice import advise
from grooming_risk.labels import LEVELS

_FOLDER: Final = Path(__file__).parent
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HIDDEN: Final = "–"
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 300, 100, 26, 14
_MOST_LABELS: Final = 7

# As attributes, because a PDF is drawn without the page's style.
_TEXT: Final = 'fill="#4a5568" font-size="8.5" font-family="Arial, Liberation Sans, DejaVu Sans, sans-serif"'
_GRID: Final = 'stroke="#dfe3ea" stroke-width="0.6"'
_RANGE: Final = 'stroke="#93b9e0" stroke-width="3.5" stroke-linecap="round"'
_COURSE: Final = 'fill="none" stroke="#2f5d9b" stroke-width="1.2"'


def render(sheet: FactSheet) -> str:
    """Return a fact sheet as a page that needs no network and runs no script; it prints on one page of A4."""
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        title=shown(sheet.title),
        style=(_FOLDER / "page.css").read_text(encoding="utf-8"),
        subtitle=_subtitle(sheet),
        figures=_figures(sheet),
        unit=sheet.unit,
        patterns=_patterns(sheet.patterns),
        hours=_or_reason(sheet.hours, _hours),
        trend=_or_reason(sheet.trend, lambda points: _trend(points, sheet.unit)),
        asks=_or_reason(
            sheet.asks, lambda parts: _tenths(parts, "An open ask is one for a picture or a meeting, or pressure.")
        ),
        disclosures=_disclosures(sheet),
        notes="".join(f"<li>{shown(note)}</li>" for note in sheet.notes),
        help=_help(sheet),
    )


def percent(share: Share) -> str:
    """Return a share and its interval for a reader.

    Examples
    --------
    >>> percent(Share(10, 40, 0.25, 0.142, 0.402))
    '25% (14–40%)'
    """
    return f"{share.share:.0%} ({100 * share.low:.0f}–{share.high:.0%})"


def _subtitle(sheet: FactSheet) -> str:
    span = f"{sheet.span}. " if sheet.span else ""
    above = "" if sheet.level == LEVELS[-1] else " or above"
    return f"{span}Flagged means: the program put it at level {sheet.level}{above}, for a person to read."


def _figures(sheet: FactSheet) -> str:
    rate = f": {percent(sheet.rate)}" if sheet.rate else ""
    high = percent(sheet.high) if sheet.high else _HIDDEN
    told = _HIDDEN if sheet.disclosures is None or isinstance(sheet.disclosures, str) else f"{sheet.disclosures:,}"
    few = " (the file has too few that are not flagged)" if sheet.total is None and sheet.flagged else ""
    boxes = [
        (_count(sheet.total), f"{sheet.unit} read{few}"),
        (_count(sheet.flagged), f"flagged{rate}"),
        (high.partition(" ")[0], f"of the flagged at level high {high.partition(' ')[2]}"),
        (told, f"in which somebody asks for help{': ' + percent(sheet.told) if sheet.told else ''}"),
    ]
    return "".join(f"<div><b>{number}</b><span>{name}</span></div>" for number, name in boxes)


def _count(number: int | None) -> str:
    return _HIDDEN if number is None else f"{number:,}"


def _or_reason(part: object, draw: object) -> str:
    """Draw a part, or say why it is missing."""
    return f'<p class="quiet">{shown(part)}</p>' if isinstance(part, str) else draw(part)  # type: ignore[operator]


def _patterns(facts: tuple[PatternFact, ...] | str) -> str:
    if isinstance(facts, str):
        return _or_reason(facts, None)
    rows = "".join(
        f"<tr><td>{_title(fact.pattern)}</td><td>{_bar(fact.seen.share if fact.seen else 0.0)}</td>"
        f'<td class="number">{percent(fact.seen) if fact.seen else _HIDDEN}</td>'
        f'<td class="number">{_in_ten(fact.first_in_ten)}</td></tr>'
        for fact in facts
    )
    return (
        '<table><colgroup><col style="width: 31%"><col style="width: 36%"><col style="width: 16%"><col></colgroup>'
        '<thead><tr><th scope="col">signal</th><th scope="col" colspan="2">seen in which share of the flagged</th>'
        f'<th scope="col">came first in</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _title(pattern: str) -> str:
    return advise(pattern)[0].title


def _bar(share: float) -> str:
    return f'<span class="track"><span class="bar" style="width: {share:.1%}"></span></span>'


def _in_ten(tenths: int | None) -> str:
    if tenths is None:
        return _HIDDEN
    return f"about {tenths} of 10" if tenths else "under 1 of 10"


def _tenths(parts: Sequence[Part], remark: str) -> str:
    rows = "".join(
        f"<tr><td>{part.name}</td><td>{_bar((part.tenths or 0) / 10)}</td>"
        f'<td class="number">{_in_ten(part.tenths)}</td></tr>'
        for part in parts
    )
    columns = '<colgroup><col style="width: 40%"><col style="width: 36%"><col></colgroup>'
    return f'<table>{columns}<tbody>{rows}</tbody></table><p class="quiet">{remark}</p>'


def _hours(heat: HeatMap) -> str:
    starts = range(0, 24, heat.hours)
    head = "".join(f'<th scope="col">{hour}</th>' for hour in starts)
    rows = "".join(
        f'<tr><th scope="row">{day}</th>{"".join(_cell(least, heat.hours > 2) for least in cells)}</tr>'
        for day, cells in zip(_DAYS, heat.cells, strict=True)
    )
    seen = sorted({least for cells in heat.cells for least in cells if least})
    key = "".join(f'<span class="b{least}">{least} or more</span>' for least in seen)
    block = "hour" if heat.hours == 1 else f"block of {heat.hours} hours"
    return (
        f'<table class="week"><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="key quiet">Each column is a {block}, named by its first.<br>'
        f'<span class="b0">{_HIDDEN}</span>{key}</p>'
    )


def _cell(least: int | None, wide: bool) -> str:
    mark = (f"{least}+" if least else _HIDDEN) if wide else ""
    return f'<td class="b{least or 0}">{mark}</td>'


def _trend(points: Sequence[TrendPoint], unit: str) -> str:
    heights = [(point.flagged.high if point.flagged else point.cases or 0) for point in points]
    top = _round_up(max(heights, default=0) or 1)
    rated = any(point.flagged for point in points)
    marks, course = [], []
    step = (_WIDTH - _LEFT - 18) / max(len(points) - 1, 1)
    for number, point in enumerate(points):
        x = _LEFT + 8 + step * number
        value = point.flagged.share if point.flagged else point.cases
        if value is None:
            marks.append(f'<text {_TEXT} x="{x:.1f}" y="{_up(0, top) - 2:.1f}" text-anchor="middle">{_HIDDEN}</text>')
            continue
        course.append(f"{x:.1f},{_up(value, top):.1f}")
        if point.flagged:
            low, high = _up(point.flagged.low, top), _up(point.flagged.high, top)
            marks.append(f'<line {_RANGE} x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>')
        marks.append(f'<circle fill="#16345f" cx="{x:.1f}" cy="{_up(value, top):.1f}" r="2.2"/>')
    what = f"Share of the {unit} begun then that were flagged, with its 95% interval"
    what = what if rated else f"Flagged {unit}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{what}">{_scale(top, rated)}'
        f'<polyline {_COURSE} points="{" ".join(course)}"/>{"".join(marks)}{_labels(points, step)}</svg>'
        f'<p class="quiet">{what}. {_reading(points)}</p>'
    )


def _round_up(value: float) -> float:
    """Return the next round number from the value on."""
    size = 10.0 ** (len(f"{value:.0f}") - 1) if value >= 1 else 0.01 if value < 0.1 else 0.1
    return next(step * size for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * size >= value - 1e-9)


def _up(value: float, top: float) -> float:
    return 5 + (_HEIGHT - _BOTTOM - 5) * (1 - value / top)


def _scale(top: float, rated: bool) -> str:
    lines = []
    for part in (0.0, 0.5, 1.0):
        y = _up(part * top, top)
        name = f"{part * top:.3g}" if not rated else f"{100 * part * top:.3g}%"
        lines.append(f'<line {_GRID} x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text {_TEXT} x="{_LEFT - 3}" y="{y + 3:.1f}" text-anchor="end">{name}</text>')
    return "".join(lines)


def _labels(points: Sequence[TrendPoint], step: float) -> str:
    every = -(-len(points) // _MOST_LABELS)
    return "".join(
        f'<text {_TEXT} x="{_LEFT + 8 + step * number:.1f}" y="{_HEIGHT - 2}" text-anchor="middle">'
        f"{short_name(point.period)}</text>"
        for number, point in enumerate(points)
        if number % every == 0
    )


def _reading(points: Sequence[TrendPoint]) -> str:
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


def _disclosures(sheet: FactSheet) -> str:
    if isinstance(sheet.disclosures, str):
        return _or_reason(sheet.disclosures, None)
    if sheet.disclosures is None:
        return '<p class="quiet">Too few, or too few others, to be told.</p>'
    if sheet.told_after and not any(part.tenths is not None for part in sheet.told_after):
        return '<p class="quiet">Too few in each span of time to be told.</p>'
    if not sheet.told_after:
        return '<p class="quiet">How soon cannot be told: it needs conversations and times.</p>'
    return _tenths(sheet.told_after, "Counted from the first signal in the same chat.")


def _help(sheet: FactSheet) -> str:
    points = [
        "<b>Make telling easy.</b> Name one person to whom children, families and staff can turn, and say so often.",
        "<b>Practise a no</b>, also towards adults, in role play; offer families the same workshop.",
        "<b>Be there.</b> Attention, and an evening without the phone, is what a stranger competes with.",
        "<b>After a flag:</b> stay calm, keep the messages, forward no pictures, write to nobody, ask for advice.",
    ]
    top = next((fact.pattern for fact in sheet.patterns if isinstance(fact, PatternFact) and fact.seen), None)
    if top:
        points.append(
            f"<b>Often seen here: {_title(top).lower()}.</b> For parents: {shown(advise(top, 'parent')[0].line)}"
        )
    lines = "; ".join(f"{line.name}, {line.contact}" for line in sheet.helplines)
    whom = lines or "an adult you trust, the school's counsellor, the platform's report button, the local police"
    points.append(f"<b>Where to get help:</b> {shown(whom)}.")
    return f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
