"""The fact sheet of scored traffic: what was seen, when, how it began and how fast, so that nobody is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from grooming_risk.errors import ResourceError, UnknownNameError, missing_extra
from grooming_risk.fact_sheet.counts import Counts, HeatMap, Part, PatternFact, Share, TrendPoint
from grooming_risk.fact_sheet.course import ASKS, Course, courses
from grooming_risk.fact_sheet.periods import span_of
from grooming_risk.fact_sheet.scored_file import SCORED_IN_CONVERSATION, TIME_NAMES
from grooming_risk.fact_sheet.suppression import SMALLEST
from grooming_risk.guidance.helplines import Helpline, check_helplines
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS, Level

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

FALSE_CRIES: Final = 0.001
"""Share of harmless messages that the shipped model takes for a request for help: the budget of its threshold."""


@dataclass(frozen=True, slots=True)
class FactSheet:
    """The published content, made by `factsheet`. None is hidden; a sentence says why a part is missing.

    Parameters
    ----------
    title, span : str
        Heading; months from the first to the last.
    unit, level : str
        ``"conversations"``, or ``"messages"`` of a file without conversations; level from which one is flagged.
    total, flagged : int or None
        How many there are, and how many are flagged.
    rate, high : Share or None
        Flagged of all; at level high of the flagged.
    patterns : tuple of PatternFact or str
        Most frequent first.
    asks : tuple of Part or str
        Time from the first signal to the first open ask, in tenths of the flagged.
    hours : HeatMap or str
        When they were first flagged.
    trend : tuple of TrendPoint or str
        In order.
    disclosures, told : int, None or str; Share or None
        In how many somebody asks for help, and their share of all.
    told_after : tuple of Part
        Time since the first signal, in tenths of the disclosures.
    notes : tuple of str
        What the reader must know about the file.
    helplines : tuple of Helpline
        Those of the site.
    """

    title: str
    unit: str
    level: Level
    span: str
    total: int | None
    flagged: int | None
    rate: Share | None
    high: Share | None
    patterns: tuple[PatternFact, ...] | str
    asks: tuple[Part, ...] | str
    hours: HeatMap | str
    trend: tuple[TrendPoint, ...] | str
    disclosures: int | str | None
    told: Share | None
    told_after: tuple[Part, ...]
    notes: tuple[str, ...]
    helplines: tuple[Helpline, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the content as plain data, ready for JSON."""
        return {name: _plain(value) for name, value in self._published().items()}

    def to_html(self) -> str:
        """Return the sheet as a page, printed on one page of A4."""
        from grooming_risk.fact_sheet.page import render

        return render(self._published())

    def to_pdf(self, path: str | Path) -> None:
        """Write the sheet as PDF.

        Raises
        ------
        MissingExtraError
            WeasyPrint is not installed.
        ResourceError
            WeasyPrint finds no Pango.
        """
        try:
            from weasyprint import HTML
        except ModuleNotFoundError as error:
            raise missing_extra(error) or error from None
        except OSError:
            raise ResourceError("WeasyPrint finds no Pango; on Debian: apt-get install libpango-1.0-0") from None
        write_whole(path, HTML(string=self.to_html()).write_pdf())

    def _published(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def factsheet(
    scored: IntoDataFrame,
    *,
    conversation: str | None = None,
    time: str | None = None,
    level: Level = "medium",
    title: str = "Signals of grooming in our chats",
    zone: tzinfo | None = None,
    helplines: Mapping[str, str] | Iterable[tuple[str, str]] = (),
) -> FactSheet:
    """Return the fact sheet of a scored table.

    Counts under five are hidden, and with them the next smallest if a total would give them away (see
    `grooming_risk.fact_sheet.suppression`). No text and no author is read. Two sheets on nearly the same conversations
    can still be compared, so publish sheets of periods that do not overlap.

    Parameters
    ----------
    scored : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        A message a row, in the order sent: ``level``, ``patterns`` (mappings, or JSON of them) or a column for each
        pattern, ``found`` and ``asks_for_help`` (without them a probability of 0.5 decides), ``disclosure``, and
        columns with conversation and time. Of dates without hours only the days count.
    conversation, time : str, optional
        Columns; None takes ``conversation``, and ``at`` or ``time``. Without conversations every message counts by
        itself; without times the parts that need them say so.
    level : {"low", "medium", "high"}, default="medium"
        Level from which a conversation is flagged.
    title : str
        Heading.
    zone : tzinfo, optional
        Times with a zone are converted to it; None keeps their hours.
    helplines : mapping of name to contact, or iterable of Helpline
        Of the site.

    Returns
    -------
    FactSheet
        The publishable content; `FactSheet.to_html` and `FactSheet.to_pdf` render it.

    Raises
    ------
    UnknownNameError
        An unknown level.
    TypeError
        `scored` is no such table.
    DataError
        A column is absent, or a row cannot be read; rows count from 1.

    Examples
    --------
    >>> import pandas as pd
    >>> calm = pd.DataFrame({"conversation": range(40), "level": ["none"] * 40, "disclosure": 0.0})
    >>> sheet = factsheet(calm)
    >>> sheet.total, sheet.flagged, sheet.hours
    (40, None, 'Fewer than five conversations were flagged, so nothing more is shown.')
    """
    if not isinstance(level, str) or level not in LEVELS[1:]:
        raise UnknownNameError("level", level if isinstance(level, str) else None, LEVELS[1:])
    scored = as_pandas(scored)
    conversation = conversation or ("conversation" if "conversation" in scored.columns else None)
    time = time or next((name for name in TIME_NAMES if name in scored.columns), None)
    found = courses(scored, conversation, time, level, zone)
    counts = Counts(found, "messages" if conversation is None else "conversations")
    told = counts.of_disclosures(not {DISCLOSURE, ASKS}.isdisjoint(scored.columns))
    return FactSheet(
        title=title,
        unit=counts.unit,
        level=level,
        span=span_of([course.started.local for course in found] if len(found) >= SMALLEST else []),
        notes=(*_notes(scored, conversation, found), *_mistakes(told["disclosures"], len(scored), counts.unit)),
        helplines=check_helplines(helplines),
        **counts.overview(),
        **counts.of_flagged("patterns" in scored.columns or any(name in scored.columns for name in PATTERNS)),
        **told,
    )


def _notes(scored: pd.DataFrame, conversation: str | None, found: Sequence[Course]) -> list[str]:
    notes, clocks = [], {course.started.clock for course in found}
    if conversation is None:
        notes.append("The file has no conversations: every message is counted by itself.")
    elif SCORED_IN_CONVERSATION not in scored.columns:
        notes.append("Messages were scored one by one, so long chats are flagged more often than short ones.")
    if "utc" in clocks and "zoned" not in clocks:
        notes.append("The times of the file are in UTC; name the zone for local hours (--time-zone).")
    return notes


def _mistakes(disclosures: int | str | None, messages: int, unit: str) -> list[str]:
    """Say how many cries for help may be none; nothing where their number is hidden."""
    if not isinstance(disclosures, int):
        return []
    expected = min(round(messages * FALSE_CRIES), disclosures)
    many = f", so up to about {expected:,} of these {unit} may be mistakes" if expected >= SMALLEST else ""
    return [f"About 1 in {1 / FALSE_CRIES:,.0f} harmless messages is taken for a request for help{many}."]


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
