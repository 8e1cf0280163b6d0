"""Endpoints for operators: model, health, metrics, and the page of the endpoints."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse, Response

from grooming_risk._version import __version__
from grooming_risk.labels import PATTERNS
from grooming_risk.model.identity import model_digest
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.docs_page import docs_page
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.metrics import MEDIA_TYPE, ServiceMetrics
from grooming_risk.service.perspective.attributes import ATTRIBUTES, supported_languages
from grooming_risk.service.responses import JSONResponse
from grooming_risk.service.schemas import HealthAnswer, ModelAnswer
from grooming_risk.service.settings import MAX_TEXT_BYTES, ServiceSettings
from grooming_risk.service.stores.base import Store


def operation_routes(
    app: FastAPI, model: Scorer, settings: ServiceSettings, store: Store, metrics: ServiceMetrics
) -> APIRouter:
    """Return the routes for operators."""
    router = APIRouter(tags=["operation"])
    about = _about(model, settings)

    @router.get("/v1/model", response_model=ModelAnswer, responses=errors())
    async def model_info() -> Response:
        """Say what scores, from which thresholds on, and within which limits."""
        return JSONResponse(about)

    @router.get("/healthz", response_model=HealthAnswer)
    async def alive() -> Response:
        """Say that the process answers."""
        return JSONResponse({"status": "ok"})

    @router.get("/readyz", response_model=HealthAnswer, responses=errors(503))
    async def ready() -> Response:
        """Say whether requests can be served: the model is loaded, the store can be written and read."""
        await store.ping()
        return JSONResponse({"status": "ok"})

    for path, probe in (("/healthz", alive), ("/readyz", ready)):
        router.add_api_route(path, probe, methods=["HEAD"], include_in_schema=False)

    @router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **errors()})
    async def prometheus() -> Response:
        """Return the figures that Prometheus collects; no name, no id, no text."""
        return Response(metrics.text(), headers={"Content-Type": MEDIA_TYPE})

    @router.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        """Return a page that describes every endpoint and needs no network."""
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return HTMLResponse(docs_page(app.openapi()), headers=policy)

    return router


def _about(model: Scorer, settings: ServiceSettings) -> dict[str, object]:
    return {
        "version": __version__,
        "model": model_digest(model),
        "info": dict(model.info),
        "thresholds": {**model.thresholds, "conversations": dict(model.conversation_rule.levels)},
        "recommended": dict(model.artifact.thresholds["recommended"]),
        "patterns": list(PATTERNS),
        "attributes": [*ATTRIBUTES, *settings.aliases],
        "languages": supported_languages(model),
        "limits": {
            "text_bytes": MAX_TEXT_BYTES,
            "body_bytes": settings.max_body_bytes,
            "batch": settings.max_batch,
            "requests_a_second": settings.rate,
            "seconds": settings.timeout,
        },
    }
