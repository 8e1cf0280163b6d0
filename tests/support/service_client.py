"""Clients of the service: in this process, and of servers that tests start."""

import asyncio
import os
import signal
from contextlib import contextmanager
from pathlib import Path

import httpx2
from service_load import free_port, start
from starlette.testclient import TestClient

from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings


@contextmanager
def app_client(folder, *, store=None, **settings):
    """A client of a service in this process whose state is in the folder."""
    app = create_app(ServiceSettings(str(Path(folder) / "state.sqlite3"), **settings), store=store)
    with TestClient(app, raise_server_exceptions=True) as client:
        yield client


def with_store(opened, story, **options):
    """Run a story with a store that `opened` opens, and close the store."""

    async def run():
        store = opened(**options)
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(run())


class Server:
    """A service in a process of its own, on loopback; it may be killed and started again."""

    def __init__(self, folder, *options, state=None, keys=""):
        self.log = Path(folder) / "log"
        self.state = state or str(Path(folder) / "state.sqlite3")
        self._options, self._keys = options, keys
        self.start()

    def start(self):
        self.port = free_port()
        self.process = start(self.port, self.state, self.log, *self._options, keys=self._keys)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self, number=signal.SIGTERM):
        """Send a signal, wait for the end, return the exit status."""
        if self.process.poll() is None:
            os.kill(self.process.pid, number)
        return self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGKILL)

    def client(self):
        return httpx2.Client(base_url=self.url, timeout=30, trust_env=False)
