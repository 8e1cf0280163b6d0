"""Refuses JSON in which an object has a key twice: readers of JSON differ in which of the two counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.responses import Response


class RepeatedKeyError(HTTPException):
    """An object has a key twice; FastAPI passes on this kind of error while it reads a body."""

    def __init__(self, name: str) -> None:
        super().__init__(422)
        self.name = name


class _SingleKeysRequest(Request):
    async def json(self) -> Any:
        """Return the body, read as JSON."""
        return json.loads(await self.body(), object_pairs_hook=_object)


class SingleKeysRoute(APIRoute):
    """A route that reads a body of JSON, and refuses a key that is given twice."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of requests."""
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await handle(_SingleKeysRequest(request.scope, request.receive))

        return read


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise RepeatedKeyError(next(name for name in found if names.count(name) > 1))
    return found
