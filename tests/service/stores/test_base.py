"""Both stores do the same; each fails with one error, and comes back."""

import asyncio
import os
import shutil
import signal
import subprocess
import time

import pytest
from service_load import free_port

from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores.base import Held, new_version
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.service_client import app_client, with_store

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
