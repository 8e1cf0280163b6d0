"""What people decide: on a conversation, on a message; and how they take it back."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.conversation import case_of


def decision_routes(cases: CaseFile) -> APIRouter:
    """Return the routes of decisions and labels."""
    router = APIRouter()

    @router.post("/conversation/{key}/decide")
    def decide(key: int, person: Person, wanted: Filter, form: Form) -> Response:
        """Decide on a conversation and go to the next undecided one."""
        case_of(cases, key, person)
        verdict = form.one("verdict")
        there = () if verdict in ("nothing", "unsure") else form.all("there")
        cases.decide(key, person, verdict, there, form.one("note"))
        following = cases.next_case(key, wanted, person)
        place = f"/conversation/{following.row.key}" if following else "/"
        return go(f"{place}{to_query(wanted, decided=key)}")

    @router.post("/conversation/{key}/label/{message}")
    def label(request: Request, key: int, message: int, person: Person, wanted: Filter, form: Form) -> Response:
        """Label a message; the script of the page changes the page itself."""
        case_of(cases, key, person)
        choice = form.one("choice")
        names = None if choice == "back" else [] if choice == "harmless" else form.all("label")
        if choice == "save" and not names:
            raise HTTPException(422, "No label was ticked. Go back, and tick one, or choose harmless.")
        cases.label(key, message, person, names)
        if request.headers.get("sec-fetch-mode") == "cors":
            return Response(status_code=204)
        return go(f"/conversation/{key}{to_query(wanted, labelled=message)}#m{message}")

    @router.post("/undo")
    def undo(person: Person, wanted: Filter) -> Response:
        """Take back the last step of a person and show the conversation again."""
        undone = cases.undo(person)
        if undone is None:
            return go(f"/{to_query(wanted)}{'&' if to_query(wanted) else '?'}undone=0")
        return go(f"/conversation/{undone.conversation}{to_query(wanted, undone=1)}")

    return router
