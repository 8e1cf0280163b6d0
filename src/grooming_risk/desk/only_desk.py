"""Keeps a second desk from the same file: two of them would show old pages to people who decide."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from grooming_risk.desk.database import check_file_name
from grooming_risk.desk.decision import DeskError
from grooming_risk.errors import DataError


@contextmanager
def only_desk(file: Path) -> Iterator[None]:
    """Hold a file as the only desk on it.

    The lock is one of SQLite on a file beside it, ``-lock``, which the system releases when the process ends, however
    it ends.

    Raises
    ------
    DeskError, DataError
        Another desk has the file open; nothing can be written there.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, only_desk(Path(folder, "desk.sqlite")):
    ...     with only_desk(Path(folder, "desk.sqlite")):
    ...         pass
    Traceback (most recent call last):
    ...
    grooming_risk.desk.decision.DeskError: ...desk.sqlite is open in another desk; ...
    """
    check_file_name(file)
    lock = file.resolve().with_name(f"{file.resolve().name}-lock")
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    except (sqlite3.Error, OSError):
        raise DataError(file, None, "cannot be opened as the file of a desk: no lock can be made beside it") from None
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise DeskError(f"{file} is open in another desk; use its page, or close it there with Ctrl-C") from None
        yield
