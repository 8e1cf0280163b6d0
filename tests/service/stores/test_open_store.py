"""What ``--state`` may be: a path, or an address of Redis; passwords are shown nowhere."""

import pytest
from click.testing import CliRunner

from grooming_risk.cli.main import main
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.stores.open_store import open_store, shown_state
from grooming_risk.service.stores.redis import RedisStore
from grooming_risk.service.stores.sqlite import SqliteStore
from support.redis_server import needs_redis
from support.service_client import Server

PASSWORD = "hunter2"


@pytest.mark.parametrize(
    "state",
    [
        f"postgres://user:{PASSWORD}@host/db", f"POSTGRESQL://user:{PASSWORD}@host/db", "sqlite:///state", "file:///state",
        f"http://:{PASSWORD}@host", f"redis+cluster://:{PASSWORD}@host", f"redis://:{PASSWORD}@host:port",
        f"redis://user:{PASSWORD}/x@host", f"redis://:1/{PASSWORD}@host/0", f"redis://:1#{PASSWORD}@host",
        f"REDIS://host:0x1/0?password={PASSWORD}", "mysql://",
        f"redis:{PASSWORD}@localhost", f"REDIS:/{PASSWORD}", f"unix:/{PASSWORD}", "localhost:6379", "127.0.0.1:6379/0",
        "[::1]:6379", ":memory:", "file:state", "file::memory:?cache=shared", "redis:", " ", "\t",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_make_no_file_and_are_not_quoted(tmp_path, monkeypatch, state):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("grooming_risk.cli.scoring.serve._run", pytest.fail)
    done = CliRunner().invoke(main, ["serve", "--state", state])

    assert done.exit_code == 2
    assert "--state" in done.output
    assert PASSWORD not in done.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "state", ["redis://127.0.0.1:1/0", "REDIS://127.0.0.1:1", "Rediss://h:1", "unix:///run/r.sock"]
)
def test_addresses_of_redis_are_taken_whatever_their_case(state):
    assert isinstance(open_store(ServiceSettings(state)), RedisStore)


def test_paths_are_taken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for state in (
        "state",
        str(tmp_path / "a:b"),
        "redis.sqlite3",
        "./:memory:",
        "./file:x",
        "./localhost:6379",
        "d/e:f",
    ):
        assert isinstance(open_store(ServiceSettings(state)), SqliteStore)
        assert (tmp_path / state).stat().st_size  # a file, not the memory
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        (f"redis://:{PASSWORD}@h:1/0", "redis://h:1/0"),
        (f"REDISS://user:{PASSWORD}@h/0?password={PASSWORD}", "rediss://h/0"),
        (f"unix://user:{PASSWORD}@/run/r.sock?db=1&password={PASSWORD}", "unix:///run/r.sock"),
        ("/var/lib/state", "/var/lib/state"),
    ],
)
def test_an_address_is_shown_without_its_password(state, shown):
    assert shown_state(state) == shown


@needs_redis
@pytest.mark.slow
def test_the_log_has_the_place_and_no_password(tmp_path, redis_server):
    address = f"REDIS://default:{PASSWORD}@127.0.0.1:{redis_server.port}/0?password={PASSWORD}"
    with Server(tmp_path, state=address) as server, server.client() as client:
        client.get("/readyz")
        client.get("/v1/conversations/nobody")
        log = server.log.read_text()

    assert f"conversations in redis://127.0.0.1:{redis_server.port}/0" in log
    assert PASSWORD not in log
