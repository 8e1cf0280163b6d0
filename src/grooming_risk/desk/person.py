"""Who reads: a name that the person gives once; it stands beside their decisions."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import quote, unquote

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from grooming_risk.control_characters import visible
from grooming_risk.desk.care import YEAR

_COOKIE: Final = "desk-name"
LONGEST: Final = 80


class NameMissingError(Exception):
    """Nobody has given a name yet; the page that asks for it answers."""


def clean_name(text: str) -> str:
    r"""Return a name on one line, without control characters and not too long.

    Examples
    --------
    >>> clean_name("  kim\n  lee ")
    'kim lee'
    """
    return visible(" ".join(text.split()))[:LONGEST].strip()


def person_of(request: Request) -> str:
    """Return the name of who reads; "" before it was given."""
    return clean_name(unquote(request.cookies.get(_COOKIE, "")))


def keep_name(response: Response, name: str) -> None:
    """Keep the name of who reads."""
    response.set_cookie(_COOKIE, quote(name, safe=""), max_age=YEAR, httponly=True, samesite="strict")


def _named(request: Request) -> str:
    if name := person_of(request):
        return name
    raise NameMissingError


Person = Annotated[str, Depends(_named)]
"""Who reads, as the parameter of a route."""
