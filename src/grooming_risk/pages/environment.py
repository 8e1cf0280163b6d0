"""The Jinja2 environment of all pages. Every value is escaped and loses its control characters."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.control_characters import KEPT_IN_HTML, visible
from grooming_risk.errors import missing_extra

if TYPE_CHECKING:
    from jinja2 import Environment

_PACKAGE: Final = Path(__file__).parents[1]


@cache
def environment(**filters: Callable[..., Any]) -> Environment:
    """Return an environment with further filters, which finds templates and styles by their path in the package.

    The same filters give the same environment, so that a template is compiled once. A name without a value is an error;
    absent Jinja2 is a MissingExtraError.

    Examples
    --------
    >>> environment().from_string("<q>{{ text }}</q> {{ 1 | counted('message') }}").render(text="<b>\u202e")
    '<q>&lt;b&gt;�</q> 1 message'
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    made = Environment(
        autoescape=True,
        finalize=_visible,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_PACKAGE),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(counted=counted, fixed=_fixed, thousands="{:,}".format, **filters)
    return made


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "message"), counted(5000, "message")
    ('1 message', '5,000 messages')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _fixed(number: float, digits: int = 1) -> str:
    return f"{number:.{digits}f}"


def _visible(value: object) -> object:
    return value if hasattr(value, "__html__") else visible(str(value), KEPT_IN_HTML)
