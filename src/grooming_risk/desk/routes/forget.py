"""Erases: one conversation, or all. Each is asked again before it happens."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go, page
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.conversation import Number, case_of


def forget_routes(cases: CaseFile) -> APIRouter:
    """Return the routes that erase."""
    router = APIRouter()

    @router.get("/conversation/{key}/forget")
    def ask_one(request: Request, key: Number, person: Person) -> Response:
        """Ask whether to erase a conversation."""
        return page(request, "forget.html", case=case_of(cases, key, person), problem="")

    @router.post("/conversation/{key}/forget")
    def forget_one(request: Request, key: Number, person: Person, form: Form) -> Response:
        """Erase a conversation."""
        case = case_of(cases, key, person)
        if form.one("sure") != "yes":
            return _ask_again(request, case)
        return go(f"/?erased={cases.forget(key, person)}")

    @router.get("/forget")
    def ask_all(request: Request, person: Person) -> Response:
        """Ask whether to erase all conversations."""
        return page(request, "forget.html", case=None, problem="")

    @router.post("/forget")
    def forget_all(request: Request, person: Person, form: Form) -> Response:
        """Erase all conversations."""
        if form.one("sure") != "yes":
            return _ask_again(request, None)
        return go(f"/?erased={cases.forget(None, person)}")

    return router


def _ask_again(request: Request, case: object) -> Response:
    return page(request, "forget.html", 422, case=case, problem="Tick the box first: erased is erased.")
