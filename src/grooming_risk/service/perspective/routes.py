"""``POST /v1alpha1/comments:analyze``: an existing client of the Perspective API works by changing its base URL.

Its error messages are the hosted API's. The differences: the attributes are this library's (a site may return one in
place of a hosted one), English is assumed if no language is given, nothing is stored, and ``comments:suggestscore`` is
refused, because nobody would read it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from importlib.resources import files
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking
from grooming_risk.service.errors import Kind, PerspectiveError, ServiceError
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.optional_fields import is_blank
from grooming_risk.service.perspective.attributes import (
    ATTRIBUTES,
    attribute_value,
    check_aliases,
    is_supported,
    supported_languages,
)
from grooming_risk.service.perspective.plain_text import PlainTextRoute
from grooming_risk.service.perspective.schemas import (
    AnalyzeAnswer,
    AnalyzeRequest,
    AttributeParameters,
    GoogleErrorAnswer,
    TextEntry,
)
from grooming_risk.service.perspective.sentences import sentences, whole
from grooming_risk.service.responses import JSONResponse
from grooming_risk.service.settings import MAX_TEXT_BYTES

VERSION: Final = "v1alpha1"
PROBABILITY: Final = "PROBABILITY"

_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_TEXT_TYPES: Final = ("PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED")
_SCORE_TYPES: Final = (PROBABILITY, "SCORE_TYPE_UNSPECIFIED")
_MOST_LANGUAGES: Final = 16
_DEFAULT_LANGUAGES: Final = ["en"]
_NOTHING_MORE: Final = AttributeParameters.model_validate({})
_ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    "default": {"model": GoogleErrorAnswer, "description": "An error in the hosted API's shape, with its status."}
}


def perspective_routes(model: Scorer, metrics: ServiceMetrics, aliases: Mapping[str, str]) -> APIRouter:
    """Return the routes in the shape of the Perspective API; an alias is answered by the attribute it stands for."""
    meant = {name: name for name in ATTRIBUTES} | check_aliases(aliases)
    router = APIRouter(tags=["perspective"], strict_content_type=False, route_class=PlainTextRoute)

    @router.post(
        f"/{VERSION}/comments:analyze",
        response_model=AnalyzeAnswer,
        response_model_exclude_none=True,
        responses=_ERRORS,
    )
    async def analyze(request: AnalyzeRequest) -> Response:
        """Score a comment for the attributes that are asked for."""
        text = _checked_text(request.comment)
        wanted = _checked_attributes(request, meant, model)
        spans = bool(request.span_annotations)
        score, scores = await run_blocking(len(text) * (1 + spans), _scored, model, text, wanted, meant, spans=spans)
        metrics.levels.labels("analyze", score.level).inc()
        token = {"clientToken": request.client_token} if request.client_token else {}
        shown = {"attributeScores": scores} if scores else {}
        return JSONResponse({**shown, "languages": request.languages or _DEFAULT_LANGUAGES, **token})

    @router.post(f"/{VERSION}/comments:suggestscore", include_in_schema=False)
    async def suggest() -> Response:
        """Refuse a suggested score: nothing is stored, and a suggestion that is dropped would be lost in silence."""
        raise ServiceError(Kind.NOT_FOUND, "this service keeps no suggestions; keep them where you train a model")

    @router.get("/$discovery/rest", include_in_schema=False)
    async def discovery(request: Request, version: str = VERSION) -> Response:
        """Return the discovery document, from which clients learn the address and the methods."""
        if not is_blank(version) and version != VERSION:
            raise ServiceError(Kind.NOT_FOUND, f"the only version is {VERSION}")
        return JSONResponse(_discovery_document(str(request.base_url)))

    return router


def _discovery_document(base_url: str) -> dict[str, Any]:
    document = json.loads(files(__package__).joinpath("discovery.json").read_text(encoding="utf-8"))
    return {**document, "rootUrl": base_url, "baseUrl": base_url}


def _checked_text(comment: TextEntry | None) -> str:
    text = (comment and comment.text) or ""
    if comment and comment.type and comment.type not in _TEXT_TYPES:
        known = comment.type == "HTML"
        raise PerspectiveError("Currently, only 'PLAIN_TEXT' comments are supported" if known else "Unknown text type")
    if not text.strip():
        raise PerspectiveError("Comment must be non-empty.", "COMMENT_EMPTY")
    if len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT_BYTES:
        raise PerspectiveError("Comment text too long.", "COMMENT_TOO_LONG")
    return text


def _checked_attributes(
    request: AnalyzeRequest, meant: Mapping[str, str], model: Scorer
) -> dict[str, AttributeParameters]:
    wanted = {name: asked or _NOTHING_MORE for name, asked in (request.requested_attributes or {}).items()}
    if not wanted:
        raise PerspectiveError("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")
    for name, asked in wanted.items():
        if name not in meant:
            shown = name if _NAME.fullmatch(name) else "(not the name of one)"
            raise PerspectiveError(f"Unknown requested attribute: {shown}. Known are {', '.join(meant)}.")
        if asked.score_type and asked.score_type not in _SCORE_TYPES:
            shown = asked.score_type if _NAME.fullmatch(asked.score_type) else "(not the name of one)"
            raise PerspectiveError(f"Requested score type {shown} is not supported by attribute {name}")
    if request.context and request.context.entries and request.context.article_and_parent_comment:
        raise PerspectiveError(
            "Context can have either entries or article_and_parent_comment, but both fields were populated."
        )
    return _for_languages(wanted, request, supported_languages(model))


def _for_languages(
    wanted: dict[str, AttributeParameters], request: AnalyzeRequest, supported: Collection[str]
) -> dict[str, AttributeParameters]:
    """Return the attributes that can be scored in the languages asked for: all, or none."""
    languages = request.languages or _DEFAULT_LANGUAGES
    if len(languages) > _MOST_LANGUAGES or not all(map(_LANGUAGE.fullmatch, languages)):
        raise PerspectiveError(f"languages must be language codes such as 'en' or 'en-GB', at most {_MOST_LANGUAGES}")
    strange = [language for language in languages if not is_supported(language, supported)]
    if not strange:
        return wanted
    if request.drop_unsupported_attributes:
        return {}
    name = next(iter(wanted))
    raise PerspectiveError(
        f"Attribute {name} does not support request languages: {', '.join(strange)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError={"requestedLanguages": languages, "attribute": name},
    )


def _scored(
    model: Scorer, text: str, wanted: dict[str, AttributeParameters], meant: Mapping[str, str], *, spans: bool
) -> tuple[Score, dict[str, Any]]:
    """Return the score of the text, and what the answer says of each attribute that reaches its threshold."""
    score = model.score(text)
    parts = [(part, model.score(part.text)) for part in sentences(text)] if spans else [(whole(text), score)]
    answer = {}
    for name, asked in wanted.items():
        value = attribute_value(score, meant[name])
        if value >= (asked.score_threshold or 0.0):
            span_scores = [
                {"begin": part.begin, "end": part.end, "score": _probability(attribute_value(own, meant[name]))}
                for part, own in parts
            ]
            answer[name] = {"spanScores": span_scores, "summaryScore": _probability(value)}
    return score, answer


def _probability(value: float) -> dict[str, Any]:
    return {"value": value, "type": PROBABILITY}
