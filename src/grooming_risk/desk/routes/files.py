"""The files of the pages: styles, script, icon."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.desk.pages import style_sheet

_STATIC: Final = Path(__file__).parents[1] / "static"


def file_routes() -> APIRouter:
    """Return the routes of the files, which are read once."""
    router = APIRouter()
    css, script, icon = style_sheet(), (_STATIC / "desk.js").read_bytes(), (_STATIC / "desk.svg").read_bytes()

    @router.get("/desk.css")
    def styles() -> Response:
        """Return the styles."""
        return Response(css, media_type="text/css")

    @router.get("/desk.js")
    def scripts() -> Response:
        """Return the script."""
        return Response(script, media_type="text/javascript")

    @router.get("/desk.svg")
    def sign() -> Response:
        """Return the icon."""
        return Response(icon, media_type="image/svg+xml")

    return router
