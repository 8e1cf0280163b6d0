"""A conversation: its evidence, its messages, and the form to decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, NamedTuple

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

STALE: Final = 409
"""Status of a form that was sent from a page which does not show the newest messages."""


def conversation_routes(cases: CaseFile, model: Scorer) -> APIRouter:
    """Return the route of a conversation."""
    router = APIRouter()

    @router.get("/conversation/{key}")
    def conversation(request: Request, key: Number, person: Person, wanted: Filter, told: Told) -> Response:
        """Show a conversation and the form to decide."""
        case = case_of(cases, key, person)
        return conversation_page(request, cases, model, case, person, wanted, told.about(cases, person))

    return router


class Typed(NamedTuple):
    """What was typed in a form that was not taken.

    Attributes
    ----------
    status : int
        Why not: 422, no pattern was ticked; 409, messages came in meanwhile.
    verdict : str
        The verdict that was chosen.
    there : sequence of str
        Patterns that were ticked.
    note : str
        What was written.
    """

    status: int
    verdict: str
    there: Sequence[str]
    note: str


def conversation_page(
    request: Request, cases: CaseFile, model: Scorer, case: Case, person: str, wanted: Wanted, told: Line | None,
    typed: Typed | None = None, since: int | None = None,
) -> Response:  # fmt: skip
    """Return the page of a conversation; messages after the number `since`, or after its last decision, are marked."""
    numbers = cases.numbers(case.row.key)
    since = since if since is not None else case.before if case.changed else case.newest
    new = [place for place, number in enumerate(numbers, start=1) if number > since]
    step = cases.last_step(person)
    return page(
        request, "conversation.html", typed.status if typed else 200, case=case, wanted=wanted,
        told=told._replace(new=new) if told and typed and typed.status == STALE else told, labels=LABELS, typed=typed,
        step=step.number if step else "",
        note=typed.note if typed else case.decision.note if case.decision else "",
        **_values(cases, case, model, person, to_query(wanted), numbers, new),
    )  # fmt: skip


def case_of(cases: CaseFile, key: int, person: str) -> Case:
    """Return a conversation as a person may see it."""
    case = cases.case(key, person)
    if case is None:
        raise HTTPException(404, "There is no such conversation; it may have been erased.")
    return case


def _values(
    cases: CaseFile, case: Case, model: Scorer, person: str, query: str, numbers: Sequence[int], new: Sequence[int]
) -> dict[str, Any]:
    """Return what the templates of a conversation show."""
    messages = shown_messages(cases.messages(case.row.key), model)
    given, fresh = cases.labels(case.row.key, person), set(new)
    write = template("message_labels.html").module.labels

    def after(place: int) -> Any:
        """Return what stands under a message: its labels."""
        number = numbers[place - 1] if place <= len(numbers) else 0  # it came in just now
        return write(case.row.key, number, place, given.get(place), query, place in fresh)

    return {**page_values(messages, dict(model.conversation_rule.levels)), "hues_in_file": True, "after": after}
