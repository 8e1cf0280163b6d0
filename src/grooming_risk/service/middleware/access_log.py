"""The outermost middleware: logs and counts each request, and answers with 500 after a defect."""

from __future__ import annotations

import logging
import time
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from grooming_risk.service.errors import InternalError, error_answer, place_of
from grooming_risk.service.metrics import METHODS, ServiceMetrics

log = logging.getLogger(__name__)

_GONE: Final = 499
"""Status in log and metrics for a caller who hung up; nobody sees it as an answer."""


class Access:
    """Logs and counts requests by route template: paths and queries can hold names, ids and keys.

    Parameters
    ----------
    app : ASGI application
        The next application.
    metrics : ServiceMetrics
        The counters.
    """

    def __init__(self, app: ASGIApp, metrics: ServiceMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and see to it that there is an answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = _GONE
        begin = time.perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, watched)
            except ClientDisconnect:
                pass
            except Exception as error:  # whatever it is, its message could quote what was sent
                log.error("defect: %s", place_of(error))
                if status == _GONE:
                    answer = error_answer(scope["path"], InternalError("a defect of the service; it is in the log"))
                    await answer(scope, receive, watched)
            finally:
                self._note(scope, status, time.perf_counter() - begin)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._metrics.request(method, route, status, seconds)
        log.info("%s %s %d %.1f ms", method, route, status, 1000 * seconds)
