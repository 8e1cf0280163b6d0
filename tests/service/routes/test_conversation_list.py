"""``GET /v1/conversations``: the queue of the conversations that are kept, by risk and by change, without text."""

import asyncio
import sqlite3
from datetime import UTC, datetime
from typing import get_args

import pytest

from grooming_risk import Conversation
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.scoring.scorer import default_model
from grooming_risk.service.conversations import StoredConversations
from grooming_risk.service.list_schemas import Level, Pattern
from grooming_risk.service.record import Record
from grooming_risk.service.stores.base import Held, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.redis_server import needs_redis
from support.service_client import app_client

GG = ("rex", "gg wp")
SECRET = ("rex", "our secret ok, dont tell your mom")
PICTURE = ("rex", "send me a pic of you on snap, just for me")
HELP = ("kiki", "someone keeps asking me for pics, i am scared, what do i do")
ROOMS = {"calm": [GG], "help": [GG, HELP], "medium": [SECRET], "high": [SECRET, GG, PICTURE], "both": [SECRET, HELP]}


def post(client, room, author, text, **more):
    answer = client.post(f"/v1/conversations/{room}/messages", json={"author": author, "text": text, **more})
    assert answer.status_code == 200
    return answer.json()


def listed(client, **query):
    answer = client.get("/v1/conversations", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(answer):
    return [row["conversation"] for row in answer["conversations"]]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("list")) as client:
        for room, messages in ROOMS.items():
            for number, (author, text) in enumerate(messages):
                post(client, room, author, text, at=60.0 * number)
        yield client


def test_who_asks_for_help_comes_first_then_the_riskiest(client):
    rows = listed(client)["conversations"]

    assert [row["conversation"] for row in rows] == ["both", "help", "high", "medium", "calm"]
    for row in rows:
        state = client.get(f"/v1/conversations/{row['conversation']}").json()
        assert (row["risk"], row["level"], row["patterns"]) == (state["risk"], state["level"], state["found"])
        assert row["messages"] == state["index"] + 1 == len(ROOMS[row["conversation"]])
        assert row["last_at"] == 60.0 * state["index"]
        assert row["asking"] == [one["author"] for one in state["authors"] if one["asks_for_help"]]
        assert row["asks_for_help"] == bool(row["asking"])


