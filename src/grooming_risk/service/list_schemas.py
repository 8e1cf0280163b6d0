"""Requests and responses of the list of conversations."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from grooming_risk.service.conversation_list import MOST_ROWS
from grooming_risk.service.cursors import CURSOR
from grooming_risk.service.optional_fields import MayBeBlank
from grooming_risk.service.request_fields import read_at
from grooming_risk.service.schemas import Probability
from grooming_risk.service.stores.base import Order

Level = Literal["none", "low", "medium", "high"]
Pattern = Literal[
    "personal_probing", "trust_building", "gift_offer", "job_lure", "secrecy", "isolation", "platform_switch",
    "boundary_pushing", "image_request", "meeting_request", "coercion",
]  # fmt: skip
"""The names of `PATTERNS`, as the OpenAPI page lists them."""

_ROW: Final[dict[str, Any]] = {
    "conversation": "room-7",
    "risk": 0.91,
    "level": "high",
    "asks_for_help": True,
    "author": "rex",
    "asking": ["kiki"],
    "patterns": ["image_request", "secrecy"],
    "first_alert": {"index": 11, "at": 1772403300.0, "kind": "risk"},
    "messages": 14,
    "last_at": 1772403420.0,
    "changed_at": 1772403421.2,
}


def _seconds(value: object) -> object:
    """Return seconds since 1970; a ``+`` that an address turned into a blank is read as one."""
    try:
        return float(str(value))
    except ValueError:
        moment = read_at(re.sub(r" (?=\d\d:?\d\d$)", "+", str(value)))
        return moment.timestamp() if isinstance(moment, datetime) else moment


_NUMBER: Final = {"type": "number", "minimum": -1e11, "maximum": 1e11}

Since = Annotated[
    float,
    BeforeValidator(_seconds),
    Field(ge=-1e11, le=1e11, allow_inf_nan=False),
    WithJsonSchema({"anyOf": [_NUMBER, {"type": "string", "format": "date-time"}]}),
]


class ListQuery(BaseModel):
    """Which conversations, in which order."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    level: MayBeBlank[Level | None] = Field(None, description="This level and above.")
    help: MayBeBlank[bool | None] = Field(None, description="Whether somebody asks for help.")
    pattern: MayBeBlank[Pattern | None] = Field(None, description="A pattern that was found.")
    since: MayBeBlank[Since | None] = Field(
        None, description="Changed at this time or later: seconds since 1970, or ISO 8601 with a time zone."
    )
    order: MayBeBlank[Order] = Field(
        "risk", description="risk: who asks for help first, then the riskiest. change: the oldest change first."
    )
    cursor: MayBeBlank[Annotated[str, Field(pattern=CURSOR)] | None] = Field(
        None, description="`next_cursor` of the answer before, with the same filters and order."
    )
    limit: MayBeBlank[Annotated[int, Field(ge=1, le=MOST_ROWS)]] = Field(
        50, description="Conversations of the answer, at most."
    )


class FirstAlertAnswer(BaseModel):
    """The message that raised the first alert."""

    index: int
    at: float | None
    kind: str = Field(description="risk or help.")


class RowAnswer(BaseModel):
    """A conversation of the list."""

    conversation: str
    risk: Probability = Field(description="Of the riskiest author.")
    level: str
    asks_for_help: bool
    author: str | int = Field(description="Who carries the risk; where nobody does, who asks for help.")
    asking: list[str | int] = Field(description="Who asks for help.")
    patterns: list[str] = Field(description="Patterns that reached their own thresholds, the most urgent first.")
    first_alert: FirstAlertAnswer | None = Field(
        description="null without an alert, or where a version that did not list conversations raised it."
    )
    messages: int
    last_at: float | None = Field(description="Time of the last message, in seconds; null where it came without one.")
    changed_at: float = Field(description="When the last message came, by the service's clock: seconds since 1970.")


class ListAnswer(BaseModel):
    """Conversations, and where the list goes on."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"conversations": [_ROW], "next_cursor": None}]})

    conversations: list[RowAnswer]
    next_cursor: str | None = Field(
        description="For the next answer. By risk, null is the end, and a rare filter may leave a page short. "
        "By change there is always one: ask with it again for what changed since."
    )
