"""A conversation: its evidence, its messages, and the form to decide on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.conversation.page.page import page_values
from grooming_risk.desk.case import Case
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.filter_query import Filter, to_query
from grooming_risk.desk.pages import page, template
from grooming_risk.desk.person import Person
from grooming_risk.desk.queue_filter import Wanted
from grooming_risk.desk.routes.told import Line, Told
from grooming_risk.labels import LABELS
from grooming_risk.queue.files import shown_messages
from grooming_risk.scoring.scorer import Scorer

Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""A number in an address, as the parameter of a route."""


def conversation_routes(cases: CaseFile, model: Scorer) -> APIRouter:
    """Return the route of a conversation."""
    router = APIRouter()

    @router.get("/conversation/{key}")
    def conversation(request: Request, key: Number, person: Person, wanted: Filter, told: Told) -> Response:
        """Show a conversation and the form to decide."""
        case = case_of(cases, key, person)
        return conversation_page(request, cases, model, case, person, wanted, told.about(cases, person))

    return router


def conversation_page(
    request: Request, cases: CaseFile, model: Scorer, case: Case, person: str, wanted: Wanted, told: Line | None,
    asked: str = "", note: str = "",
) -> Response:  # fmt: skip
    """Return the page of a conversation; `asked`: a verdict that names no pattern, and is to be given once more."""
    return page(
        request, "conversation.html", 422 if asked else 200, case=case, wanted=wanted, told=told, labels=LABELS,
        asked=asked, note=note or (case.decision.note if case.decision else ""),
        **_values(cases, case, model, person, to_query(wanted)),
    )  # fmt: skip


def case_of(cases: CaseFile, key: int, person: str) -> Case:
    """Return a conversation as a person may see it."""
    case = cases.case(key, person)
    if case is None:
        raise HTTPException(404, "There is no such conversation; it may have been erased.")
    return case


def _values(cases: CaseFile, case: Case, model: Scorer, person: str, query: str) -> dict[str, Any]:
    """Return what the templates of a conversation show."""
    messages = shown_messages(cases.messages(case.row.key), model)
    return {
        **page_values(messages, dict(model.conversation_rule.levels)),
        "hues_in_file": True,
        "after": _after(cases, case.row.key, person, query),
    }


def _after(cases: CaseFile, key: int, person: str, query: str) -> Callable[[int], Any]:
    """Return what writes the labels under a message."""
    given = cases.labels(key, person)
    write = template("message_labels.html").module.labels

    return lambda number: write(key, number, given.get(number), query)
