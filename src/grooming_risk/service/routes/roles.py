"""``POST /v1/conversations/{id}/roles``: says who the authors are, once somebody knows."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from grooming_risk.service.conversation_id import ConversationId
from grooming_risk.service.conversations import StoredConversations
from grooming_risk.service.documented_errors import errors
from grooming_risk.service.metrics import ServiceMetrics
from grooming_risk.service.responses import JSONResponse, state_dict
from grooming_risk.service.schemas import RolesAnswer, RolesRequest
from grooming_risk.service.single_keys import SingleKeysRoute
from grooming_risk.service.webhook import AlertWebhook


def role_routes(conversations: StoredConversations, metrics: ServiceMetrics, webhook: AlertWebhook | None) -> APIRouter:
    """Return the route that sets roles."""
    router = APIRouter(tags=["conversations"], route_class=SingleKeysRoute)

    @router.post(
        "/v1/conversations/{id}/roles", response_model=RolesAnswer, responses=errors(400, 404, 409, 413, 415, 422, 503)
    )
    async def set_roles(key: ConversationId, request: RolesRequest) -> Response:
        """Set roles of authors after the fact; risks follow at once, and so do alerts."""
        heard = await conversations.set_roles(key, {one.author: one.role for one in request.roles})
        metrics.alerts_raised(heard.message.alerts)
        if webhook:
            webhook.send(key, heard.message)
        return JSONResponse({**state_dict(key, heard.state), "alerts": heard.message.alerts})

    return router
