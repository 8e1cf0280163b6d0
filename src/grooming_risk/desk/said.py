"""What people said about a conversation, from the tables of the file."""

from __future__ import annotations

import sqlite3

from grooming_risk.desk.decision_table import latest
from grooming_risk.desk.label_table import labels_of
from grooming_risk.desk.numbered import numbered_messages
from grooming_risk.desk.reviews import Reviewed
from grooming_risk.queue.message_store import MessageStore


def said_of(connection: sqlite3.Connection, store: MessageStore, key: int, name: str) -> Reviewed:
    """Return the messages of a conversation, and the latest decisions and labels on them."""
    decisions, newest = latest(connection, key)
    return Reviewed(name, numbered_messages(store, key), decisions, newest, labels_of(connection, key))
