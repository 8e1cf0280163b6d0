"""Requests and responses of ``/v1``, with an example each; the OpenAPI page is generated from them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator

from grooming_risk.labels import PATTERNS
from grooming_risk.service.optional_fields import MayBeBlank
from grooming_risk.service.request_fields import Author, MessageId, Role, Seconds, check_at

_SCORE: Final[dict[str, Any]] = {
    "risk": 0.02,
    "level": "none",
    "disclosure": 0.01,
    "coverage": 1.0,
    "patterns": dict.fromkeys(PATTERNS, 0.01),
    "found": [],
}

_MOST_ROLES: Final = 256  # as many as a conversation has authors

Probability = Annotated[float, Field(ge=0, le=1)]


class _Request(BaseModel):
    """Strict types, and no unknown fields: a misspelt one would otherwise be ignored silently.

    Null and blank strings are the same as not given, where a field is optional.
    """

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)


class ScoreOne(_Request):
    """One message to score."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": "gg, same team tomorrow?", "evidence": True}]})

    text: str = Field(description="The message as it was sent; at most 20,480 bytes.")
    evidence: MayBeBlank[bool] = Field(
        False, description="Whether to say which parts of the message speak for a pattern."
    )


class ScoreMany(_Request):
    """Several messages to score, each by itself."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"texts": ["gg wp", "what is 6 times 4?"]}]})

    texts: list[str] = Field(description="The messages; GET /v1/model says how many at most.")
    evidence: MayBeBlank[bool] = Field(
        False, description="Whether to say which parts of the messages speak for a pattern."
    )


def _kind(body: object) -> str:
    return "many" if isinstance(body, ScoreMany) or (isinstance(body, dict) and "texts" in body) else "one"


ScoreRequest = Annotated[Annotated[ScoreOne, Tag("one")] | Annotated[ScoreMany, Tag("many")], Discriminator(_kind)]
"""One message or several; an error names the fields of the one that was meant."""


class NewMessageRequest(_Request):
    """The next message of a conversation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"author": "kiki", "text": "gg, same team tomorrow?", "at": "2026-03-01T18:15:00+01:00", "id": "m-17"}
            ]
        }
    )

    author: Author = Field(
        description="Who sent it: a name or a number, better a pseudonym; it is kept. "
        'The number 7 and the name "7" are two authors.'
    )
    text: str = Field(description="The message as it was sent; at most 20,480 bytes. It is not kept.")
    at: MayBeBlank[Seconds | Annotated[str, Field(json_schema_extra={"format": "date-time"})] | None] = Field(
        None,
        description="Seconds, of which only gaps count; ISO 8601 with a time zone; or Slack's form, "
        "`1772403300.123456` as a string. Milliseconds are refused.",
    )
    id: MayBeBlank[MessageId | None] = Field(
        None,
        description="Your id of the message: sent again under it, it is not counted twice. The last 64 are known. "
        "A number and its digits as a string are the same id.",
    )
    role: MayBeBlank[Role | None] = Field(
        None,
        description="What you know of the author, from this message on: minor, adult, unknown, or guardian and staff "
        "for adults whom you have verified. Without it nothing changes.",
    )

    @field_validator("at")
    @classmethod
    def _is_a_time(cls, value: float | str | None) -> float | str | None:
        check_at(value)
        return value


class AuthorRole(_Request):
    """What is known of an author."""

    author: Author
    role: Role


class RolesRequest(_Request):
    """Roles of authors of a conversation."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"roles": [{"author": "kiki", "role": "minor"}]}]})

    roles: Annotated[list[AuthorRole], Field(min_length=1, max_length=_MOST_ROLES)] = Field(
        description="Each replaces what was known of that author; the last one of an author counts."
    )


class Span(BaseModel):
    """A stretch of a message that speaks for a pattern."""

    start: int = Field(ge=0, description="First character, counted in Unicode code points.")
    end: int = Field(ge=0, description="The character behind the last one.")
    pattern: str
    weight: float = Field(description="What it adds to the pattern's log-odds.")


class ScoreAnswer(BaseModel):
    """The score of one message: triage for people, not a verdict."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SCORE]})

    risk: Probability
    level: str = Field(description="none, low, medium or high.")
    disclosure: Probability = Field(description="That somebody tells of such behaviour or asks for help: never risk.")
    coverage: Probability = Field(description="Share of the words that the model knows: unknown is not harmless.")
    patterns: dict[str, Probability]
    found: list[str] = Field(description="Patterns at or above their thresholds.")
    evidence: list[Span] | None = Field(None, description="Where it was asked for.")


