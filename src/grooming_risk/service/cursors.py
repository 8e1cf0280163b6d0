"""Cursors of the list: a place in one order, for the filters of its answer alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from grooming_risk.model.sealed import sha256_of
from grooming_risk.service.errors import Kind, Problem, ServiceError
from grooming_risk.service.stores.base import PLACE_DIGITS, Order

_CHECK: Final = 12

CURSOR: Final = rf"^(change-[0-9]{{1,15}}|risk-[0-9]{{{PLACE_DIGITS}}}-([0-9a-f]{{2}}){{1,800}})-[0-9a-f]{{{_CHECK}}}$"
"""The form of a cursor."""


def write_cursor(order: Order, filters: Sequence[Any], after: str) -> str:
    """Return a position as a cursor.

    Examples
    --------
    >>> write_cursor("change", (None,), "17"), write_cursor("risk", (None,), "00918000000room-7")
    ('change-17-f4a976fbe71d', 'risk-00918000000-726f6f6d2d37-d41e0489b169')
    """
    if order == "change":
        place = f"change-{after or 0}"
    else:
        place = f"risk-{after[:PLACE_DIGITS]}-{after[PLACE_DIGITS:].encode().hex()}"
    return f"{place}-{_check(place, filters)}"


def read_cursor(order: Order, filters: Sequence[Any], cursor: str) -> str:
    """Return the position of a cursor of the form `CURSOR`.

    Raises
    ------
    ServiceError
        It is of another order, of other filters, or altered.

    Examples
    --------
    >>> read_cursor("risk", (None,), write_cursor("risk", (None,), "00918000000room-7"))
    '00918000000room-7'
    """
    whole, _, check = cursor.rpartition("-")
    kind, place, *key = whole.split("-")
    if kind != order:
        raise ServiceError(Kind.OTHER_ORDER, f"the cursor is of the order {kind}; ask with that order, or without it")
    if check != _check(whole, filters):
        raise refused_cursor("is of other filters, or was altered; ask with the same filters, or without it")
    return place + "".join(bytes.fromhex(part).decode("utf-8", "replace") for part in key)


def refused_cursor(problem: str) -> ServiceError:
    """Return the error for a cursor that leads to no page."""
    return ServiceError(Kind.INVALID, "the cursor cannot be used", [Problem("query.cursor", problem)])


def _check(place: str, filters: Sequence[Any]) -> str:
    return sha256_of(json.dumps([place, *filters]).encode("ascii"))[:_CHECK]
