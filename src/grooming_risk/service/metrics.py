"""Prometheus metrics: requests by route template, levels, alerts, the store. No names, ids or texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import _CacheInfo as CacheInfo
from functools import partial
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

MEDIA_TYPE: Final = CONTENT_TYPE_LATEST
"""Content type of the text that `ServiceMetrics.text` returns."""

METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Methods with their own label; any other name comes from a caller and could be a text."""

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class ServiceMetrics:
    """The metrics of one service, in their own registry.

    Attributes
    ----------
    levels : Counter
        Messages scored, by endpoint and by level: of the message, or of its conversation.
    alerts : Counter
        Alerts of conversations, by kind (risk or help) and by the level of the author.
    store_failures : Counter
        Requests that the store could not serve.
    webhook_deliveries : Counter
        Attempts to deliver an alert, by outcome: delivered, retried, failed (given up), dropped (too many waited).
    webhook_waiting : Gauge
        Alerts that wait for their delivery.

    Examples
    --------
    >>> metrics = ServiceMetrics()
    >>> metrics.request("POST", "/v1/score", 200, 0.002)
    >>> b'route="/v1/score",status="200"' in metrics.text()
    True
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        counter = partial(Counter, registry=self._registry)
        self._requests = counter("grooming_risk_requests", "Requests answered.", ("method", "route", "status"))
        self._seconds = Histogram(
            "grooming_risk_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self.in_flight = Gauge("grooming_risk_requests_in_flight", "Requests under way.", registry=self._registry)
        self.levels = counter("grooming_risk_messages", "Messages scored.", ("endpoint", "level"))
        self.alerts = counter("grooming_risk_alerts", "Alerts raised.", ("kind", "level"))
        self.store_failures = counter("grooming_risk_store_failures", "Requests that the store could not serve.")
        self.webhook_deliveries = counter("grooming_risk_webhook_deliveries", "Attempts to deliver.", ("outcome",))
        self.webhook_waiting = Gauge("grooming_risk_webhook_waiting", "Alerts that wait.", registry=self._registry)

    def repeats(self, info: Callable[[], CacheInfo]) -> None:
        """Export the hits and misses of the model's cache of short messages."""
        gauge = partial(Gauge, registry=self._registry)
        gauge("grooming_risk_remembered_hits", "Short messages that came again.").set_function(lambda: info().hits)
        gauge("grooming_risk_remembered_misses", "Short messages that were new.").set_function(lambda: info().misses)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; a method is one of `METHODS` or ``"other"``."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def alerts_raised(self, alerts: Iterable[Mapping[str, Any]]) -> None:
        """Count alerts."""
        for alert in alerts:
            self.alerts.labels(alert["kind"], alert["level"]).inc()

    def text(self) -> bytes:
        """Return all metrics in the Prometheus text format."""
        return generate_latest(self._registry)
