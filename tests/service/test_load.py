"""Two hundred clients at once, in this process: no error, and no memory that stays."""

import asyncio
import gc
import json
import tracemalloc

import pytest
from service_load import request

from grooming_risk.scoring.scorer import default_model
from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings

CLIENTS = 200


async def call(app, path, body):
    """Send one request to an ASGI application and return the status of its answer."""
    data, sent = json.dumps(body).encode(), []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"content-type", b"application/json")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": data, "more_body": False}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.slow
def test_two_hundred_clients_get_responses_without_a_memory_leak(tmp_path):
    app = create_app(ServiceSettings(str(tmp_path / "state")))

    async def turns(clients, *numbers):
        """Let each client send the requests of these turns; return the memory in use afterwards."""
        for turn in numbers:
            statuses = await asyncio.gather(*(call(app, *request(client, turn)) for client in range(clients)))
            assert set(statuses) == {200}
        default_model().cache_clear()  # what is remembered on purpose has its own bound, and its own test
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    async def measured():
        async with app.router.lifespan_context(app):
            await turns(50, 0, 1, 2, 3)
            tracemalloc.start()
            return await turns(CLIENTS, 4, 5), await turns(CLIENTS, 6, 7)

    try:
        before, after = asyncio.run(measured())
    finally:
        tracemalloc.stop()

    assert after - before < 40_000  # 400 requests
