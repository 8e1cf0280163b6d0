"""The page of the endpoints, generated from the OpenAPI description. It loads nothing from other servers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from grooming_risk.pages.environment import environment
from grooming_risk.service.optional_fields import BLANK_TEXT


def docs_page(openapi: Mapping[str, Any]) -> str:
    """Return the HTML page of an OpenAPI description."""
    pages = environment(indented=partial(json.dumps, indent=2), kind=_kind, models=_models, success=_success)
    return pages.get_template("service/docs_page.html").render(openapi)


def _success(responses: Mapping[str, Any]) -> Any:
    return next((response for status, response in responses.items() if status.startswith("2")), {})


def _models(body: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the models that a JSON body may have."""
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    for choice in schema.get("anyOf", [schema]):
        if name := choice.get("$ref", "").rpartition("/")[2]:
            yield schemas[name]


def _kind(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(choice) for choice in field["anyOf"] if choice != BLANK_TEXT))
    if name := field.get("$ref", "").rpartition("/")[2]:
        return str(name)
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}"
    return str(field.get("type", "any"))
