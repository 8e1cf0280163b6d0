"""Reads the form of a request: encoded as browsers send forms without files, and not larger than a form can be."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import Depends, HTTPException
from starlette.requests import Request

_MOST_BYTES: Final = 64 * 1024
_MOST_FIELDS: Final = 100
_MOST_DIGITS: Final = 18  # what the file takes as a number


class FormFields:
    """The fields of a form.

    Examples
    --------
    >>> form = FormFields({"note": ["seen before"], "there": ["secrecy", "isolation"]})
    >>> form.one("note"), form.one("verdict"), form.all("there")
    ('seen before', '', ['secrecy', 'isolation'])
    """

    def __init__(self, fields: dict[str, list[str]]) -> None:
        self._fields = fields

    def one(self, name: str) -> str:
        """Return the value of a field, without spaces around it; "" without the field; two values are refused."""
        values = self._fields.get(name, [""])
        if len(values) > 1:
            raise HTTPException(422, f"The form holds {name} more than once. Go back, and send it again.")
        return values[0].strip()

    def number(self, name: str) -> int | None:
        """Return the number in a field that the page wrote; None without the field."""
        value = self.one(name)
        if value and not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
            raise HTTPException(422, f"The form holds {name} that is no number. Go back, and load the page again.")
        return int(value) if value else None

    def all(self, name: str) -> list[str]:
        """Return all values of a field."""
        return self._fields.get(name, [])


async def _read_form(request: Request) -> FormFields:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413, f"A form has at most {_MOST_BYTES:,} bytes. Write a shorter note.")
    try:
        return FormFields(parse_qs(body.decode("ascii"), errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise HTTPException(400, "The form cannot be read. Go back, load the page again, and send it again.") from None


Form = Annotated[FormFields, Depends(_read_form)]
"""The form of a request, as the parameter of a route."""
