"""A real Redis for tests, where one is installed."""

import asyncio
import os
import shutil
import signal
import subprocess
import time

import pytest
from service_load import free_port

from grooming_risk.service.errors import StoreDownError
from grooming_risk.service.stores.redis import RedisStore

REDIS = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed (Debian: redis-server)")


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
