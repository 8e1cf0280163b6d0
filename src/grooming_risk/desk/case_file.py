"""The file of a desk: the messages of an export, the ranked queue, and what people decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grooming_risk.desk.case import Case, Filled, Undone
from grooming_risk.desk.database import Database
from grooming_risk.desk.decision import (
    Decision,
    check_decision,
    check_names,
    check_person,
    next_reading,
    rejected_by,
)
from grooming_risk.desk.decision_table import add_decision, current, settle_all, settle_place
from grooming_risk.desk.erasure import erase, overwrite
from grooming_risk.desk.figures import Figures, work_out
from grooming_risk.desk.filling import fill_tables
from grooming_risk.desk.label_table import add_label, labels_of
from grooming_risk.desk.log import LogEntry, add_entry, entries
from grooming_risk.desk.message_ids import own_id
from grooming_risk.desk.numbered import by_place, key_of, number_of, numbered_messages
from grooming_risk.desk.queue_filter import Counts, Wanted
from grooming_risk.desk.queue_view import count_cases, find_cases, known_case, one_case
from grooming_risk.desk.ranking_table import KEYS
from grooming_risk.desk.reviews import LeftOut, reviews_of
from grooming_risk.desk.said import said_of
from grooming_risk.desk.second_reading import SecondReadings, draw_of, second_readings
from grooming_risk.desk.spelling import spelled
from grooming_risk.desk.undo import take_back
from grooming_risk.io.exports.message import Message
from grooming_risk.labels import LABELS
from grooming_risk.pages.environment import counted
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.review.record import Review
from grooming_risk.scoring.scorer import Scorer


class CaseFile:
    """The file of a desk, for its owner alone; several threads may use it.

    Parameters
    ----------
    path : path or str
        An SQLite file; made if it is not there.
    second_share, seed : float in [0, 1] and int, optional
        Share of conversations that a second person reads, blind, and what draws them; None takes what the file says:
        0.1 and 0 for a new one.
    now : callable, optional
        Returns the time, with its zone.

    Raises
    ------
    DataError
        The file cannot be used, or is none of a desk. Each method may raise it too.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from grooming_risk import load_model
    >>> chat = [Message("a.json", 1, "c1", "rex", "our secret ok, dont tell your mom")]
    >>> with TemporaryDirectory() as folder, CaseFile(f"{folder}/desk.sqlite", second_share=0) as cases:
    ...     _ = cases.fill(chat, load_model())
    ...     (case,) = cases.cases(Wanted(), "kim")
    ...     decision = cases.decide(case.row.key, "kim", "confirmed", ["secrecy"])
    ...     decision.verdict, cases.counts(Wanted(), "kim").undecided
    ('confirmed', 0)
    """

    def __init__(
        self,
        path: str | Path,
        *,
        second_share: float | None = None,
        seed: int | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._now = now
        self._file = Database(path)
        try:
            with self._file.use(write=True) as connection:
                self._draw, changed = draw_of(connection, second_share, seed)
                if changed:
                    settle_all(connection, self._draw)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> CaseFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.connection.close()

    def fill(
        self, messages: Iterable[Message], model: Scorer, *, track: Callable[..., Iterable[Any]] | None = None
    ) -> Filled:
        """Add the messages of an export and rank all conversations anew. Decisions stay.

        A message that is there is left out; where the export gives no ids, author, time and text tell. A decided
        conversation with new messages is to be read again. If the export cannot be read to its end, nothing is changed.

        Parameters
        ----------
        messages, model : iterable of Message and Scorer
            What `read_export` yields, and what `load_model` returned.
        track : callable, optional
            Shows progress: takes the conversations and returns them.
        """
        with self._file.use() as connection:
            store = MessageStore(connection)
        with self._file.use(write=True) as connection:
            filled = fill_tables(connection, store, messages, model, track)
            settle_all(connection, self._draw)
            changed = connection.execute("SELECT count(*) FROM ranking WHERE changed").fetchone()[0]
            self._log(connection, "", "fill", None, counted(filled.conversations, "conversation"))
        return filled._replace(changed=changed)

    def cases(self, wanted: Wanted, person: str, *, start: int = 0, count: int = 50) -> list[Case]:
        """Return the wanted cases of a person's queue whose rank is above `start`, at most `count`, in order."""
        with self._file.use() as connection:
            return find_cases(connection, wanted, spelled(connection, person), start, count)

    def next_case(self, after: int, wanted: Wanted, person: str) -> Case | None:
        """Return the first wanted case whose rank is above `after`; None where there is none."""
        return next(iter(self.cases(wanted, person, start=after, count=1)), None)

    def counts(self, wanted: Wanted, person: str) -> Counts:
        """Return the numbers of a person's queue."""
        with self._file.use() as connection:
            return count_cases(connection, wanted, spelled(connection, person))

    def second_readings(self) -> SecondReadings:
        """Return how many conversations a second person reads."""
        with self._file.use() as connection:
            return second_readings(connection, self._draw)

    def case(self, key: int, person: str) -> Case | None:
        """Return a conversation as a person is to see it; None where there is none, or it was forgotten."""
        with self._file.use() as connection:
            return one_case(connection, key, spelled(connection, person))

    def key_of(self, name: str) -> int:
        """Return the key of a conversation by its id in the export; an unknown one is a DeskError."""
        with self._file.use() as connection:
            return key_of(connection, name)

    def messages(self, key: int) -> list[Message]:
        """Return the messages of a conversation in order."""
        with self._file.use():
            return [message._replace(id=own_id(message)) for _, message in numbered_messages(self._file.store, key)]

    def decide(self, key: int, person: str, verdict: str, confirmed: Sequence[str] = (), note: str = "") -> Decision:
        """Write a person's decision and return it; a later one of the same person replaces it.

        Parameters
        ----------
        key, person : int and str
            Key of the conversation, and who decides.
        verdict : str
            One of `VERDICTS`.
        confirmed : sequence of str
            Patterns that are there; none with ``"nothing"``.
        note : str
            A remark.

        Raises
        ------
        UnknownNameError, DeskError
            The verdict or a pattern is unknown; there is no such conversation, no name, a long note, or patterns beside
            ``"nothing"``.
        """
        person, (confirmed, note) = check_person(person), check_decision(verdict, confirmed, note)
        with self._file.use(write=True) as connection:
            row, person = known_case(connection, key).row, spelled(connection, person)
            reading = next_reading(current(connection, key), person, self._draw.takes(row.conversation))
            number = self._log(connection, person, "decide", key, f"reading {reading}")
            rejected = rejected_by(verdict, row.patterns, confirmed)
            decision = Decision(number, key, person, self._time(), verdict, confirmed, rejected, note, reading)
            add_decision(connection, decision)
            settle_place(connection, key, self._draw.takes(row.conversation))
            return decision

    def label(self, key: int, message: int, person: str, labels: Sequence[str] | None) -> None:
        """Write what a person sees in one message.

        Parameters
        ----------
        key, message : int
            Key of the conversation, and number of the message in it, from 1.
        person : str
            Who says so.
        labels : sequence of str, or None
            Patterns or ``"disclosure"``; empty means harmless, None takes earlier labels back.

        Raises
        ------
        UnknownNameError, DeskError
            A label is unknown; there is no such conversation or message, or no name.
        """
        person = check_person(person)
        checked = None if labels is None else check_names("label", labels, LABELS)
        with self._file.use(write=True) as connection:
            known_case(connection, key)
            stored, person = number_of(self._file.store, key, message), spelled(connection, person)
            number = self._log(connection, person, "label", key, f"message {message}")
            add_label(connection, number, key, stored, person, checked)

    def labels(self, key: int, person: str) -> dict[int, tuple[str, ...]]:
        """Return what a person said of single messages of a conversation, by their numbers in it, from 1."""
        with self._file.use() as connection:
            own = labels_of(connection, key).get(spelled(connection, person), {})
            return by_place(self._file.store, key, own) if own else {}

    def undo(self, person: str) -> Undone | None:
        """Take back a person's last decision or label; the one before it holds again. None: there is none."""
        person = check_person(person)
        with self._file.use(write=True) as connection:
            person = spelled(connection, person)
            undone = take_back(connection, person)
            if undone:
                self._log(connection, person, "undo", undone.conversation, undone.action)
                settle_place(connection, undone.conversation, self._draw.takes(undone.name))
            return undone

    def log(self, *, start: int = 0, count: int = 100) -> list[LogEntry]:
        """Return what was done, the latest first; `start` entries are passed over."""
        with self._file.use() as connection:
            return entries(connection, start, count)

    def reviews(
        self, model: Scorer, *, left_out: LeftOut | None = None, person: str = "", settled: bool = False
    ) -> Iterator[Review]:
        """Yield what people said about single messages, for `write_reviews` and retraining.

        The messages that stand out get the labels that a decision implies for them; labels given to a message win.

        Parameters
        ----------
        model, left_out : Scorer, and LeftOut or None
            What finds the messages that stand out; counts what is not among the reviews, by reason.
        person : str, optional
            Who exports, for the log.
        settled : bool, optional
            Whether only readings with the outcome that stands imply labels.
        """
        counts = LeftOut() if left_out is None else left_out
        with self._file.use(write=True) as connection:
            self._log(connection, person, "export", None, "")
            chats = connection.execute(KEYS).fetchall()
        for key, name in chats:
            with self._file.use() as connection:
                said = said_of(connection, self._file.store, key, name)
            yield from reviews_of(said, model, counts, settled=settled)

    def forget(self, key: int | None, person: str) -> int:
        """Erase a conversation, or all (None); return the number of messages erased.

        Texts, names, titles, notes and labels go, and nothing of them stays in the file. Verdicts and patterns stay for
        the figures; the log says who erased which key when.

        Raises
        ------
        DeskError, DataError
            There is no such conversation, or no name; another program has the file open, whose log holds old pages.
        """
        person = check_person(person)
        with self._file.lock:
            with self._file.use(write=True) as connection:
                erased = erase(connection, key if key is None else known_case(connection, key).row.key)
                self._log(connection, person, "forget", key, counted(erased, "message"))
            with self._file.use() as connection:
                overwrite(connection, self._file.path)
            return erased

    def figures(self) -> Figures:
        """Return what the decisions say of the model: precision, agreement, thresholds."""
        with self._file.use() as connection:
            return work_out(connection)

    def _time(self) -> datetime:
        return self._now().astimezone(UTC)

    def _log(self, connection: sqlite3.Connection, person: str, action: str, key: int | None, detail: str) -> int:
        return add_entry(connection, self._time(), spelled(connection, person), action, key, detail)
