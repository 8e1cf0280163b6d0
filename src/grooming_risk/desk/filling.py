"""Adds the messages of an export to the tables of the file and ranks all conversations anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from grooming_risk.desk.case import Filled
from grooming_risk.desk.edits import Edits
from grooming_risk.desk.message_ids import with_ids
from grooming_risk.desk.ranking_table import replace_ranking
from grooming_risk.desk.returned import count_returned
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.queue.ranking import ranked
from grooming_risk.scoring.scorer import Scorer


def fill_tables(
    connection: sqlite3.Connection,
    store: MessageStore,
    messages: Iterable[Message],
    model: Scorer,
    track: Callable[..., Iterable[Any]] | None,
) -> Filled:
    """Add messages and write the queue; which decided conversations have changed is not known yet."""
    last = connection.execute("SELECT coalesce(max(key), 0) FROM conversation").fetchone()[0]
    edits = Edits(connection)
    store.add(edits.apply(with_ids(messages)))
    rows = ranked(store, model, track)
    replace_ranking(connection, rows)
    new = [row.conversation for row in rows if row.key > last]
    returned = count_returned(connection, new)
    return Filled(len(rows), store.duplicates - edits.count, store.out_of_order, 0, edits.count, returned)
