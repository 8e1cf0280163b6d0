"""Both stores do the same; each fails with one error, and comes back."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import time

import pytest
from service_load import free_port

from grooming_risk.errors import DataError
from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores.base import Held, Store, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.service_client import app_client

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed (Debian: redis-server)")
KINDS = ["sqlite", pytest.param("redis", marks=needs_redis)]


class RedisServer:
    """A real Redis on loopback that keeps its data between a kill and the next start."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.start()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        options = f"--bind 127.0.0.1 --port {self.port} --save --appendonly yes --appendfsync always".split()
        self.process = subprocess.Popen(
            [REDIS, *options, "--dir", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError("redis-server did not start")

    def _answers(self):
        async def ping():
            store = RedisStore(self.url)
            try:
                await store.ping()
            except StoreDownError:
                return False
            finally:
                await store.close()
            return True

        return asyncio.run(ping())

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def opened(request, tmp_path):
    """A function that opens a store of the kind that the test asks for."""
    if request.param == "sqlite":
        return lambda **options: SqliteStore(tmp_path / "state", **options)
    server = request.getfixturevalue("redis_server")
    return lambda **options: RedisStore(server.url, **options)


def with_store(opened, story, **options):
    async def run():
        store: Store = opened(**options)
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(run())


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


@needs_redis
def test_redis_forgets_by_itself(redis_server):
    async def story(store):
        assert await store.put("brief", Held(new_version(), b"state"), None)
        await asyncio.sleep(0.5)
        return await store.get("brief")

    assert with_store(lambda **options: RedisStore(redis_server.url, **options), story, keep_days=0.1 / 86_400) is None


def test_sqlite_forgets_what_was_silent_for_too_long(tmp_path):
    now = 1_000_000.0

    async def story(store):
        nonlocal now
        await store.put("old", Held(new_version(), b"state"), None)
        now += 86_400
        await store.put("young", Held(new_version(), b"state"), None)
        now += 86_400 + 1
        await store.delete_expired()
        return await store.get("old"), await store.get("young")

    old, young = with_store(
        lambda **options: SqliteStore(tmp_path / "state", **options), story, keep_days=2, clock=lambda: now
    )

    assert old is None
    assert young is not None


def test_erased_rows_are_gone_from_the_files(tmp_path):
    async def story(store):
        await store.put("somebodys-room", Held(new_version(), b"canary" * 2000), None)
        await store.put("another-room", Held(new_version(), b"state"), None)
        there = _bytes(tmp_path)
        await store.delete("somebodys-room")
        return there, _bytes(tmp_path)

    before, after = with_store(lambda: SqliteStore(tmp_path / "state"), story)

    assert b"canary" in before
    assert b"somebodys-room" in before
    assert b"another-room" in after
    assert b"canary" not in after
    assert b"somebodys-room" not in after


def _bytes(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_sqlite_files_are_for_their_owner_alone(tmp_path):
    async def story(store):
        await store.put("room", Held(new_version(), b"state"), None)
        return {path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}

    assert with_store(lambda: SqliteStore(tmp_path / "new" / "state"), story) == {0o600}


def test_a_file_that_is_something_else_is_refused(tmp_path):
    (tmp_path / "text").write_text("no database" * 100)
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE things (name TEXT)")
    other.close()

    for path in (tmp_path / "text", tmp_path / "other", tmp_path, tmp_path / "text" / "below"):
        with pytest.raises(DataError, match="--state"):
            SqliteStore(path)


def test_an_sqlite_file_that_was_taken_away_is_noticed(tmp_path):
    with app_client(tmp_path) as client:
        body = {"author": "a", "text": "gg"}
        assert client.post("/v1/conversations/room/messages", json=body).status_code == 200
        for path in tmp_path.iterdir():
            path.rename(path.with_name(path.name + "-away"))

        answers = [
            client.post("/v1/conversations/room/messages", json=body),
            client.get("/v1/conversations/room"),
            client.delete("/v1/conversations/room"),
            client.get("/readyz"),
        ]
        assert {(answer.status_code, answer.json()["error"]["code"]) for answer in answers} == {(503, "store_down")}
        assert answers[0].headers["retry-after"] == "1"
        assert client.get("/healthz").status_code == client.post("/v1/score", json={"text": "gg"}).status_code == 200
        for path in tmp_path.iterdir():
            path.rename(path.with_name(path.name.removesuffix("-away")))
        assert client.post("/v1/conversations/room/messages", json=body).json()["index"] == 1


def test_a_disk_that_is_full_is_told_and_nothing_is_changed(tmp_path):
    async def story(store):
        first = Held(new_version(), b"state")
        await store.put("room", first, None)
        store._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreDownError):
            await store.put("big", Held(new_version(), b"x" * 1_000_000), None)
        assert await store.get("big") is None
        return await store.get("room") == first

    assert with_store(lambda: SqliteStore(tmp_path / "state"), story)


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
