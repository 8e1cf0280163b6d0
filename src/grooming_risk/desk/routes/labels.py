"""Labels of single messages, which win over what a decision on the conversation implies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import NewMessagesError
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go, page
from grooming_risk.desk.person import Person
from grooming_risk.desk.queue_filter import Wanted
from grooming_risk.desk.routes.conversation import STALE, Number, case_of
from grooming_risk.labels import LABELS

_NEWER: Final = "Not saved: new messages came in, or were edited, since you opened this. Read them, then choose again."


def label_routes(cases: CaseFile) -> APIRouter:
    """Return the routes of labels."""
    router = APIRouter()

    @router.get("/conversation/{key}/label/{number}")
    def label_form(request: Request, key: Number, number: Number, person: Person, wanted: Filter) -> Response:
        """Show one message, by its number in the file, and the form to label it."""
        return _page(request, cases, key, number, person, wanted)

    @router.post("/conversation/{key}/label/{number}")
    def label(request: Request, key: Number, number: Number, person: Person, wanted: Filter, form: Form) -> Response:
        """Label a message; the script of the page changes the page itself."""
        case_of(cases, key, person)
        choice, ticked = form.one("choice"), form.all("label")
        names = None if choice == "back" else [] if choice == "harmless" else ticked
        if choice not in ("back", "harmless") and not names:
            raise HTTPException(422, "No label was ticked. Go back, and tick one, or choose harmless.")
        try:
            cases.label(key, number, person, names, stored=True, seen=form.number("seen"))
        except NewMessagesError:
            return _page(request, cases, key, number, person, wanted, ticked)
        if request.headers.get("sec-fetch-mode") == "cors":
            return Response(status_code=204)
        place = cases.numbers(key).index(number) + 1
        return go(f"/conversation/{key}{to_query(wanted, labelled=place)}#m{place}")

    return router


def _page(
    request: Request, cases: CaseFile, key: int, number: int, person: str, wanted: Wanted,
    ticked: Sequence[str] | None = None,
) -> Response:  # fmt: skip
    """Return the page of one message; `ticked`: what was chosen on a page without the newest messages."""
    case, numbers = case_of(cases, key, person), cases.numbers(key)
    if number not in numbers:
        raise HTTPException(404, "The conversation has no such message; it may have been edited or erased.")
    place = numbers.index(number) + 1
    return page(
        request, "label.html", 200 if ticked is None else STALE, case=case, number=number, place=place,
        message=cases.messages(key)[place - 1], labels=LABELS, wanted=wanted,
        given=cases.labels(key, person).get(place) if ticked is None else ticked,
        problem="" if ticked is None else _NEWER,
    )  # fmt: skip
