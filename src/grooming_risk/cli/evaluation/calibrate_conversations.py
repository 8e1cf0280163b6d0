"""``grooming-risk calibrate --conversations``: from files of chats and what people can open a day to a site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import click

from grooming_risk.cli.progress import progress_bar
from grooming_risk.conversation.records import Columns, read_time, score_conversation_records
from grooming_risk.errors import BudgetError, DataError
from grooming_risk.io.layout import Layout
from grooming_risk.io.lines import stop_at
from grooming_risk.io.messages import Record, read_records
from grooming_risk.model.site import Site
from grooming_risk.scoring.scorer import Scorer

_DAY = 86_400.0
_NO_DAYS = "give --days N, how many days the sample covers"


def site_from_chats(
    files: Sequence[Path],
    layout: Layout,
    columns: Columns,
    model: Scorer,
    kept: Site | None,
    open_a_day: float,
    days: float | None,
) -> tuple[Site, float]:
    """Return a site with levels of conversations, and how many days the sample covers.

    The thresholds of messages are those of `kept`, or the model's; without `days` the times of the sample give them.
    """
    from grooming_risk.thresholds.conversations import chat_budgets, check_size, levels_of, own_site, sample_of

    records = [record for file in files for record in read_records(file, column=columns.text, layout=layout)]
    covered = days_of(records, columns.at) if days is None else days
    shown = progress_bar("messages") or iter
    heard = score_conversation_records(shown(records), columns, model, stop_at)
    sample = sample_of((record.fields[columns.conversation], state) for record, state in heard)
    check_size(sample)
    budgets = chat_budgets(_in_a_thousand(open_a_day, covered, len(sample.log_odds)))
    return (kept or own_site(model)).with_conversations(*levels_of(sample, budgets)), covered


def _in_a_thousand(open_a_day: float, days: float, chats: int) -> float:
    share = open_a_day * days / chats
    if share >= 1:
        raise BudgetError(
            f"{open_a_day:g} a day in {days:.4g} days are {open_a_day * days:,.0f}, and the sample holds {chats:,} "
            "conversations: you can open all of them; are the days right?"
        )
    return 1000 * share


def days_of(records: Iterable[Record], at: str | None) -> float:
    """Return the days between the first and the last time; refuse records without dates, or of less than a day.

    Examples
    --------
    >>> times = ("2026-03-01T10:00:00Z", "", "2026-03-08T10:00:00Z")
    >>> days_of([Record("chats.csv", 2, "gg", {"at": time}) for time in times], "at")
    7.0
    """
    times = [time for record in records if at and (time := _seconds_of(record, at)) is not None]
    if len(times) < 2:
        raise click.UsageError(
            f"the sample tells no times with a date; name their field with --time-column, or {_NO_DAYS}"
        )
    days = (max(times) - min(times)) / _DAY
    if days < 1:
        raise click.UsageError(f"the times of the sample cover less than a day, which tells little of one; {_NO_DAYS}")
    return days


def _seconds_of(record: Record, at: str) -> float | None:
    try:
        time = read_time(record.fields.get(at))
        if not isinstance(time, datetime):
            return None
        if time.utcoffset() is None:
            raise ValueError("at: the datetime has no time zone; add one such as +01:00, or Z")
        return time.timestamp()
    except (ValueError, OverflowError) as error:
        raise DataError(record.source, record.line, str(error)) from None
