"""``POST /v1/score``: one message or many, each scored by itself."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.errors import TooLargeError
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.limits import check_size
from grooming_risk.service.responses import JsonAnswer, span_dicts
from grooming_risk.service.schemas import ScoreAnswer, ScoreMany, ScoreOne, ScoresAnswer
from grooming_risk.service.settings import ServiceSettings

_BREATH: Final = 16  # messages after which others get their turn


def scoring_routes(model: Scorer, settings: ServiceSettings, metrics: ServiceMetrics) -> APIRouter:
    """Return the routes that score messages and keep nothing."""
    router = APIRouter(tags=["scoring"])

    @router.post("/v1/score", response_model=ScoreAnswer | ScoresAnswer, responses=errors(400, 413, 415, 422, 503))
    async def score(request: ScoreOne | ScoreMany) -> Response:
        """Score one message (`text`) or many (`texts`)."""
        if isinstance(request, ScoreOne):
            return JsonAnswer(await _scored(request.text, request.evidence))
        if len(request.texts) > settings.max_batch:
            raise TooLargeError(f"a request has at most {settings.max_batch} messages; send several requests")
        scores = []
        for number, text in enumerate(request.texts, start=1):
            scores.append(await _scored(text, request.evidence))
            if number % _BREATH == 0:
                await asyncio.sleep(0)
        return JsonAnswer({"scores": scores})

    async def _scored(text: str, evidence: bool) -> dict[str, Any]:
        check_size(text)
        answer = await run_blocking(len(text), _score_dict, model, text, evidence)
        metrics.levels.labels("score", answer["level"]).inc()
        return answer

    return router


def _score_dict(model: Scorer, text: str, evidence: bool) -> dict[str, Any]:
    score = model.score(text)
    return {**score.to_dict(), **({"evidence": span_dicts(score.evidence)} if evidence else {})}
