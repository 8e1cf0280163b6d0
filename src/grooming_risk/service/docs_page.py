"""The page of the endpoints, generated from the OpenAPI description. It loads nothing from other servers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final

_METHODS: Final = ("get", "post", "delete")


def docs_page(openapi: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    openapi : mapping
        The OpenAPI description.

    Returns
    -------
    str
        HTML.
    """
    template = files(__package__).joinpath("docs_page.html").read_text(encoding="utf-8")
    info = openapi["info"]
    sections = "".join(
        _section(method, path, operation, openapi)
        for path, item in openapi["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    )
    parts = {"title": info["title"], "version": info["version"], "about": info["description"].strip()}
    for name, value in parts.items():
        template = template.replace(f"{{{{{name}}}}}", escape(value))
    return template.replace("{{endpoints}}", sections)


def _section(method: str, path: str, operation: Mapping[str, Any], openapi: Mapping[str, Any]) -> str:
    parameters = "".join(
        f"<p><code>{escape(parameter['name'])}</code>: {escape(parameter.get('description', ''))}</p>"
        for parameter in operation.get("parameters", [])
    )
    responses: Mapping[str, Any] = operation["responses"]
    statuses = "".join(
        f"<li><b>{escape(status)}</b> {escape(response['description'])}</li>" for status, response in responses.items()
    )
    good: Mapping[str, Any] = next((item for status, item in responses.items() if status.startswith("2")), {})
    return (
        f'<section><h2><b class="{method}">{method.upper()}</b> {escape(path)}</h2>'
        f"<p>{escape(operation.get('description', ''))}</p>{parameters}"
        f"{_bodies('Request', operation.get('requestBody', {}), openapi)}{_bodies('Answer', good, openapi)}"
        f"<ul>{statuses}</ul></section>"
    )


def _bodies(kind: str, item: Mapping[str, Any], openapi: Mapping[str, Any]) -> str:
    """Return the models of what is sent or answered as JSON."""
    schema = item.get("content", {}).get("application/json", {}).get("schema", {})
    return "".join(_model(kind, model) for model in _models(schema, openapi))


def _models(schema: Mapping[str, Any], openapi: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the models that a body may be."""
    for choice in schema.get("anyOf", [schema]):
        if name := choice.get("$ref", "").rpartition("/")[2]:
            yield openapi["components"]["schemas"][name]


def _model(kind: str, schema: Mapping[str, Any]) -> str:
    rows = "".join(_row(name, field, schema) for name, field in schema.get("properties", {}).items())
    examples = "".join(f"<pre>{escape(json.dumps(one, indent=2))}</pre>" for one in schema.get("examples", []))
    title = f"{kind}: {escape(schema.get('description', ''))}"
    return f"<details><summary>{title}</summary><table>{rows}</table>{examples}</details>"


def _row(name: str, field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    needed = "required" if name in schema.get("required", []) else ""
    cells = (f"<code>{escape(name)}</code>", _kind(field), needed, escape(field.get("description", "")))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _kind(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(_kind(choice) for choice in field["anyOf"]))
    if name := field.get("$ref", "").rpartition("/")[2]:
        return escape(name)
    if field.get("type") == "array":
        return f"list of {_kind(field['items'])}"
    return escape(str(field.get("type", "any")))
