"""The ASGI application: routes, and the middleware around them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response

from grooming_risk._version import __version__
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.service.conversations import StoredConversations
from grooming_risk.service.errors import ServiceError, StoreDownError, error_response, plain_error
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.access_log import AccessLogMiddleware
from grooming_risk.service.middleware.auth import ApiKeyMiddleware, ApiKeys
from grooming_risk.service.middleware.hosts import AllowedHosts
from grooming_risk.service.middleware.limits import BodyLimit, RateLimit, TimeLimit
from grooming_risk.service.middleware.one_reading import OneReading
from grooming_risk.service.middleware.root_path import RootPath
from grooming_risk.service.perspective.routes import perspective_routes
from grooming_risk.service.routes.conversation_list import list_routes
from grooming_risk.service.routes.conversations import conversation_routes
from grooming_risk.service.routes.messages import message_routes
from grooming_risk.service.routes.operations import operation_routes
from grooming_risk.service.routes.roles import role_routes
from grooming_risk.service.routes.scoring import scoring_routes
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.single_keys import RepeatedKeyError
from grooming_risk.service.stores.base import Store
from grooming_risk.service.stores.open_store import open_store
from grooming_risk.service.validation_errors import invalid_error, repeated_error
from grooming_risk.service.webhook import AlertWebhook

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

log = logging.getLogger(__name__)

_NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
"""The environment may tell FastAPI to send the addresses of requests elsewhere; they hold ids of conversations."""

_HOUR: Final = 3600.0

_CORS: Final[dict[str, Any]] = {
    "allow_methods": ("GET", "POST", "DELETE"),
    "allow_headers": ("Authorization", "X-API-Key", "Content-Type"),
    "expose_headers": ("Retry-After",),
}

_ABOUT: Final = """
Scores chat messages and conversations for the patterns of online grooming, so that people who moderate see it early
and can help. It is triage for people: no verdict, no proof, and no ground for an automatic sanction. A disclosure
belongs to those who help.

In every request, null or a blank string in an optional field or parameter is the same as not given.
"""


def create_app(settings: ServiceSettings, model: Scorer | None = None, store: Store | None = None) -> FastAPI:
    """Return the service as an ASGI application, to be run once.

    Parameters
    ----------
    settings : ServiceSettings
        Store, keys and limits.
    model : Scorer, optional
        None takes the shipped model.
    store : Store, optional
        None opens the store of the settings. The application closes it at its end.

    Raises
    ------
    DataError, ValueError
        The store cannot be opened, an alias stands for no attribute, or the webhook has no valid URL.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from starlette.testclient import TestClient
    >>> with TestClient(create_app(ServiceSettings(mkdtemp() + "/state"))) as client:
    ...     client.post("/v1/score", json={"text": "gg wp"}).json()["level"]
    'none'
    """
    model = model or default_model()
    kept = store or open_store(settings)
    conversations = StoredConversations(kept, model)
    metrics = ServiceMetrics()
    metrics.repeats(model.cache_info)
    webhook = AlertWebhook(settings.webhook, settings.webhook_secret, metrics) if settings.webhook else None
    app = FastAPI(
        title="grooming_risk",
        version=__version__,
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": settings.root_path}] if settings.root_path else None,
        lifespan=_lifespan(kept, conversations, webhook),
        middleware=_middleware(settings, metrics),
        telemetry=_NO_TELEMETRY,
    )
    app.include_router(scoring_routes(model, settings, metrics))
    app.include_router(list_routes(conversations))
    app.include_router(message_routes(conversations, metrics, webhook))
    app.include_router(role_routes(conversations, metrics, webhook))
    app.include_router(conversation_routes(conversations))
    app.include_router(perspective_routes(model, metrics, settings.aliases))
    app.include_router(operation_routes(app, model, settings, kept, metrics))
    _add_error_handlers(app, metrics)
    return app


def _middleware(settings: ServiceSettings, metrics: ServiceMetrics) -> list[Middleware]:
    """Return the middleware from the outermost to the innermost: cheap checks come first."""
    keys = ApiKeys(settings.keys)
    return [
        Middleware(RootPath, root_path=settings.root_path),
        Middleware(AccessLogMiddleware, metrics=metrics),
        Middleware(AllowedHosts, names=settings.allowed_hosts),
        *([Middleware(CORSMiddleware, allow_origins=settings.cors_origins, **_CORS)] if settings.cors_origins else ()),
        Middleware(TimeLimit, seconds=settings.timeout),
        Middleware(RateLimit, rate=settings.rate, keys=keys),
        Middleware(ApiKeyMiddleware, keys=keys),
        Middleware(OneReading),
        Middleware(BodyLimit, most=settings.max_body_bytes),
    ]


def _add_error_handlers(app: FastAPI, metrics: ServiceMetrics) -> None:
    async def known(request: Request, error: Any) -> Response:
        if isinstance(error, StoreDownError):
            metrics.store_failures.inc()
            log.warning("%s", error.message)
        return error_response(request.url.path, error)

    async def invalid(request: Request, error: Any) -> Response:
        return error_response(request.url.path, invalid_error(error, request.headers.get("content-type")))

    async def repeated(request: Request, error: Any) -> Response:
        return error_response(request.url.path, repeated_error("body", error.name))

    async def plain(request: Request, error: Any) -> Response:
        return error_response(request.url.path, plain_error(error.status_code, error.headers))

    app.add_exception_handler(ServiceError, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(RepeatedKeyError, repeated)
    app.add_exception_handler(HTTPException, plain)


def _lifespan(store: Store, conversations: StoredConversations, webhook: AlertWebhook | None) -> Any:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await _warn(store)
        await _keep_house(store, conversations)
        hourly = asyncio.create_task(_hourly(store, conversations))
        try:
            yield
        finally:
            hourly.cancel()
            with suppress(asyncio.CancelledError):
                await hourly
            if webhook:
                await webhook.close()
            await store.close()

    return lifespan


async def _warn(store: Store) -> None:
    try:
        for problem in await store.weaknesses():
            log.warning("%s", problem)
    except StoreDownError as error:
        log.warning("the store was not asked for its settings: %s", error.message)


async def _hourly(store: Store, conversations: StoredConversations) -> None:
    while True:
        await asyncio.sleep(_HOUR)
        await _keep_house(store, conversations)


async def _keep_house(store: Store, conversations: StoredConversations) -> None:
    try:
        await store.delete_expired()
        await conversations.list_older()
    except StoreDownError as error:
        log.warning("older conversations were neither deleted nor listed: %s", error.message)
