"""Labels of single messages, which win over what a decision on the conversation implies."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go, page
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.conversation import Number, case_of
from grooming_risk.labels import LABELS


def label_routes(cases: CaseFile) -> APIRouter:
    """Return the routes of labels."""
    router = APIRouter()

    @router.get("/conversation/{key}/label/{message}")
    def label_form(request: Request, key: Number, message: Number, person: Person, wanted: Filter) -> Response:
        """Show one message and the form to label it."""
        case = case_of(cases, key, person)
        said = cases.messages(key)[message - 1 : message]
        if not said:
            raise HTTPException(404, "The conversation has no such message.")
        return page(
            request, "label.html", case=case, number=message, message=said[0], labels=LABELS, wanted=wanted,
            given=cases.labels(key, person).get(message),
        )  # fmt: skip

    @router.post("/conversation/{key}/label/{message}")
    def label(request: Request, key: Number, message: Number, person: Person, wanted: Filter, form: Form) -> Response:
        """Label a message; the script of the page changes the page itself."""
        case_of(cases, key, person)
        choice = form.one("choice")
        names = None if choice == "back" else [] if choice == "harmless" else form.all("label")
        if choice not in ("back", "harmless") and not names:
            raise HTTPException(422, "No label was ticked. Go back, and tick one, or choose harmless.")
        cases.label(key, message, person, names)
        if request.headers.get("sec-fetch-mode") == "cors":
            return Response(status_code=204)
        return go(f"/conversation/{key}{to_query(wanted, labelled=message)}#m{message}")

    return router
