"""The file of a desk: the messages of an export, the ranked queue, and what people decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grooming_risk.desk.case import Filled, Undone
from grooming_risk.desk.case_reader import CaseReader
from grooming_risk.desk.database import Database
from grooming_risk.desk.decision import (
    Decision,
    DeskError,
    check_decision,
    check_names,
    check_person,
    next_reading,
    rejected_by,
)
from grooming_risk.desk.decision_table import add_decision, current, settle_all, settle_place
from grooming_risk.desk.erasure import erase, overwrite
from grooming_risk.desk.filling import fill_tables
from grooming_risk.desk.label_table import add_label
from grooming_risk.desk.log import add_entry
from grooming_risk.desk.numbered import place_and_number
from grooming_risk.desk.queue_view import known_case, seen_case
from grooming_risk.desk.ranking_table import KEYS
from grooming_risk.desk.reviews import LeftOut, reviews_of
from grooming_risk.desk.said import said_of
from grooming_risk.desk.second_reading import draw_of
from grooming_risk.desk.spelling import spelled
from grooming_risk.desk.undo import last_step, take_back
from grooming_risk.io.exports.message import Message
from grooming_risk.labels import LABELS
from grooming_risk.pages.environment import counted
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.review.record import Review
from grooming_risk.scoring.scorer import Scorer


def _check_model(model: Scorer) -> None:
    """Refuse what is no model with a DeskError."""
    if not isinstance(model, Scorer):
        raise DeskError(f"the model must be what load_model returns, not {type(model).__name__}")


class CaseFile(CaseReader):
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
    >>> from grooming_risk.desk import Wanted
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
        file = Database(path)
        try:
            with file.use(write=True) as connection:
                draw, changed = draw_of(connection, second_share, seed)
                if changed:
                    settle_all(connection, draw)
        except BaseException:
            file.connection.close()
            raise
        super().__init__(file, draw)

    def fill(
        self, messages: Iterable[Message], model: Scorer, *, track: Callable[..., Iterable[Any]] | None = None
    ) -> Filled:
        """Add the messages of an export and rank all conversations anew. Decisions stay.

        A message that is there is left out; where the export gives no ids, author, time and text tell. Where it gives
        ids and another text, the message was edited: the newer text holds. A decided conversation with new or edited
        messages is to be read again. If the export cannot be read to its end, nothing is changed.

        Parameters
        ----------
        messages, model : iterable of Message and Scorer
            What `read_export` yields, and what `load_model` returned.
        track : callable, optional
            Shows progress: takes the conversations and returns them.
        """
        _check_model(model)
        if not isinstance(messages, Iterable):
            raise DeskError(f"messages must be given as read_export yields them, not {type(messages).__name__}")
        with self._file.use() as connection:
            store = MessageStore(connection)
        with self._file.use(write=True) as connection:
            filled = fill_tables(connection, store, messages, model, track)
            settle_all(connection, self._draw)
            changed = connection.execute("SELECT count(*) FROM ranking WHERE changed").fetchone()[0]
            self._log(connection, "", "fill", None, counted(filled.conversations, "conversation"))
        return filled._replace(changed=changed)

    def decide(
        self, key: int, person: str, verdict: str, confirmed: Sequence[str] = (), note: str = "",
        *, seen: int | None = None,
    ) -> Decision:  # fmt: skip
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
        seen : int, optional
            Number of the newest message that the person saw, `Case.newest`; not given: all are taken as seen.

        Raises
        ------
        NewMessagesError
            Newer messages are there than the person saw; nothing is written.
        UnknownNameError, DeskError
            The verdict or a pattern is unknown; there is no such conversation, no name, a long note, or patterns beside
            ``"nothing"``.
        """
        person, (confirmed, note) = check_person(person), check_decision(verdict, confirmed, note)
        with self._file.use(write=True) as connection:
            row, person = seen_case(connection, key, seen).row, spelled(connection, person)
            reading = next_reading(current(connection, key), person, self._draw.takes(row.conversation))
            number = self._log(connection, person, "decide", key, f"reading {reading}")
            rejected = rejected_by(verdict, row.patterns, confirmed)
            decision = Decision(number, key, person, self._time(), verdict, confirmed, rejected, note, reading)
            add_decision(connection, decision)
            settle_place(connection, key, self._draw.takes(row.conversation))
            return decision

    def label(
        self, key: int, message: int, person: str, labels: Sequence[str] | None, *, stored: bool = False,
        seen: int | None = None,
    ) -> None:  # fmt: skip
        """Write what a person sees in one message.

        Parameters
        ----------
        key, message : int
            Key of the conversation, and number of the message in it, from 1.
        person : str
            Who says so.
        labels : sequence of str, or None
            Patterns or ``"disclosure"``; empty means harmless, None takes earlier labels back.
        stored : bool, optional
            Whether `message` is a number of `numbers`, which stays when earlier messages come in.
        seen : int, optional
            As in `decide`.

        Raises
        ------
        NewMessagesError
            As in `decide`.
        UnknownNameError, DeskError
            A label is unknown; there is no such conversation or message, or no name.
        """
        person = check_person(person)
        checked = None if labels is None else check_names("label", labels, LABELS)
        with self._file.use(write=True) as connection:
            seen_case(connection, key, seen)
            person = spelled(connection, person)
            place, number = place_and_number(self._file.store, key, message, stored=stored)
            entry = self._log(connection, person, "label", key, f"message {place}")
            add_label(connection, entry, key, number, person, checked)

    def undo(self, person: str, *, step: int | None = None) -> Undone | None:
        """Take back a person's last decision or label; the one before it holds again. None: there is none.

        Parameters
        ----------
        person : str
            Who takes back.
        step : int, optional
            The step to take back, `Undone.number`; a DeskError where it is no longer the last one.
        """
        person = check_person(person)
        with self._file.use(write=True) as connection:
            person = spelled(connection, person)
            undone = last_step(connection, person)
            if step is not None and (undone is None or undone.number != step):
                raise DeskError("your last step is another one than the page shows; nothing was taken back")
            if undone:
                take_back(connection, undone)
                self._log(connection, person, "undo", undone.conversation, undone.action)
                settle_place(connection, undone.conversation, self._draw.takes(undone.name))
            return undone

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
        _check_model(model)
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

    def _time(self) -> datetime:
        return self._now().astimezone(UTC)

    def _log(self, connection: sqlite3.Connection, person: str, action: str, key: int | None, detail: str) -> int:
        return add_entry(connection, self._time(), spelled(connection, person), action, key, detail)