class ScoresAnswer(BaseModel):
    """The scores of several messages, in their order."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"scores": [_SCORE]}]})

    scores: list[ScoreAnswer]


class AlertAnswer(BaseModel):
    """An author reaches medium or high, or asks for help, for the first time."""

    kind: str = Field(description="risk, or help: somebody tells of such behaviour or asks for help. Help comes first.")

    index: int
    at: float | None
    author: str | int
    level: str
    risk: Probability
    patterns: list[str]


class SpeakerAnswer(BaseModel):
    """State of the author of the last message."""

    risk: Probability
    level: str
    messages: int
    disclosure: Probability
    asks_for_help: bool = Field(description="A message of the author reached the threshold of disclosure.")
    found: list[str] = Field(description="Patterns that reached their own thresholds, the most urgent first.")


class AuthorAnswer(SpeakerAnswer):
    """State of one author."""

    author: str | int


class ConversationAnswer(BaseModel):
    """State of a conversation. It holds no text, and none is stored."""

    conversation: str
    risk: Probability
    level: str
    index: int = Field(description="The message it stands after, from 0.")
    author: str | int = Field(description="Who sent the last message.")
    speaker: SpeakerAnswer = Field(description="Where that author stands; risk and level above are the conversation's.")
    disclosure: Probability = Field(description="The highest of all authors.")
    trend: float
    patterns: dict[str, Probability]
    found: list[str] = Field(description="Patterns that reached their own thresholds, the most urgent first.")
    first_seen: dict[str, int] = Field(description="Pattern to the message that showed it first.")
    out_of_order: bool = Field(description="The last message was earlier by its clock than the one before it.")
    dropped_authors: int
    authors: list[AuthorAnswer]


class HeardAnswer(ConversationAnswer):
    """State of the conversation after a message."""

    alerts: list[AlertAnswer] = Field(description="Raised by this message; told again when it is sent again.")
    duplicate: bool = Field(description="The message was counted before; index and alerts are its own.")


class RolesAnswer(ConversationAnswer):
    """State of the conversation with the new roles."""

    alerts: list[AlertAnswer] = Field(description="Raised by the new roles, at the last message.")


class TimelineAnswer(BaseModel):
    """A message that shows a pattern for the first time, or more strongly than any before."""

    index: int
    at: float | None
    author: str | int
    pattern: str
    probability: Probability
    rise: float
    evidence: list[Span]


class ConversationDetail(ConversationAnswer):
    """State of a conversation, and the messages that raised each pattern."""

    timeline: list[TimelineAnswer]


class ModelAnswer(BaseModel):
    """The model, its thresholds, and the limits of the service."""

    version: str = Field(description="Of this software.")
    model: str = Field(description="Hash that tells one model from another; states belong to it.")
    info: dict[str, Any]
    thresholds: dict[str, dict[str, float]] = Field(description="That hold now: the site's, or the model's.")
    recommended: dict[str, dict[str, float]] = Field(description="Two for each pattern: high_precision, high_recall.")
    patterns: list[str]
    attributes: list[str] = Field(description="Names for /v1alpha1/comments:analyze.")
    languages: list[str]
    limits: dict[str, float]


class HealthAnswer(BaseModel):
    """Health of the service."""

    status: str


class ProblemAnswer(BaseModel):
    """A problem with one field."""

    where: str
    problem: str


class ErrorBody(BaseModel):
    """The problem, and what to do."""

    code: str = Field(description="For programs.")
    message: str = Field(description="For people.")
    problems: list[ProblemAnswer] | None = None


class ErrorAnswer(BaseModel):
    """Every error of ``/v1``."""

    error: ErrorBody
