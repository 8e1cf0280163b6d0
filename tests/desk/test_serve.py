"""Serving on this machine alone; the browser gets the address by way of a file."""

import socket
import sys
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs, urlsplit
from urllib.request import url2pathname

import pytest

from grooming_risk.desk.decision import DeskError
from grooming_risk.desk.serve import serve
from grooming_risk.errors import MissingExtraError
from grooming_risk.scoring.scorer import default_model


class FakeServer:
    """Takes the place of uvicorn's server: notes the socket, and stops as by Ctrl-C."""

    def __init__(self, config):
        self.config = config
        FakeServer.last = self

    def run(self, sockets):
        self.names = [one.getsockname() for one in sockets]
        with socket.create_connection(self.names[0], timeout=5):
            pass
        FakeServer.then()
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def server(monkeypatch):
    monkeypatch.setattr("uvicorn.Server", FakeServer)
    FakeServer.then = lambda: None
    return FakeServer


def told_by(cases, port=0, browse=False):
    lines = []
    serve(cases, default_model(), port, tell=lines.append, browse=browse)
    return lines


def test_address_has_the_port_and_a_new_token_each_time(cases, server):
    addresses = [urlsplit(told_by(cases)[0].split()[-1]) for _ in range(2)]
    (host, port), *others = server.last.names

    assert (host, others) == ("127.0.0.1", [])
    assert addresses[1].netloc == f"127.0.0.1:{port}"
    tokens = {parse_qs(address.query)["token"][0] for address in addresses}
    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)
    assert server.last.config.access_log is False


def test_a_taken_port_is_named(cases):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DeskError, match=f"port {port} cannot be used .*--port"):
            told_by(cases, port)


def test_browser_gets_a_file_that_is_gone_afterwards(cases, server, monkeypatch):
    opened, done = [], Event()

    def browser(uri):
        path = Path(url2pathname(urlsplit(uri).path))
        opened.append((path, path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777))
        done.set()

    monkeypatch.setattr("webbrowser.open", browser)
    server.then = lambda: done.wait(10)
    address = told_by(cases, browse=True)[0].split()[-1]
    ((path, page, mode),) = opened

    assert address in page
    assert mode == 0o600
    assert not path.exists()


@pytest.mark.parametrize("package", ["fastapi", "uvicorn"])
def test_what_is_not_installed_is_named_with_the_extra(cases, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith("grooming_risk.desk.app")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(
        MissingExtraError, match=rf"{package} is not installed; run: pip install 'grooming-risk\[desk\]'"
    ):
        told_by(cases)


def test_the_end_says_that_all_is_kept(cases):
    assert "All that was decided is kept" in told_by(cases)[-1]
