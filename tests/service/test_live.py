"""Servers in processes of their own: killed, stopped, slow callers, two on one file."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from click.testing import CliRunner

from grooming_risk.cli.main import main
from support.service_client import Server, app_client

pytestmark = pytest.mark.slow
CLIENTS, MESSAGES = 5, 30


def post(client, room, number):
    message = {"author": "rex", "text": "our secret ok, dont tell your mom", "at": float(number), "id": f"m-{number}"}
    return client.post(f"/v1/conversations/{room}/messages", json=message)


def send_all(server, room, acknowledged, enough):
    """Send messages until the server is gone; note each that was acknowledged."""
    with server.client() as client:
        for number in range(MESSAGES):
            try:
                answer = post(client, room, number)
            except httpx2.TransportError:
                return
            assert answer.status_code == 200
            acknowledged[room] = number + 1
            if sum(acknowledged.values()) >= CLIENTS * MESSAGES // 2:
                enough.set()


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path):
    with Server(tmp_path) as server:
        acknowledged, enough = dict.fromkeys(map(str, range(CLIENTS)), 0), threading.Event()
        with ThreadPoolExecutor(CLIENTS) as pool:
            sending = [pool.submit(send_all, server, room, acknowledged, enough) for room in acknowledged]
            assert enough.wait(60)
            server.stop(signal.SIGKILL)
            for done in sending:
                done.result()
    assert all(0 < count < MESSAGES for count in acknowledged.values())

    with app_client(tmp_path) as client:
        for room, count in acknowledged.items():
            kept = client.get(f"/v1/conversations/{room}").json()["index"] + 1
            assert kept in (count, count + 1)  # one more may have been kept and its answer lost
            assert post(client, room, count - 1).json()["duplicate"]
            again = [post(client, room, number).json() for number in range(count, MESSAGES)]
            assert again[-1]["index"] == MESSAGES - 1
            assert again[-1]["authors"][0]["messages"] == MESSAGES


def test_stopped_server_finishes_pending_requests(tmp_path):
    body = json.dumps({"author": "rex", "text": "gg", "id": "m-1"}).encode()
    head = (
        "POST /v1/conversations/room/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with Server(tmp_path) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
            caller.sendall(head.encode() + body[:5])
            _wait_for_requests(server)
            server.process.send_signal(signal.SIGTERM)
            _wait_until_closed(server)
            caller.sendall(body[5:])
            answer = caller.recv(65_536)
        assert server.process.wait(20) == 0
    with app_client(tmp_path) as client:
        assert client.get("/v1/conversations/room").json()["index"] == 0

    assert answer.startswith(b"HTTP/1.1 200")


def _wait_for_requests(server):
    """Wait until the server works on the request beside the one that asks."""
    with server.client() as client:
        while "grooming_risk_requests_in_flight 2.0" not in client.get("/metrics").text:
            pass


def _wait_until_closed(server):
    """Wait until callers are refused. One who waits in the queue while it closes is reset, or times out: ask again."""
    for _ in range(1_000):
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except ConnectionRefusedError:
            return
        except (ConnectionResetError, TimeoutError):
            pass
        time.sleep(0.02)  # a tight loop would fill the queue of the server that is to be seen closing
    raise AssertionError("the server still takes callers")


def test_slow_and_oversized_bodies_are_refused(tmp_path):
    with Server(tmp_path, "--timeout", "0.5", "--max-body", "1000") as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as caller:
            caller.sendall(b"POST /v1/score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
            slow = caller.recv(65_536)
            while b"}" not in slow:  # head and body may come apart
                slow += caller.recv(65_536)
        with server.client() as client:
            large = client.post("/v1/score", json={"text": "x" * 1_000_000})
            assert client.post("/v1/score", json={"text": "gg"}).status_code == 200

    assert b"408" in slow.splitlines()[0]
    assert b"body_too_slow" in slow
    assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")


def test_two_servers_share_one_file(tmp_path):
    with Server(tmp_path) as first, Server(tmp_path) as second, first.client() as one, second.client() as two:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda number: post((one, two)[number % 2], "room", number), range(60)))
        last = one.get("/v1/conversations/room").json()

    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["index"] for answer in answers) == list(range(60))
    assert last["authors"][0]["messages"] == 60


def test_a_missing_extra_is_named():
    code = (
        "import sys; sys.modules['fastapi'] = None; sys.argv = ['grooming-risk', 'serve']; "
        "from grooming_risk.__main__ import run; run()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)

    assert done.returncode == 2
    assert "pip install 'grooming-risk[service]'" in done.stderr


def test_invalid_serve_options_are_refused(tmp_path, monkeypatch):
    monkeypatch.delenv("GROOMING_RISK_API_KEYS", raising=False)
    for options, words in (
        (["--host", "0.0.0.0"], "--without-keys"),
        (["--host", "example.org"], "--without-keys"),
        (["--state", "redis://host:port"], "--state"),
        (["--timeout", "0"], "--timeout"),
        (["--state", str(tmp_path)], "--state"),
    ):
        done = CliRunner().invoke(main, ["serve", *options])
        assert done.exit_code != 0
        assert words in done.output + str(done.exception)
