"""A collector of telemetry that FastAPI would send requests to."""

from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient


@contextmanager
def collector(monkeypatch):
    """Give a list of what asks the collector; FastAPI by itself is shown to ask."""
    pytest.importorskip("fastapi.telemetry")
    trace = pytest.importorskip("opentelemetry.trace")
    asked = []

    class Collector(trace.TracerProvider):
        def get_tracer(self, *args, **options):
            asked.append(args)
            return trace.NoOpTracer()

    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", Collector())
    with TestClient(FastAPI()) as other:
        other.get("/")
    assert asked
    asked.clear()
    yield asked
