"""What the file of a desk says: the queue, the conversations, the log, the figures."""

from __future__ import annotations

from typing import Self

from grooming_risk.desk.case import Case, Undone
from grooming_risk.desk.database import Database
from grooming_risk.desk.figures import Figures, work_out
from grooming_risk.desk.label_table import labels_of
from grooming_risk.desk.log import LogEntry, entries
from grooming_risk.desk.message_ids import own_id
from grooming_risk.desk.numbered import by_place, key_of, numbered_messages
from grooming_risk.desk.queue_filter import Counts, Wanted
from grooming_risk.desk.queue_view import count_cases, find_cases, one_case
from grooming_risk.desk.second_reading import Draw, SecondReadings, second_readings
from grooming_risk.desk.spelling import spelled
from grooming_risk.desk.undo import last_step
from grooming_risk.io.exports.message import Message


class CaseReader:
    """What the file of a desk says; `CaseFile` adds what people do.

    Parameters
    ----------
    file : Database
        The file, open.
    draw : Draw
        Which conversations are read twice.
    """

    def __init__(self, file: Database, draw: Draw) -> None:
        self._file = file
        self._draw = draw

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.connection.close()

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

    def labels(self, key: int, person: str) -> dict[int, tuple[str, ...]]:
        """Return what a person said of single messages of a conversation, by their numbers in it, from 1."""
        with self._file.use() as connection:
            own = labels_of(connection, key).get(spelled(connection, person), {})
            return by_place(self._file.store, key, own) if own else {}

    def numbers(self, key: int) -> list[int]:
        """Return the number in the file of each message of a conversation, in the order of `messages`."""
        with self._file.use():
            return [number for number, _ in numbered_messages(self._file.store, key)]

    def last_step(self, person: str) -> Undone | None:
        """Return what `undo` would take back now; None: nothing."""
        with self._file.use() as connection:
            return last_step(connection, spelled(connection, person))

    def log(self, *, start: int = 0, count: int = 100) -> list[LogEntry]:
        """Return what was done, the latest first; `start` entries are passed over."""
        with self._file.use() as connection:
            return entries(connection, start, count)

    def figures(self) -> Figures:
        """Return what the decisions say of the model: precision, agreement, thresholds."""
        with self._file.use() as connection:
            return work_out(connection)
