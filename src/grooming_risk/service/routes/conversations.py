"""``/v1/conversations/{id}``: adds a message, returns the state, erases a conversation."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.service.conversations import NewMessage, StoredConversations
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.limits import check_size
from grooming_risk.service.responses import JSONResponse, span_dicts
from grooming_risk.service.schemas import (
    CONVERSATION_ID,
    ConversationDetail,
    HeardAnswer,
    NewMessageRequest,
    read_at,
)

ConversationId = Annotated[
    str,
    Path(
        alias="id",
        pattern=CONVERSATION_ID,
        description="Your id of the conversation: up to 200 letters, digits and marks that need no escaping in a path.",
        examples=["room-7"],
    ),
]


def conversation_routes(conversations: StoredConversations, metrics: ServiceMetrics) -> APIRouter:
    """Return the routes of conversations."""
    router = APIRouter(tags=["conversations"])

    @router.post(
        "/v1/conversations/{id}/messages",
        response_model=HeardAnswer,
        responses=errors(400, 404, 409, 413, 415, 422, 503),
    )
    async def add_message(key: ConversationId, request: NewMessageRequest) -> Response:
        """Hear the next message; the answer comes once the new state is kept for good."""
        check_size(request.text)
        message = NewMessage(request.text, request.author, read_at(request.at), request.id, request.role)
        heard = await conversations.add(key, message)
        if not heard.duplicate:
            metrics.levels.labels("conversation", heard.state.level).inc()
            for alert in heard.message.alerts:
                metrics.alerts.labels(alert["kind"], alert["level"]).inc()
        own = {"index": heard.message.place, "alerts": heard.message.alerts, "duplicate": heard.duplicate}
        return JSONResponse({**_state_dict(key, heard.state), **own})

    @router.get("/v1/conversations/{id}", response_model=ConversationDetail, responses=errors(404, 409, 422, 503))
    async def read_conversation(key: ConversationId) -> Response:
        """Say where a conversation stands, and which message raised what."""
        state = await conversations.read(key)
        timeline = [{**asdict(entry), "evidence": span_dicts(entry.evidence)} for entry in state.timeline]
        return JSONResponse({**_state_dict(key, state), "timeline": timeline})

    @router.delete("/v1/conversations/{id}", status_code=204, responses=errors(404, 422, 503))
    async def erase_conversation(key: ConversationId) -> Response:
        """Erase all that is kept of a conversation."""
        await conversations.erase(key)
        return Response(status_code=204)

    return router


def _state_dict(key: str, state: ConversationState) -> dict[str, Any]:
    data = state.to_dict()
    del data["alerts"]
    return {"conversation": key, **data}
