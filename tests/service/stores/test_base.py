"""Both stores do the same; each fails with one error, and comes back."""

import asyncio

import pytest

from grooming_risk.service.stores.base import Entry, Held, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.redis_server import RedisServer, needs_redis
from support.service_client import app_client, with_store

KINDS = ["sqlite", pytest.param("redis", marks=needs_redis)]


@pytest.fixture
def opened(request, tmp_path):
    """A function that opens a store of the kind that the test asks for."""
    if request.param == "sqlite":
        return lambda **options: SqliteStore(tmp_path / "state", **options)
    server = request.getfixturevalue("redis_server")
    return lambda **options: RedisStore(server.url, **options)


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_what_a_store_does(opened):
    key = "rôom 7"

    async def story(store):
        first, second, third = (Held(new_version(), bytes([n, 0, 255])) for n in range(3))
        assert await store.get(key) is None
        assert not await store.delete(key)
        assert not await store.put(key, second, first.version)
        assert await store.put(key, first, None)
        assert await store.get(key) == first
        assert not await store.put(key, second, None)
        assert not await store.put(key, second, third.version)
        assert await store.get(key) == first
        assert await store.put(key, second, first.version)
        assert await store.get("other") is None
        await store.ping()
        await store.delete_expired()
        assert await store.get(key) == second

    async def afterwards(store):
        assert (await store.get(key)).record == bytes([1, 0, 255])
        assert await store.delete(key)
        assert await store.get(key) is None

    with_store(opened, story)
    with_store(opened, afterwards)


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_of_many_at_once_one_wins(opened):
    async def story(store):
        first = Held(new_version(), b"first")
        await store.put("race", first, None)
        return await asyncio.gather(
            *(store.put("race", Held(new_version(), b"next"), first.version) for _ in range(20))
        )

    assert sorted(with_store(opened, story)) == [False] * 19 + [True]


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_many_at_once_wait_for_each_other(opened):
    async def story(store):
        await store.put("busy", Held(new_version(), b"state"), None)
        return await asyncio.gather(*(store.get("busy") for _ in range(500)))

    assert {held.record for held in with_store(opened, story)} == {b"state"}


def entry(place, key, row=b"{}"):
    return Entry(f"{place:011d}{key}", row)


async def rows(store, order, limit=100):
    """The rows of a list, read to its end."""
    found, after, more = [], "", True
    while more:
        page = await store.page(order, after, limit)
        found += [row for _, row in page.rows]
        after, more = page.after, page.more
    return found


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_the_list_follows_every_change(opened):
    async def story(store):
        for key in [f"list-{n}" for n in range(5)]:
            await store.delete(key)
        before = await rows(store, "change")
        first = {}
        for place, key in ((5, "list-0"), (9, "list-1"), (5, "list-2"), (0, "list-3")):
            first[key] = new_version()
            assert await store.put(key, Held(first[key], b""), None, entry(place, key, key.encode()))
        assert not await store.put("list-3", Held(new_version(), b""), None, entry(10, "list-3", b"lost the race"))
        seen = await store.page("change", "", 100)
        assert await store.put("list-3", Held(new_version(), b""), first["list-3"], entry(7, "list-3", b"risen"))
        await store.put("list-4", Held(new_version(), b""), None, entry(8, "list-4", b"list-4"))
        assert await store.delete("list-1")
        since = await store.page("change", seen.after, 100)
        return [
            [row for row in await rows(store, order, limit) if row not in before]
            for order in ("risk", "change")
            for limit in (100, 2)
        ] + [[row for _, row in since.rows]]

    by_risk, by_risk_in_pages, by_change, by_change_in_pages, since = with_store(opened, story)

    assert by_risk == by_risk_in_pages == [b"list-4", b"risen", b"list-2", b"list-0"]
    assert by_change == by_change_in_pages == [b"list-0", b"list-2", b"risen", b"list-4"]
    assert since == [b"risen", b"list-4"]


