"""``GET /v1/conversations``: what a queue of moderators needs of each conversation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from grooming_risk.service.conversation_list import Filters
from grooming_risk.service.conversations import StoredConversations
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.list_schemas import ListAnswer, ListQuery
from grooming_risk.service.responses import JSONResponse


def list_routes(conversations: StoredConversations) -> APIRouter:
    """Return the route of the list."""
    router = APIRouter(tags=["conversations"])

    @router.get("/v1/conversations", response_model=ListAnswer, responses=errors(409, 422, 503))
    async def list_conversations(query: Annotated[ListQuery, Query()]) -> Response:
        """List the conversations that are kept: who asks for help first, then by risk; or by change. No text."""
        filters = Filters(query.level, query.help, query.pattern, query.since)
        rows, cursor = await conversations.list(query.order, filters, query.cursor, query.limit)
        return JSONResponse({"conversations": rows, "next_cursor": cursor})

    return router
