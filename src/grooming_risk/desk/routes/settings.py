"""Care for the reader: blur, grey, pauses, colours, keys."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.care import BLURS, CARE_COOKIE, THEMES, YEAR, Care, minutes
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go, page


def setting_routes() -> APIRouter:
    """Return the routes of the settings."""
    router = APIRouter()

    @router.get("/settings")
    def settings(request: Request, saved: str = "") -> Response:
        """Show the settings."""
        return page(request, "settings.html", saved=bool(saved), themes=THEMES, blurs=BLURS)

    @router.post("/settings")
    def save(form: Form) -> Response:
        """Keep the settings."""
        usual = Care()
        theme, blur = form.one("theme"), form.one("blur")
        care = Care(
            theme if theme in THEMES else usual.theme, blur if blur in BLURS else usual.blur,
            form.one("grey") == "yes", form.one("keys") == "yes", minutes(form.one("pause")),
        )  # fmt: skip
        response = go("/settings?saved=yes")
        response.set_cookie(CARE_COOKIE, care.cookie(), max_age=YEAR, samesite="strict")
        return response

    return router
