"""One rule for the optional fields of all requests: null, and a string that is blank, are the same as not given."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticUseDefault, core_schema

Value = TypeVar("Value")

BLANK_TEXT: Final[dict[str, Any]] = {"type": "string", "pattern": r"^\s*$"}
"""How the OpenAPI page describes a blank string."""

_BLANK: Final[tuple[dict[str, Any], ...]] = ({"type": "null"}, BLANK_TEXT)


def is_blank(value: object) -> bool:
    """Say whether a field is as good as not given.

    Examples
    --------
    >>> is_blank(" "), is_blank(None), is_blank(0)
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and not value.strip())


class _BlankIsNotGiven:
    """Takes the default of a field for what is blank, and describes that."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_default_if_blank, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        own = handler(schema)
        forms = own["anyOf"] if set(own) == {"anyOf"} else [own]
        return {"anyOf": [*forms, *(form for form in _BLANK if form not in forms)]}


def _default_if_blank(value: object) -> object:
    if is_blank(value):
        raise PydanticUseDefault
    return value


MayBeBlank = Annotated[Value, _BlankIsNotGiven()]
"""The type of every optional field of a request."""
