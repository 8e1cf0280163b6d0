"""``POST /v1/score``: one message or many, each scored by itself."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.errors import Kind, ServiceError
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.limits import check_size
from grooming_risk.service.responses import JSONResponse, span_dicts
from grooming_risk.service.schemas import ScoreAnswer, ScoreOne, ScoreRequest, ScoresAnswer
from grooming_risk.service.settings import ServiceSettings

_YIELD_EVERY: Final = 16  # messages, after which other requests get a turn


def scoring_routes(model: Scorer, settings: ServiceSettings, metrics: ServiceMetrics) -> APIRouter:
    """Return the routes that score messages and keep nothing."""
    router = APIRouter(tags=["scoring"])

    @router.post("/v1/score", response_model=ScoreAnswer | ScoresAnswer, responses=errors(400, 413, 415, 422, 503))
    async def score(request: ScoreRequest) -> Response:
        """Score one message (`text`) or many (`texts`)."""
        if isinstance(request, ScoreOne):
            return JSONResponse(await _scored(request.text, request.evidence))
        if len(request.texts) > settings.max_batch:
            problem = f"a request has at most {settings.max_batch} messages; send several requests"
            raise ServiceError(Kind.TOO_LARGE, problem)
        scores = []
        for number, text in enumerate(request.texts, start=1):
            scores.append(await _scored(text, request.evidence))
            if number % _YIELD_EVERY == 0:
                await asyncio.sleep(0)
        return JSONResponse({"scores": scores})

    async def _scored(text: str, evidence: bool) -> dict[str, Any]:
        check_size(text)
        answer = await run_blocking(len(text), _score_dict, model, text, evidence)
        metrics.levels.labels("score", answer["level"]).inc()
        return answer

    return router


def _score_dict(model: Scorer, text: str, evidence: bool) -> dict[str, Any]:
    score = model.score(text)
    return {**score.to_dict(), **({"evidence": span_dicts(score.evidence)} if evidence else {})}
