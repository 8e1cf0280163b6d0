"""``/v1/conversations/{id}``: returns the state of a conversation, and erases it."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.service.conversation_id import ConversationId
from grooming_risk.service.conversations import StoredConversations
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.responses import JSONResponse, span_dicts, state_dict
from grooming_risk.service.schemas import ConversationDetail


def conversation_routes(conversations: StoredConversations) -> APIRouter:
    """Return the routes that read and erase conversations."""
    router = APIRouter(tags=["conversations"])

    @router.get("/v1/conversations/{id}", response_model=ConversationDetail, responses=errors(404, 409, 422, 503))
    async def read_conversation(key: ConversationId) -> Response:
        """Say where a conversation stands, and which message raised what."""
        state = await conversations.read(key)
        timeline = [{**asdict(entry), "evidence": span_dicts(entry.evidence)} for entry in state.timeline]
        return JSONResponse({**state_dict(key, state), "timeline": timeline})

    @router.delete("/v1/conversations/{id}", status_code=204, responses=errors(404, 422, 503))
    async def erase_conversation(key: ConversationId) -> Response:
        """Erase all that is kept of a conversation."""
        await conversations.erase(key)
        return Response(status_code=204)

    return router
