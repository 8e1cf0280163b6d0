"""Two hundred clients at once, in this process: no error, no memory that stays; and the largest requests."""

import asyncio
import gc
import json
import random
import time
import tracemalloc

import pytest
from service_load import request

from grooming_risk.scoring.scorer import default_model
from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings

CLIENTS = 200


async def call(app, path, body=None):
    """Send one request to an ASGI application and return the status of its answer; without a body it is a GET."""
    data, sent = b"" if body is None else json.dumps(body).encode(), []
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http",
        "method": "GET" if body is None else "POST",
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


def noise(length):
    """A text of new words, the dearest to read."""
    draw = random.Random(length)
    return "".join(draw.choice("abcdefghijklmnopqrstuvwxyz0123456789.,-|  ") for _ in range(length))


LARGEST = {
    "batch": ("/v1/score", {"texts": [noise(950 - n % 7) for n in range(256)]}),
    "batch with evidence": ("/v1/score", {"texts": [noise(950 - n % 7) for n in range(256)], "evidence": True}),
    "long messages": ("/v1/score", {"texts": [noise(20_000 - n) for n in range(12)], "evidence": True}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGEST)
def test_health_is_answered_while_the_largest_requests_run(tmp_path, name):
    """The event loop gets its turns: many answers meanwhile, and none late, measured by the request's own time."""
    app = create_app(ServiceSettings(str(tmp_path / "state")))

    async def meanwhile():
        async with app.router.lifespan_context(app):
            begin = last = time.perf_counter()
            largest = asyncio.create_task(call(app, *LARGEST[name]))
            gaps = []
            while not largest.done():
                await asyncio.sleep(0.001)
                assert await call(app, "/healthz") == 200
                now = time.perf_counter()
                gaps.append(now - last)
                last = now
            return await largest, gaps, last - begin

    status, gaps, total = asyncio.run(meanwhile())

    assert status == 200
    assert len(gaps) > 32
    assert max(gaps) < total / 8


@pytest.mark.slow
def test_a_timeout_ends_a_batch(tmp_path):
    """Nobody waits for the answer any more: the threads are free for others."""
    app = create_app(ServiceSettings(str(tmp_path / "state"), timeout=0.05))

    async def story():
        async with app.router.lifespan_context(app):
            begin = time.perf_counter()
            statuses = await asyncio.gather(*(call(app, *LARGEST["batch"]) for _ in range(4)))
            ended = time.perf_counter() - begin
            default_model().cache_clear()
            begin = time.perf_counter()
            app2 = create_app(ServiceSettings(str(tmp_path / "other")))
            async with app2.router.lifespan_context(app2):
                assert await call(app2, *LARGEST["batch"]) == 200
            return statuses, ended, time.perf_counter() - begin

    statuses, ended, whole = asyncio.run(story())

    assert set(statuses) == {503}
    assert ended < whole / 2
