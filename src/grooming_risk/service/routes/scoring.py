"""``POST /v1/score``: one message or many, each scored by itself."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.scoring.result import Compiled
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking, turns
from grooming_risk.service.code_for_lists import CodeForLists
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.errors import Kind, ServiceError
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.limits import check_size
from grooming_risk.service.responses import JSONResponse, span_dicts
from grooming_risk.service.schemas import ScoreAnswer, ScoreOne, ScoreRequest, ScoresAnswer
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.single_keys import SingleKeysRoute


def scoring_routes(model: Scorer, settings: ServiceSettings, metrics: ServiceMetrics) -> APIRouter:
    """Return the routes that score messages and keep nothing."""
    router = APIRouter(tags=["scoring"], route_class=SingleKeysRoute)
    code = CodeForLists(model)

    @router.post("/v1/score", response_model=ScoreAnswer | ScoresAnswer, responses=errors(400, 413, 415, 422, 503))
    async def score(request: ScoreRequest) -> Response:
        """Score one message (`text`) or many (`texts`)."""
        texts = [request.text] if isinstance(request, ScoreOne) else request.texts
        if len(texts) > settings.max_batch:
            problem = f"a request has at most {settings.max_batch} messages; send several requests"
            raise ServiceError(Kind.TOO_LARGE, problem)
        for text in texts:
            check_size(text)
        scores: list[dict[str, Any]] = []
        for turn in turns(texts):
            ready = None if request.evidence or len(texts) == 1 else code.ready(len(turn))
            scores += await run_blocking(sum(map(len, turn)), _score_dicts, model, turn, request.evidence, ready)
            await asyncio.sleep(0)
        for answer in scores:
            metrics.levels.labels("score", answer["level"]).inc()
        return JSONResponse(scores[0] if isinstance(request, ScoreOne) else {"scores": scores})

    return router


def _score_dicts(model: Scorer, texts: list[str], evidence: bool, ready: Compiled | None) -> list[dict[str, Any]]:
    if ready:
        return ready.block(texts).to_dicts()
    return [_score_dict(model, text, evidence) for text in texts]


def _score_dict(model: Scorer, text: str, evidence: bool) -> dict[str, Any]:
    score = model.score(text)
    return {**score.to_dict(), **({"evidence": span_dicts(score.evidence)} if evidence else {})}
