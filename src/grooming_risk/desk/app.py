"""The application: pages on which people read the ranked conversations of an export and decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import starlette.exceptions
from fastapi import Depends, FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.access import AccessMiddleware, Door
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.filter_query import refuse_doubles
from grooming_risk.desk.pages import error_page, go
from grooming_risk.desk.person import NameMissingError
from grooming_risk.desk.routes.conversation import conversation_routes
from grooming_risk.desk.routes.decisions import decision_routes
from grooming_risk.desk.routes.entry import entry_routes
from grooming_risk.desk.routes.figures import figure_routes
from grooming_risk.desk.routes.files import file_routes
from grooming_risk.desk.routes.forget import forget_routes
from grooming_risk.desk.routes.labels import label_routes
from grooming_risk.desk.routes.queue import queue_routes
from grooming_risk.desk.routes.settings import setting_routes
from grooming_risk.errors import GroomingRiskError, UnknownNameError
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

_NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
"""The environment may tell FastAPI to send the addresses of requests elsewhere; they hold names and the token."""


def create_app(cases: CaseFile, model: Scorer, token: str, port: int) -> FastAPI:
    """Return the desk as an ASGI application, to be served on 127.0.0.1 alone.

    Parameters
    ----------
    cases : CaseFile
        The conversations and the decisions on them.
    model : Scorer
        What ranked them; it shows its evidence.
    token : str
        Key of the desk: the pages open at ``/enter?token=``.
    port : int
        Port that the desk is served on; requests for another host or port are refused.
    """
    door = Door(token, port)
    access = Middleware(AccessMiddleware, door=door, error_page=error_page)
    app = FastAPI(
        title="Desk", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, middleware=[access],
        dependencies=[Depends(refuse_doubles)],
        telemetry=_NO_TELEMETRY,
    )  # fmt: skip
    app.include_router(file_routes())
    app.include_router(entry_routes(door))
    app.include_router(queue_routes(cases))
    app.include_router(conversation_routes(cases, model))
    app.include_router(decision_routes(cases, model))
    app.include_router(label_routes(cases))
    app.include_router(figure_routes(cases, model))
    app.include_router(forget_routes(cases))
    app.include_router(setting_routes())
    _add_error_handlers(app)
    return app


def _add_error_handlers(app: FastAPI) -> None:
    async def ask_name(request: Request, error: Any) -> Response:
        here = request.url.path if request.method == "GET" else "/"
        return go(f"/name?next={here}")

    async def known(request: Request, error: Any) -> Response:
        return error_page(request.scope, 422 if isinstance(error, UnknownNameError) else 409, f"{error}.")

    async def no_number(request: Request, error: Any) -> Response:
        return error_page(request.scope, 404, "There is no such page.")

    async def refused(request: Request, error: Any) -> Response:
        return error_page(request.scope, error.status_code, error.detail)

    async def absent(request: Request, error: Any) -> Response:
        return error_page(request.scope, error.status_code, "There is no such page.")

    app.add_exception_handler(NameMissingError, ask_name)
    app.add_exception_handler(GroomingRiskError, known)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, no_number)
    app.add_exception_handler(starlette.exceptions.HTTPException, absent)
