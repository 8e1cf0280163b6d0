"""The store: each message once, in the order it was sent, whatever the order it comes in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore

START = datetime(2026, 3, 1, tzinfo=UTC)
messages = st.builds(
    lambda number, chat, minutes, text: Message(
        "a.json", number, f"c{chat}", "rex", text, START + timedelta(minutes=minutes), id=str(number)
    ),
    st.integers(0, 20), st.integers(0, 2), st.integers(0, 100), st.text(max_size=8),
)  # fmt: skip


def stored(store):
    return {chat.name: list(store.messages(chat)) for chat in store.conversations()}


@given(st.lists(messages, max_size=30))
def test_every_message_comes_back_once_in_its_order(given):
    with MessageStore() as store:
        store.add(given)
        found = stored(store)
        count = sum(map(len, found.values()))

    assert count + store.duplicates == len(given)
    for chat, rows in found.items():
        assert [row.at for row in rows] == sorted(row.at for row in rows)
        first = {m.id: m for m in reversed([m for m in given if m.conversation == chat])}
        assert {row.id for row in rows} == set(first)
        assert all(row.at == first[row.id].at and row.line == first[row.id].line for row in rows)


def test_without_a_time_the_order_of_the_export_counts():
    rows = [Message("a", 1, "c", "rex", "b", START), Message("a", 2, "c", "rex", "a"), Message("a", 3, "c", "rex", "c")]
    with MessageStore() as store:
        store.add(rows)
        assert [m.text for m in stored(store)["c"]] == ["b", "a", "c"]


def test_half_a_character_is_stored():
    with MessageStore() as store:
        store.add([Message("a", 1, "c", "rex", "hi \ud83d")])
        assert stored(store)["c"][0].text == "hi \N{REPLACEMENT CHARACTER}"


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "x").write_text("this is not a database, only some text that is long enough " * 20)
    with pytest.raises(DataError, match="cannot be opened as a database"):
        MessageStore(tmp_path / "x")


def test_half_a_character_in_any_field_is_replaced():
    half = "a\ud800"
    with MessageStore() as store:
        store.add([Message(half, 1, half, half, half, START, half, half, half, half)])
        (chat,) = store.conversations()
        (message,) = store.messages(chat)

    assert (chat.name, chat.title) == ("a\ufffd", "a\ufffd")
    assert {value for value in message if isinstance(value, str)} == {"a\ufffd"}


def test_messages_of_a_file_stay_unless_something_went_wrong(tmp_path):
    def broken():
        yield from (Message("a", number, "c", "rex", "wp") for number in range(20_000))
        raise ZeroDivisionError

    with MessageStore(tmp_path / "x") as store:
        store.add([Message("a", 1, "c", "rex", "gg")])
    with pytest.raises(ZeroDivisionError), MessageStore(tmp_path / "x") as store:
        store.add(broken())
    with MessageStore(tmp_path / "x") as store:
        assert [message.text for message in stored(store)["c"]] == ["gg"]
