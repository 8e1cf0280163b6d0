"""Sends each alert to a URL of the site, signed, without text, at least once while the process lives."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from random import SystemRandom
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from grooming_risk._version import __version__
from grooming_risk.model.sealed import sha256_of
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.record import HeardMessage
from grooming_risk.service.webhook_signature import signed_headers

log = logging.getLogger(__name__)

EVENT: Final = "conversation.alert"
"""Type of every event."""

_PAUSES: Final = (1.0, 5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0)  # seconds between attempts: 8 hours
_MOST: Final = 10_000  # alerts that wait
_TOGETHER: Final = 8  # requests under way
_SECONDS: Final = 10.0  # for one request
_DRAIN_SECONDS: Final = 10.0  # at the end, for a last attempt of all that wait


class AlertWebhook:
    """Delivers alerts in the background, so that no answer waits for the receiver.

    Each alert is a task of its own: a status of 200 to 299 ends it, any other is tried again after growing pauses.
    Redirects are not followed. The body of the response is not read.

    Parameters
    ----------
    url : str
        Where to send alerts.
    secret : bytes
        Signs them.
    metrics : ServiceMetrics
        Counts deliveries by their outcome.

    Raises
    ------
    ValueError
        The URL is not one of http or https with a host and without a password.
    """

    def __init__(self, url: str, secret: bytes, metrics: ServiceMetrics) -> None:
        for name in ("httpx2", "httpcore2"):  # they log the URL, which may hold a token
            logging.getLogger(name).setLevel(logging.WARNING)
        self._host = check_url(url)
        self._url = url
        self._secret = secret
        self._metrics = metrics
        self._client = httpx2.AsyncClient(follow_redirects=False, trust_env=False, timeout=_SECONDS)
        self._waiting: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(_TOGETHER)
        self._closing = asyncio.Event()
        self._lost = 0  # given up or dropped, since the start
        metrics.webhook_waiting.set_function(lambda: len(self._waiting))

    def send(self, conversation: str, message: HeardMessage) -> None:
        """Deliver the alerts of a message in the background; one above the bound is dropped and counted.

        A message with an id gives its alerts the same ids when it comes again.
        """
        for alert in message.alerts:
            if len(self._waiting) >= _MOST:
                self._metrics.webhook_deliveries.labels("dropped").inc()
                self._lost += 1
                log.error("%d alerts wait for %s; one more was dropped", _MOST, self._host)
                continue
            name = [conversation, message.digest or secrets.token_hex(), alert["index"], alert["kind"]]
            task = asyncio.create_task(self._deliver(_id_of(name), _event(conversation, alert)))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)

    async def close(self) -> None:
        """Try once more to deliver what waits, for some seconds; log how many alerts remain."""
        self._closing.set()
        if self._waiting:
            _, remaining = await asyncio.wait(self._waiting, timeout=_DRAIN_SECONDS)
            for task in remaining:
                task.cancel()
                self._failed("the service ended")
            await asyncio.gather(*remaining, return_exceptions=True)
        if self._lost:
            log.error(
                "alerts not delivered to %s since the start: %d; see GET /v1/conversations", self._host, self._lost
            )
        await self._client.aclose()

    async def _deliver(self, message_id: str, body: bytes) -> None:
        for pause in (*_PAUSES, None):
            last = pause is None or self._closing.is_set()
            problem = await self._try(message_id, body)
            if problem is None:
                self._metrics.webhook_deliveries.labels("delivered").inc()
                return
            if last or pause is None:
                self._failed(problem)
                return
            self._metrics.webhook_deliveries.labels("retried").inc()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause * SystemRandom().uniform(0.5, 1.0)):
                    await self._closing.wait()

    async def _try(self, message_id: str, body: bytes) -> str | None:
        """Send the alert once; return what went wrong, in words that quote neither URL nor body."""
        headers = signed_headers(self._secret, message_id, int(time.time()), body)
        headers |= {"content-type": "application/json", "user-agent": f"grooming-risk/{__version__}"}
        try:
            sent = self._client.stream("POST", self._url, content=body, headers=headers)
            async with self._turns, asyncio.timeout(_SECONDS), sent as response:
                return None if response.is_success else f"status {response.status_code}"
        except (httpx2.HTTPError, OSError, TimeoutError) as error:
            return type(error).__name__

    def _failed(self, problem: str) -> None:
        self._metrics.webhook_deliveries.labels("failed").inc()
        self._lost += 1
        log.error("an alert was not delivered to %s: %s", self._host, problem)


def _id_of(name: list[Any]) -> str:
    return f"msg_{sha256_of(json.dumps(name).encode())[:32]}"


def _event(conversation: str, alert: Mapping[str, Any]) -> bytes:
    data = {"conversation": conversation, **alert}
    event = {"type": EVENT, "timestamp": datetime.now(UTC).isoformat(), "data": data}
    return json.dumps(event, separators=(",", ":")).encode("ascii")


def check_url(url: str) -> str:
    """Return the host of a webhook's URL; raise `ValueError`, which does not quote it, for one that cannot be used.

    Examples
    --------
    >>> check_url("https://moderators.example/alerts?token=1")
    'moderators.example'
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.password:
        raise ValueError("--webhook takes an http:// or https:// URL with a host, and without a user or a password")
    return host
