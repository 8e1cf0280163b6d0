"""The store in an SQLite file: erased rows, its owner alone, files taken away, a full disk."""

import asyncio
import sqlite3
import time
from contextlib import closing, contextmanager

import pytest

from grooming_risk.errors import DataError
from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores import sqlite_file
from grooming_risk.service.stores.base import Held, new_version
from grooming_risk.service.stores.sqlite import SqliteStore
from support.service_client import app_client, with_store


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


def test_nobody_waits_while_the_log_of_erased_rows_is_read(tmp_path):
    """A backup holds the log; transactions go on, and the log is emptied once it may be, even if nobody asks."""

    async def story(store):
        await store.put("room", Held(new_version(), b"canary" * 2000), None)
        with closing(sqlite3.connect(tmp_path / "state")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM conversations").fetchone()
            begin = time.monotonic()
            assert await store.delete("room")
            for number in range(3):
                assert await store.put(f"other-{number}", Held(new_version(), b"state"), None)
            waited = time.monotonic() - begin
        for _ in range(200):
            if b"canary" not in _bytes(tmp_path):
                break
            await asyncio.sleep(0.05)
        return waited, _bytes(tmp_path)

    waited, left = with_store(lambda: SqliteStore(tmp_path / "state"), story)

    assert waited < sqlite_file.WAIT_SECONDS / 4  # each of the four transactions waited so long
    assert b"canary" not in left


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


@contextmanager
def no_file_above(size):
    """Let the operating system refuse what would make a file larger, as a full disk does."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_full_is_told_and_nothing_is_changed(tmp_path):
    async def story(store):
        first = Held(new_version(), b"state")
        await store.put("room", first, None)
        with no_file_above(200_000), pytest.raises(StoreDownError):
            await store.put("big", Held(new_version(), b"x" * 1_000_000), None)
        assert await store.get("big") is None
        return await store.get("room") == first

    assert with_store(lambda: SqliteStore(tmp_path / "state"), story)


def test_a_disk_that_is_full_is_not_ready(tmp_path):
    with app_client(tmp_path) as client:
        assert client.get("/readyz").status_code == 200
        with no_file_above(1_000):
            full, alive = client.get("/readyz"), client.head("/healthz")
        assert (full.status_code, full.json()["error"]["code"]) == (503, "store_down")
        assert alive.status_code == client.get("/readyz").status_code == 200


def test_a_file_that_may_only_be_read_is_not_ready(tmp_path):
    with app_client(tmp_path) as client:
        with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as other:
            other.execute("CREATE TRIGGER closed BEFORE INSERT ON probe BEGIN SELECT RAISE(ABORT, 'read-only'); END")
        assert client.get("/readyz").status_code == client.head("/readyz").status_code == 503


def test_a_store_that_was_closed_says_so(tmp_path):
    async def story():
        store = SqliteStore(tmp_path / "state")
        await store.close()
        with pytest.raises(StoreDownError):
            await asyncio.wait_for(store.get("room"), 60)

    asyncio.run(story())


def test_a_caller_whose_event_loop_ended_does_not_end_the_store(tmp_path):
    store = SqliteStore(tmp_path / "state")
    gone = asyncio.new_event_loop()

    async def ask():
        asyncio.get_running_loop().create_task(store.put("room", Held(new_version(), b"state"), None))
        await asyncio.sleep(0)

    with closing(sqlite3.connect(tmp_path / "state", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the store waits
        gone.run_until_complete(ask())
        for task in asyncio.all_tasks(gone):
            task.cancel()
            gone.run_until_complete(asyncio.wait([task]))
        gone.close()
        other.execute("ROLLBACK")

    async def story():
        held = await asyncio.wait_for(store.get("room"), 60)
        await store.close()
        return held

    assert asyncio.run(story()).record == b"state"
