"""The filter of the queue, as the query of an address and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, HTTPException
from starlette.requests import Request

from grooming_risk.desk.queue_filter import Wanted


def to_query(wanted: Wanted, **more: object) -> str:
    """Return a filter as a query, and what else is given and not empty; "" where nothing is.

    Examples
    --------
    >>> to_query(Wanted(level="high", undecided=False), start=50), to_query(Wanted())
    ('?level=high&show=all&start=50', '')
    """
    said = {
        "help": "yes" if wanted.help else "", "level": wanted.level, "pattern": wanted.pattern, "author": wanted.author,
        "show": "" if wanted.undecided else "all", **more,
    }  # fmt: skip
    query = urlencode({name: value for name, value in said.items() if value})
    return f"?{query}" if query else ""


def from_query(query: Mapping[str, str]) -> Wanted:
    """Return the filter of a query.

    Examples
    --------
    >>> from_query({"pattern": "secrecy", "show": "all"})
    Wanted(help=None, level=None, pattern='secrecy', author=None, undecided=False)
    """
    level, pattern, author = (query.get(name, "").strip() or None for name in ("level", "pattern", "author"))
    return Wanted(query.get("help") == "yes" or None, level, pattern, author, query.get("show") != "all")


def refuse_doubles(request: Request) -> None:
    """Refuse an address whose query says one thing twice: which of the two is meant cannot be known."""
    names = [name for name, _ in request.query_params.multi_items()]
    if len(names) > len(set(names)):
        raise HTTPException(400, "The address says one thing twice. Go to the queue, and choose there.")


def _wanted(request: Request) -> Wanted:
    return from_query(request.query_params)


Filter = Annotated[Wanted, Depends(_wanted)]
"""The filter of an address, as the parameter of a route."""
