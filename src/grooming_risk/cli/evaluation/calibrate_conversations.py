"""``grooming-risk calibrate --conversations``: from files of chats and what people can open a day to a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click

from grooming_risk.cli.account import account
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import Reading
from grooming_risk.cli.terminal import tell, told_if_none
from grooming_risk.conversation.records import Columns, score_conversation_records, time_of
from grooming_risk.errors import BudgetError, DataError
from grooming_risk.io.exports.read import Tally
from grooming_risk.io.lines import stop_at
from grooming_risk.io.messages import Record
from grooming_risk.model.site import Site
from grooming_risk.scoring.scorer import Scorer

_DAY = 86_400.0
_NO_DAYS = "give --days N, how many days the sample covers"


def site_from_chats(
    files: Sequence[Path],
    reading: Reading,
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

    columns = reading.with_times(columns)
    records = list(files_of(files, reading, columns.text))
    covered = days_of(records, columns) if days is None else days
    shown = progress_bar("messages") or iter
    heard = score_conversation_records(shown(records), columns, model, stop_at)
    sample = sample_of((record.fields[columns.conversation], state) for record, state in heard)
    check_size(sample)
    budgets = chat_budgets(_in_a_thousand(open_a_day, covered, len(sample.log_odds)))
    return (kept or own_site(model)).with_conversations(*levels_of(sample, budgets)), covered


def files_of(files: Sequence[Path], reading: Reading, column: str) -> Iterator[Record]:
    """Yield the messages of files and exports, and say what became of the rows of exports."""
    tally = Tally()
    for file in files:
        yield from told_if_none(reading.file(file, column, stop_at, tally=tally), file)
    if any(tally.values()):
        tell(account(tally, 0, 0, tally.assumed))


def _in_a_thousand(open_a_day: float, days: float, chats: int) -> float:
    share = open_a_day * days / chats
    if share >= 1:
        raise BudgetError(
            f"{open_a_day:g} a day in {days:.4g} days are {open_a_day * days:,.0f}, and the sample holds {chats:,} "
            "conversations: you can open all of them; are the days right?"
        )
    return 1000 * share


def days_of(records: Iterable[Record], columns: Columns) -> float:
    """Return the days between the first and the last time; refuse records without dates, or of less than a day.

    Examples
    --------
    >>> times = ("2026-03-01T10:00:00Z", "", "2026-03-08T10:00:00Z")
    >>> columns = Columns("text", "conversation", "author", "at")
    >>> days_of([Record("chats.csv", 2, "gg", {"at": time}) for time in times], columns)
    7.0
    """
    times = [time for record in records if (time := _seconds_of(record, columns)) is not None]
    if len(times) < 2:
        raise click.UsageError(
            f"the sample tells no times with a date; name their field with --time-column, or {_NO_DAYS}"
        )
    days = (max(times) - min(times)) / _DAY
    if days < 1:
        raise click.UsageError(f"the times of the sample cover less than a day, which tells little of one; {_NO_DAYS}")
    return days


def _seconds_of(record: Record, columns: Columns) -> float | None:
    try:
        time = time_of(record, columns)
        if not isinstance(time, datetime):
            return None
        if time.utcoffset() is None:
            raise ValueError("at: the datetime has no time zone; add one such as +01:00, or Z")
        return time.timestamp()
    except (ValueError, OverflowError) as error:
        raise DataError(record.source, record.line, str(error)) from None
