"""What people decide on a conversation, and how they take it back."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import CONFIRMED, ESCALATE, NOTHING, UNSURE
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.conversation import Number, case_of, conversation_page
from grooming_risk.desk.routes.told import Line
from grooming_risk.scoring.scorer import Scorer

_ASK: Final = Line("Not decided yet: tick the patterns that are there, or decide without a pattern")


def decision_routes(cases: CaseFile, model: Scorer) -> APIRouter:
    """Return the routes of decisions."""
    router = APIRouter()

    @router.post("/conversation/{key}/decide")
    def decide(request: Request, key: Number, person: Person, wanted: Filter, form: Form) -> Response:
        """Decide on a conversation and go to the next undecided one; ask once more where no pattern was ticked."""
        case = case_of(cases, key, person)
        verdict = form.one("verdict") or form.one("without")
        if not verdict:
            raise HTTPException(422, "No verdict was chosen. Go back and choose one.")
        there = () if verdict in (NOTHING, UNSURE) else form.all("there")
        if verdict in (CONFIRMED, ESCALATE) and not there and not form.one("without"):
            return conversation_page(request, cases, model, case, person, wanted, _ASK, verdict, form.one("note"))
        cases.decide(key, person, verdict, there, form.one("note"))
        still = wanted._replace(undecided=True)
        following = cases.next_case(case.rank, still, person) or cases.next_case(0, still, person)
        place = f"/conversation/{following.row.key}" if following else "/"
        return go(f"{place}{to_query(wanted, decided=key)}")

    @router.post("/undo")
    def undo(person: Person, wanted: Filter) -> Response:
        """Take back the last step of a person and show the conversation again."""
        undone = cases.undo(person)
        if undone is None:
            return go(f"/{to_query(wanted)}{'&' if to_query(wanted) else '?'}undone=0")
        return go(f"/conversation/{undone.conversation}{to_query(wanted, undone=1)}")

    return router
