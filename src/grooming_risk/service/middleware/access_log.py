"""The outermost middleware: logs and counts each request, and answers with 500 after a defect."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grooming_risk.error_place import place_of
from grooming_risk.service.errors import Kind, ServiceError, error_response
from grooming_risk.service.metrics import METHODS, ServiceMetrics

log = logging.getLogger(__name__)

_GONE: Final = 499
"""Status in log and metrics of a caller who hung up; no response carries it."""


@dataclass(frozen=True)
class AccessLogMiddleware:
    """Logs and counts requests by route template: paths and queries can hold names, ids and keys."""

    app: ASGIApp
    metrics: ServiceMetrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; send an error after a defect."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = _GONE
        begin = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self.metrics.in_flight.track_inprogress():
            try:
                await self.app(scope, receive, watched)
            except ClientDisconnect:
                pass
            except Exception as error:  # its message could quote the request
                log.error("defect: %s", place_of(error))
                if status == _GONE:
                    defect = ServiceError(Kind.INTERNAL, "a defect of the service; it is in the log")
                    await error_response(scope["path"], defect)(scope, receive, watched)
            finally:
                self._note(scope, status, time.perf_counter() - begin)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.metrics.request(method, route, status, seconds)
        log.info("%s %s %d %.1f ms", method, route, status, 1000 * seconds)
