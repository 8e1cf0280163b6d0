"""JSON that a browser sent as ``text/plain``, as pages do that avoid a preflight request."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from starlette.responses import Response

from grooming_risk.service.single_keys import SingleKeysRoute


class PlainTextRoute(SingleKeysRoute):
    """A route that reads a body of ``text/plain`` as JSON.

    Only for endpoints that change nothing: a page of any origin may send ``text/plain`` without being asked.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of requests."""
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            if request.headers.get("content-type", "").partition(";")[0].strip().lower() == "text/plain":
                headers = [(name, value) for name, value in request.scope["headers"] if name != b"content-type"]
                request = Request({**request.scope, "headers": headers}, request.receive)
            return await handle(request)

        return read