def test_a_row_says_who_since_when_and_nothing_of_the_text(client):
    rows = {row["conversation"]: row for row in listed(client)["conversations"]}

    assert {room: row["author"] for room, row in rows.items()} == {**dict.fromkeys(ROOMS, "rex"), "help": "kiki"}
    assert rows["high"]["first_alert"] == {"index": 0, "at": 0.0, "kind": "risk"}
    assert rows["help"]["first_alert"] == {"index": 1, "at": 60.0, "kind": "help"}
    assert rows["calm"]["first_alert"] is None
    assert not {"mom", "snap", "scared"} & set(str(rows).replace("'", " ").split())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"level": "high"}, ["high"]),
        ({"level": "medium"}, ["both", "high", "medium"]),
        ({"level": "none"}, ["both", "help", "high", "medium", "calm"]),
        ({"help": True}, ["both", "help"]),
        ({"help": False, "level": "medium"}, ["high", "medium"]),
        ({"pattern": "image_request"}, ["high"]),
        ({"pattern": "secrecy", "help": True}, ["both"]),
        ({"order": "change", "level": "medium"}, ["medium", "high", "both"]),
        ({"since": 4e9}, []),
        ({"since": "2020-01-01T00:00:00Z", "level": "high"}, ["high"]),
        ({"since": "2020-01-01T00:00:00 01:00", "level": "high"}, ["high"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_filters(client, query, expected, limit):
    found, cursor = [], None
    for _ in range(20):
        answer = listed(client, **query, limit=limit, **({"cursor": cursor} if cursor else {}))
        assert len(names(answer)) <= limit
        found += names(answer)
        if not answer["next_cursor"] or not names(answer):
            break
        cursor = answer["next_cursor"]

    assert found == expected


@pytest.mark.parametrize(
    "query",
    [
        "level=urgent", "help=perhaps", "pattern=none", "since=yesterday", "since=2026-03-01T22:15:00",
        "since=1772381700000", "since=nan", "order=name", "limit=0", "limit=501", "cursor=AAAA",
        "cursor=%C3", "cursor=change-x", "cursor=risk-1-00", "cursor=risk-00000000001-0",
        "cursor=change-" + "9" * 16 + "-" + "0" * 12, "cursor=change-5",
        "levels=high",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(client, query):
    answer = client.get(f"/v1/conversations?{query}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
    assert answer.json()["error"]["problems"][0]["where"].startswith("query")


def test_a_cursor_of_the_other_order_is_refused(client):
    for order, other in (("risk", "change"), ("change", "risk")):
        cursor = listed(client, order=order, limit=1)["next_cursor"]
        answer = client.get("/v1/conversations", params={"order": other, "cursor": cursor})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "other_order")


def test_the_description_lists_levels_and_patterns():
    assert get_args(Level) == LEVELS
    assert get_args(Pattern) == PATTERNS


def test_a_list_by_change_misses_nothing(tmp_path):
    with app_client(tmp_path) as client:
        for number in range(4):
            post(client, f"room-{number}", *GG)
        first = listed(client, order="change", limit=3)
        post(client, "room-0", *SECRET)
        second = listed(client, order="change", cursor=first["next_cursor"])
        third = listed(client, order="change", cursor=second["next_cursor"])
        client.delete("/v1/conversations/room-0")
        post(client, "room-1", *GG)
        fourth = listed(client, order="change", cursor=third["next_cursor"])

    assert names(first) == ["room-0", "room-1", "room-2"]
    assert names(second) == ["room-3", "room-0"]
    assert names(third) == []
    assert names(fourth) == ["room-1"]


def test_pages_by_risk_hold_while_others_change(tmp_path):
    """Each conversation that does not change comes exactly once, whatever rises or goes meanwhile."""
    with app_client(tmp_path) as client:
        for number in range(9):
            post(client, f"room-{number}", *GG)
        seen, cursor = [], {}
        for turn in range(3):
            answer = listed(client, limit=3, **cursor)
            seen += names(answer)
            cursor = {"cursor": answer["next_cursor"]}
            post(client, f"new-{turn}", *SECRET)
            client.delete(f"/v1/conversations/{names(answer)[-1]}")

    assert seen == [f"room-{number}" for number in reversed(range(9))]


def test_erased_conversations_are_not_listed(tmp_path):
    with app_client(tmp_path) as client:
        post(client, "gone", *SECRET)
        client.delete("/v1/conversations/gone")

        assert names(listed(client)) == []
        assert b"gone" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_since_is_the_time_of_the_last_change(tmp_path):
    with app_client(tmp_path) as client:
        post(client, "old", *GG)
        middle = listed(client)["conversations"][0]["changed_at"] + 1e-6
        post(client, "new", *GG)

        assert names(listed(client, since=middle)) == ["new"]
        assert names(listed(client, since=datetime.fromtimestamp(middle, UTC).isoformat(), order="change")) == ["new"]


def older_record():
    """A record as it was before there was a list."""
    chat = Conversation()
    chat.add(SECRET[1], author="rex")
    packed = Record(chat.to_bytes()).pack()
    head = b'{"heard":[],"first_alert":null}'
    return packed.replace(len(head).to_bytes(4, "big") + head, (2).to_bytes(4, "big") + b"[]")


def test_a_file_of_the_version_before_is_listed_whole(tmp_path, caplog):
    with sqlite3.connect(tmp_path / "state.sqlite3") as file:
        file.executescript("""
            PRAGMA application_id = 0x47525353; PRAGMA user_version = 1;
            CREATE TABLE conversations (
                id TEXT PRIMARY KEY, version BLOB NOT NULL, record BLOB NOT NULL, heard_at INTEGER NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX heard_at ON conversations (heard_at);
        """)
        for number in range(300):
            row = (f"room-{number}", new_version(), older_record() if number else b"odd", 1_000)
            file.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", row)
    file.close()

    for _ in range(2):
        with app_client(tmp_path) as client:
            assert len(listed(client, limit=500)["conversations"]) == 299
            assert client.get("/v1/conversations/room-7").json()["level"] == "medium"
    assert [record.message for record in caplog.records if "older" in record.message] == [
        "entered 299 older conversations into the list; 1 could not be read: of another model, or damaged"
    ]


@needs_redis
def test_a_redis_of_the_version_before_is_listed_whole(tmp_path, redis_server):
    async def story():
        store = RedisStore(redis_server.url)
        await store._redis.flushall()
        for number in range(20):
            await store.put(f"room-{number}", Held(new_version(), older_record()), None)
        await StoredConversations(store, default_model()).list_older()
        again = [key async for key, _ in store.unlisted()]
        page = await store.page("risk", "", 100)
        await store.close()
        return again, len(page.rows)

    assert asyncio.run(story()) == ([], 20)


def test_a_rare_filter_reads_a_bounded_number_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("grooming_risk.service.conversation_list._READ", 2)
    monkeypatch.setattr("grooming_risk.service.conversation_list._MOST_READ", 4)
    with app_client(tmp_path, store=SqliteStore(tmp_path / "state")) as client:
        for number in range(9):
            post(client, f"room-{number}", *GG)
        post(client, "last", *SECRET)
        first = listed(client, order="change", pattern="secrecy")
        second = listed(client, order="change", pattern="secrecy", cursor=first["next_cursor"])
        third = listed(client, order="change", pattern="secrecy", cursor=second["next_cursor"])

    assert [names(answer) for answer in (first, second, third)] == [[], [], ["last"]]
