"""What came of reading: figures, the log, and the decisions as a file."""

from __future__ import annotations

import json
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.pages import page
from grooming_risk.desk.person import Person
from grooming_risk.desk.routes.queue import Start
from grooming_risk.scoring.scorer import Scorer

_ENTRIES: Final = 100


def figure_routes(cases: CaseFile, model: Scorer) -> APIRouter:
    """Return the routes of figures, log and download."""
    router = APIRouter()

    @router.get("/figures")
    def figures(request: Request, person: Person) -> Response:
        """Show what is known of decisions and of the model."""
        return page(request, "figures.html", figures=cases.figures(), second=cases.second_readings())

    @router.get("/log")
    def log(request: Request, person: Person, start: Start = 0) -> Response:
        """Show who did what when."""
        found = cases.log(start=start, count=_ENTRIES + 1)
        keys = {entry.conversation for entry in found if entry.conversation}
        ranks = {key: case.rank for key in keys if (case := cases.case(key, person))}
        return page(
            request,
            "log.html",
            ranks=ranks,
            entries=found[:_ENTRIES],
            start=start,
            more=len(found) > _ENTRIES,
            rows=_ENTRIES,
        )

    @router.get("/decisions.jsonl")
    def decisions(person: Person) -> Response:
        """Return the decisions as reviews, for ``grooming-risk review`` and ``train --review``."""
        lines = [json.dumps(review.to_dict()) + "\n" for review in cases.reviews(model, person=person)]
        headers = {"Content-Disposition": 'attachment; filename="decisions.jsonl"'}
        return Response("".join(lines), media_type="application/jsonl", headers=headers)

    return router
