"""What people decide on a conversation, and how they take it back."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case import Case
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import CONFIRMED, ESCALATE, NOTHING, UNSURE, NewMessagesError
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.form import Form
from grooming_risk.desk.pages import go
from grooming_risk.desk.person import Person
from grooming_risk.desk.queue_filter import Wanted
from grooming_risk.desk.routes.conversation import STALE, Number, Typed, case_of, conversation_page
from grooming_risk.desk.routes.told import Line
from grooming_risk.scoring.scorer import Scorer

_NEWER: Final = Line("Not decided: new messages came in, or were edited, since you opened this page. Read them first")
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
        note, seen = form.one("note"), form.number("seen")
        if seen in (None, case.newest) and verdict in (CONFIRMED, ESCALATE) and not there and not form.one("without"):
            asked = Typed(422, verdict, there, note)
            return conversation_page(request, cases, model, case, person, wanted, _ASK, asked)
        try:
            cases.decide(key, person, verdict, there, note, seen=seen)
        except NewMessagesError:
            newer = case_of(cases, key, person)
            typed = Typed(STALE, verdict, form.all("there"), note)
            return conversation_page(request, cases, model, newer, person, wanted, _NEWER, typed, seen)
        return go(_following(cases, case, person, wanted))

    @router.post("/undo")
    def undo(person: Person, wanted: Filter, form: Form) -> Response:
        """Take back the last step of a person and show the conversation again."""
        undone = cases.undo(person, step=form.number("step"))
        if undone is None:
            return go(f"/{to_query(wanted)}{'&' if to_query(wanted) else '?'}undone=0")
        key = undone.conversation
        return go(f"/conversation/{key}{to_query(wanted, undone=key, took=undone.verdict or undone.action)}")

    return router


def _following(cases: CaseFile, decided: Case, person: str, wanted: Wanted) -> str:
    """Return the address of the next undecided conversation; of the queue where there is none."""
    still = wanted._replace(undecided=True)
    following = cases.next_case(decided.rank, still, person) or cases.next_case(0, still, person)
    place = f"/conversation/{following.row.key}" if following else "/"
    return f"{place}{to_query(wanted, decided=decided.row.key)}"
