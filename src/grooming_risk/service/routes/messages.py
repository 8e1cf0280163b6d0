"""``POST /v1/conversations/{id}/messages``: adds a message to a conversation."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.service.conversation_id import ConversationId
from grooming_risk.service.conversations import NewMessage, StoredConversations
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.middleware.limits import check_size
from grooming_risk.service.request_fields import read_at
from grooming_risk.service.responses import JSONResponse, state_dict
from grooming_risk.service.schemas import HeardAnswer, NewMessageRequest
from grooming_risk.service.single_keys import SingleKeysRoute
from grooming_risk.service.webhook import AlertWebhook


def message_routes(
    conversations: StoredConversations, metrics: ServiceMetrics, webhook: AlertWebhook | None
) -> APIRouter:
    """Return the route that adds messages."""
    router = APIRouter(tags=["conversations"], route_class=SingleKeysRoute)

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
            metrics.alerts_raised(heard.message.alerts)
        if webhook:  # for a repeated message too: its first answer may have been lost
            webhook.send(key, heard.message)
        own = {"index": heard.message.place, "alerts": heard.message.alerts, "duplicate": heard.duplicate}
        return JSONResponse({**state_dict(key, heard.state), **own})

    return router