@pytest.mark.parametrize("opened", KINDS, indirect=True)
def test_a_page_that_vanished_is_no_end(opened):
    """A cursor stays valid when the entry that it stands at is gone."""

    async def story(store):
        for number in range(6):
            key = f"gone-{number}"
            await store.delete(key)
            await store.put(key, Held(new_version(), b""), None, entry(10**10 + number, key, key.encode()))
        page = await store.page("risk", "", 3)
        for number in (3, 2, 1):
            await store.delete(f"gone-{number}")
        return await store.page("risk", page.after, 1)

    assert [row for _, row in with_store(opened, story).rows] == [b"gone-0"]


@needs_redis
def test_the_list_leaves_out_what_redis_dropped(redis_server):
    async def story(store):
        await store.put("brief-1", Held(new_version(), b""), None, entry(3, "brief-1", b"brief-1"))
        listed = await rows(store, "risk")
        await asyncio.sleep(0.5)
        after = [await rows(store, order) for order in ("risk", "change")]
        return listed, after, await store._redis.hexists("grooming-risk:list:rows", "brief-1")

    listed, after, left = with_store(
        lambda **options: RedisStore(redis_server.url, **options), story, keep_days=0.1 / 86_400
    )

    assert b"brief-1" in listed
    assert all(b"brief-1" not in rows for rows in after)
    assert not left


@needs_redis
def test_redis_forgets_by_itself(redis_server):
    async def story(store):
        assert await store.put("brief", Held(new_version(), b"state"), None)
        await asyncio.sleep(0.5)
        return await store.get("brief")

    assert with_store(lambda **options: RedisStore(redis_server.url, **options), story, keep_days=0.1 / 86_400) is None


@needs_redis
def test_a_redis_that_may_forget_is_told_at_the_start(tmp_path, redis_server, caplog):
    def told(policy):
        caplog.clear()
        asyncio.run(set_policy(policy))
        with app_client(tmp_path, store=RedisStore(redis_server.url)) as client:
            assert client.get("/readyz").status_code == 200
        return [record.message for record in caplog.records if "maxmemory-policy" in record.message]

    async def set_policy(policy):
        store = RedisStore(redis_server.url)
        await store._redis.config_set("maxmemory-policy", policy)
        await store.close()

    assert [len(told(policy)) for policy in ("allkeys-lru", "volatile-ttl", "noeviction")] == [1, 1, 0]


@needs_redis
@pytest.mark.parametrize(("setting", "bad", "good"), [("maxmemory", "1", "0"), ("min-replicas-to-write", "1", "0")])
def test_a_redis_that_cannot_be_written_is_not_ready(tmp_path, redis_server, setting, bad, good):
    async def put(value):
        store = RedisStore(redis_server.url)
        await store._redis.config_set(setting, value)
        await store.close()

    with app_client(tmp_path, store=RedisStore(redis_server.url)) as client:
        asyncio.run(put(bad))
        try:
            refused = client.get("/readyz")
        finally:
            asyncio.run(put(good))
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_down")
        assert client.get("/readyz").status_code == 200


@needs_redis
@pytest.mark.slow
def test_redis_goes_down_and_comes_back_and_nothing_is_lost(tmp_path):
    server = RedisServer(tmp_path)
    try:
        with app_client(tmp_path, store=RedisStore(server.url)) as client:

            def post(number):
                body = {"author": "rex", "text": "our secret ok, dont tell your mom", "id": f"m-{number}"}
                return client.post("/v1/conversations/room/messages", json=body)

            first = post(0)
            server.kill()
            down = post(1)
            unread = client.get("/v1/conversations/room")
            ready = client.get("/readyz").status_code
            server.start()
            second, again = post(1), post(0)
    finally:
        server.kill()

    assert (first.status_code, first.json()["index"]) == (200, 0)
    assert (down.status_code, down.json()["error"]["code"]) == (503, "store_down")
    assert unread.status_code == ready == 503
    assert (second.status_code, second.json()["index"], second.json()["duplicate"]) == (200, 1, False)
    assert again.json()["duplicate"]
