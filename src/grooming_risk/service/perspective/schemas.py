"""Requests and responses in the shape of the Perspective API's ``comments:analyze``, version v1alpha1."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

from grooming_risk.service.optional_fields import MayBeBlank


class _Google(BaseModel):
    """Names in camel case, or in snake case as in the interface definition: clients send both."""

    model_config = ConfigDict(
        strict=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


def _listed(value: object) -> object:
    """Return one language as a list: some clients, such as those in R, send a vector of one as a string."""
    return [value] if isinstance(value, str) else value


_LANGUAGES: Final[dict[str, Any]] = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
Languages = Annotated[list[str], BeforeValidator(_listed), WithJsonSchema(_LANGUAGES)]


class TextEntry(_Google):
    """A text and its type."""

    text: MayBeBlank[str | None] = Field(None, description="At most 20,480 bytes of UTF-8.")
    type: MayBeBlank[str | None] = Field(None, description="PLAIN_TEXT, or nothing.")


class ArticleAndParentComment(_Google):
    """The article and the comment that a comment refers to."""

    article: MayBeBlank[TextEntry | None] = None
    parent_comment: MayBeBlank[TextEntry | None] = None


class Context(_Google):
    """The context of a comment; it is ignored."""

    entries: MayBeBlank[list[TextEntry] | None] = None
    article_and_parent_comment: MayBeBlank[ArticleAndParentComment | None] = None


class AttributeParameters(_Google):
    """Parameters of one attribute."""

    score_type: MayBeBlank[str | None] = Field(None, description="PROBABILITY, or nothing.")
    score_threshold: MayBeBlank[float | None] = Field(
        None, allow_inf_nan=False, description="An attribute that scores below it is left out of the answer."
    )


class AnalyzeRequest(_Google):
    """A comment, and the requested attributes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "comment": {"text": "gg, same team tomorrow?"},
                    "languages": ["en"],
                    "requestedAttributes": {"GROOMING_RISK": {}, "SECRECY": {"scoreThreshold": 0.5}},
                    "doNotStore": True,
                }
            ]
        }
    )

    comment: MayBeBlank[TextEntry | None] = None
    context: MayBeBlank[Context | None] = None
    requested_attributes: MayBeBlank[dict[str, AttributeParameters | None] | None] = Field(
        None, description="GET /v1/model names the attributes."
    )
    span_annotations: MayBeBlank[bool | None] = Field(None, description="Whether each sentence is scored as well.")
    languages: MayBeBlank[Languages | None] = Field(
        None, description="English only; English is assumed if nothing is said. One may stand without a list."
    )
    do_not_store: MayBeBlank[bool | None] = Field(None, description="Nothing is ever stored, whatever it says.")
    client_token: MayBeBlank[str | None] = Field(None, description="Comes back in the answer.")
    session_id: MayBeBlank[str | None] = None
    community_id: MayBeBlank[str | None] = None
    drop_unsupported_attributes: MayBeBlank[bool | None] = Field(
        None, description="Whether an attribute is left out, instead of an error, where the language is not supported."
    )


class ScoreValue(_Google):
    """A number and its type."""

    value: float = Field(ge=0, le=1)
    type: str


class SpanScore(_Google):
    """The score of a part of the text, located in UTF-16 code units."""

    begin: int
    end: int
    score: ScoreValue


class AttributeScores(_Google):
    """The scores of one attribute."""

    summary_score: ScoreValue
    span_scores: list[SpanScore]


class AnalyzeAnswer(_Google):
    """The scores of a comment."""

    attribute_scores: dict[str, AttributeScores] | None = None
    languages: list[str]
    client_token: str | None = None


class GoogleErrorBody(BaseModel):
    """The problem, in the hosted API's words."""

    code: int
    message: str
    status: str
    details: list[dict[str, Any]]


class GoogleErrorAnswer(BaseModel):
    """Every error of ``/v1alpha1``."""

    error: GoogleErrorBody
