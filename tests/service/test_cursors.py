"""Cursors of the list: a page is the right one or an error, and each conversation comes once."""

import asyncio
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grooming_risk.service.conversation_list import Filters, list_conversations
from grooming_risk.service.cursors import write_cursor
from grooming_risk.service.stores.base import PLACE_DIGITS, Entry, Held, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.redis_server import needs_redis
from support.service_client import app_client, with_store


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("cursors")) as client:
        for room in ("first", "second", "third"):
            for text in ("gg", "our secret ok, dont tell your mom", "someone keeps asking me for pics, what do i do"):
                message = {"author": "rex", "text": text}
                assert client.post(f"/v1/conversations/{room}/messages", json=message).status_code == 200
        yield client


def listed(client, **query):
    answer = client.get("/v1/conversations", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def refused(client, **query):
    answer = client.get("/v1/conversations", params=query)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
    assert [problem["where"] for problem in answer.json()["error"]["problems"]] == ["query.cursor"]
    return answer.json()["error"]["problems"][0]["problem"]


@pytest.mark.parametrize(
    ("order", "place"), [("risk", "00000000000\x00"), ("risk", "99999999999\xff"), ("change", "0"), ("change", "5")]
)
def test_any_place_is_a_place(client, order, place):
    cursor = write_cursor(order, Filters(), place)

    assert client.get("/v1/conversations", params={"order": order, "cursor": cursor}).status_code == 200


@pytest.mark.parametrize("order", ["risk", "change"])
def test_a_cursor_that_was_altered_is_refused(client, order):
    place, _, check = listed(client, order=order, limit=1)["next_cursor"].rpartition("-")
    other = listed(client, order=order, limit=2)["next_cursor"].rpartition("-")[0]

    for forged in (f"{other}-{check}", f"{place}-{'0' * 12}"):
        assert "altered" in refused(client, order=order, cursor=forged)


@pytest.mark.parametrize("more", [{"level": "medium"}, {"help": True}, {"pattern": "secrecy"}, {"since": 1.5}])
@pytest.mark.parametrize("order", ["risk", "change"])
def test_a_cursor_of_other_filters_is_refused(client, order, more):
    of_all = listed(client, order=order, limit=1)["next_cursor"]
    of_some = listed(client, order=order, limit=1, **more)["next_cursor"]

    assert "filters" in refused(client, order=order, cursor=of_all, **more)
    assert "filters" in refused(client, order=order, cursor=of_some)
    assert listed(client, order=order, cursor=of_some, limit=2, **more)


@pytest.mark.parametrize("filters", [{}, {"level": "high"}])
def test_a_cursor_beyond_the_last_change_is_refused(client, filters):
    """A new store counts from the beginning: an old cursor would hide all that happens until then."""
    last = listed(client, order="change", limit=500, **filters)["next_cursor"]
    number = int(last.split("-")[1])

    assert listed(client, order="change", cursor=last, **filters)["next_cursor"] == last
    for beyond in (number + 1, 999_999_999_999_999):
        cursor = write_cursor("change", Filters(**filters), str(beyond))
        assert "beyond" in refused(client, order="change", cursor=cursor, **filters)


@needs_redis
def test_a_cursor_beyond_the_last_change_of_redis(redis_server):
    async def story():
        store = RedisStore(redis_server.url)
        await store._redis.flushall()
        empty = await store.page("change", "7", 5)
        await store.put("room", Held(new_version(), b"r"), None, Entry("00000000001room", b"{}"))
        beyond, end, start = [await store.page("change", after, 5) for after in ("7", "1", "")]
        await store.close()
        return [page.after for page in (empty, beyond, end, start)]

    assert asyncio.run(story()) == ["0", "1", "1", "1"]


CHANGES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 99), st.booleans()), max_size=6)


@pytest.mark.parametrize("order", ["risk", "change"])
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(risks=st.lists(st.integers(0, 99), max_size=12), turns=st.lists(CHANGES, max_size=12), limit=st.integers(1, 4))
def test_each_conversation_comes_once_while_others_come_and_go(order, risks, turns, limit):
    still = [f"still-{number}" for number in range(len(risks))]
    others, seen, turns = set(), [], iter(turns)

    async def put(store, key, risk):
        held = await store.get(key)
        row = json.dumps({"conversation": key, "asks_for_help": False, "level": "none"}).encode()
        entry = Entry(f"{risk:0{PLACE_DIGITS}d}{key}", row)
        assert await store.put(key, Held(new_version(), b"r"), held and held.version, entry)

    async def story(store):
        for key, risk in zip(still, risks, strict=True):
            await put(store, key, risk)
        cursor = None
        while True:
            rows, cursor = await list_conversations(store, order, Filters(), cursor, limit)
            seen.extend(row["conversation"] for row in rows)
            if not cursor or not rows:
                return
            for number, risk, gone in next(turns, []):
                key = f"other-{number}"
                others.add(key)
                await (store.delete(key) if gone else put(store, key, risk))

    with TemporaryDirectory() as folder:
        with_store(lambda: SqliteStore(Path(folder) / "state"), story)
    expected = still if order == "change" else sorted(still, key=lambda key: (risks[still.index(key)], key))[::-1]
    assert [key for key in seen if key not in others] == expected
