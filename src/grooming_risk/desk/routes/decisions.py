"""What people decide on a conversation, and how they take it back."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import NOTHING, UNSURE
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.conversation import Number, case_of


def decision_routes(cases: CaseFile) -> APIRouter:
    """Return the routes of decisions."""
    router = APIRouter()

    @router.post("/conversation/{key}/decide")
    def decide(key: Number, person: Person, wanted: Filter, form: Form) -> Response:
        """Decide on a conversation and go to the next undecided one."""
        rank = case_of(cases, key, person).rank
        verdict = form.one("verdict")
        if not verdict:
            raise HTTPException(422, "No verdict was chosen. Go back and choose one.")
        there = () if verdict in (NOTHING, UNSURE) else form.all("there")
        cases.decide(key, person, verdict, there, form.one("note"))
        still = wanted._replace(undecided=True)
        following = cases.next_case(rank, still, person) or cases.next_case(0, still, person)
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
