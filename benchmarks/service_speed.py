"""Speed of the service: requests one after the other over a few connections of loopback, with the client beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from message_speed import Sizes
from service_load import exchange, free_port, start
from sights import AGAIN, COLD, FIRST
from speed_table import OURS, SpeedTable, duration
from texts import Input, in_parts

FLOOR = "the same requests with blank messages"
BATCH = 256
"""Messages of a request: as many as the service takes."""

_CONNECTIONS = 8

Request = tuple[str, dict]


def service_table(some: Input, sizes: Sizes) -> SpeedTable:
    """Return the table of requests: single messages, batches, and messages of conversations."""
    table = SpeedTable(f"Requests to the service: {some.name}", "a request", cost=_cost)
    for row, new in _requests(some, sizes).items():
        for who, requests in {OURS: new, FLOOR: [(path, _blank(body)) for path, body in new]}.items():
            begin = time.perf_counter()
            with _service() as port:
                asyncio.run(_send(port, requests[:1]))
                table.add(row, COLD, who, time.perf_counter() - begin)
                asyncio.run(_send(port, [_batch(texts) for texts in in_parts(some.warm, BATCH)]))
                for state in (FIRST, AGAIN):
                    table.add(row, state, who, asyncio.run(_send(port, requests)) / len(requests))
    return table


def _cost(seconds: float) -> str:
    return f"{duration(seconds)} ({1 / seconds:,.0f} a second)" if seconds < 0.1 else duration(seconds)


def _requests(some: Input, sizes: Sizes) -> dict[str, list[Request]]:
    count = sizes.requests
    singles, talk = some.new[:count], some.new[count : 2 * count]
    batches = in_parts(some.new[2 * count :], BATCH)[: max(1, count // 20)]
    return {
        "a message": [("/v1/score", {"text": text}) for text in singles],
        f"{BATCH} messages": list(map(_batch, batches)),
        "a message of a conversation": [_of_conversation(number, text) for number, text in enumerate(talk)],
    }


def _of_conversation(number: int, text: str) -> Request:
    body = {"author": f"a{number % 2}", "text": text, "at": 60.0 * number}
    return f"/v1/conversations/c{number % 50}/messages", body


def _batch(texts: list[str]) -> Request:
    return "/v1/score", {"texts": texts}


def _blank(body: dict) -> dict:
    return {**body, "texts": [""] * len(body["texts"])} if "texts" in body else {**body, "text": ""}


@contextmanager
def _service() -> Iterator[int]:
    with TemporaryDirectory() as folder:
        port = free_port()
        server = start(port, f"{folder}/state.sqlite3", Path(folder, "log"))
        try:
            yield port
        finally:
            server.terminate()
            server.wait(60)


async def _send(port: int, requests: list[Request]) -> float:
    """Send requests over some connections at once, and return the seconds until the last answer."""
    begin = time.perf_counter()
    await asyncio.gather(*(_over_one(port, requests[first::_CONNECTIONS]) for first in range(_CONNECTIONS)))
    return time.perf_counter() - begin


async def _over_one(port: int, requests: list[Request]) -> None:
    if not requests:
        return
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for path, body in requests:
            if (status := await exchange(reader, writer, path, body)) != 200:
                raise RuntimeError(f"{path} answered {status}")
    finally:
        writer.close()
        await writer.wait_closed()
