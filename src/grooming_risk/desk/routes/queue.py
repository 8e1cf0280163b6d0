"""The queue: what to read first, under a filter."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.filter_query import Filter
from grooming_risk.desk.pages import page
from grooming_risk.desk.person import Person
from grooming_risk.desk.queue_filter import Counts, Wanted
from grooming_risk.desk.routes.told import Told

_ROWS: Final = 50

Start = Annotated[int, Query(ge=0, le=10**9)]


def queue_routes(cases: CaseFile) -> APIRouter:
    """Return the route of the queue."""
    router = APIRouter()

    @router.get("/")
    def queue(request: Request, person: Person, wanted: Filter, told: Told, start: Start = 0) -> Response:
        """Show the conversations under a filter, a page of them at a time."""
        found = cases.cases(wanted, person, start=start, count=_ROWS + 1)
        step = cases.last_step(person)
        return page(
            request, "queue.html", cases=found[:_ROWS], wanted=wanted, counts=_counts(cases, wanted, person),
            start=start, more=len(found) > _ROWS, told=told.about(cases, person),
            step=step.number if step else "", second=cases.second_readings(),
        )  # fmt: skip

    return router


def _counts(cases: CaseFile, wanted: Wanted, person: str) -> Counts:
    """Return what each choice of the filter would show, given the others."""
    return cases.counts(wanted, person)._replace(
        help=cases.counts(wanted._replace(help=None), person).help,
        levels=cases.counts(wanted._replace(level=None), person).levels,
        patterns=cases.counts(wanted._replace(pattern=None), person).patterns,
    )
