"""The door of the desk: the printed address, and the name of who reads."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.access import Door
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go, local, page
from grooming_risk.desk.person import LONGEST, clean_name, keep_name


def entry_routes(door: Door) -> APIRouter:
    """Return the routes that let somebody in."""
    router = APIRouter()

    @router.get("/enter")
    def enter(request: Request, token: str = "") -> Response:
        """Exchange the token for a cookie and leave the address with the token.

        The page leaves by itself: after a redirect, a browser that came from elsewhere would hold the cookie back.
        """
        if not door.fits(token):
            raise HTTPException(403, "The key in this address is not the one of this desk. Use the address that the "
                                     "terminal shows now: each start of the desk has its own.")  # fmt: skip
        response = page(request, "enter.html")
        response.set_cookie(door.cookie, door.session, httponly=True, samesite="strict")
        return response

    @router.get("/name")
    def ask_name(request: Request, next: str = "/") -> Response:
        """Ask for the name of who reads."""
        return page(request, "name.html", next=local(next), longest=LONGEST, problem="")

    @router.post("/name")
    def take_name(request: Request, form: Form) -> Response:
        """Keep the name of who reads."""
        name, after = clean_name(form.one("name")), local(form.one("next"))
        if not name:
            return page(request, "name.html", 422, next=after, longest=LONGEST, problem="Give a name or a short sign.")
        response = go(after)
        keep_name(response, name)
        return response

    return router
