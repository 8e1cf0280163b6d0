"""Replaces control characters of hostile text for terminals, pages and plots."""

from __future__ import annotations

from typing import Final

_JOINERS: Final = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"

KEPT_IN_HTML: Final = f"\n\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}{_JOINERS}"
"""Characters that a page keeps: line feed, tab, common spaces, joiners."""


def visible(text: str, kept: str = "") -> str:
    r"""Return text of the same length, with a replacement character for each character that does not print.

    The `kept` characters stay, but joiners only between characters beyond ASCII, such as parts of an emoji.

    Examples
    --------
    >>> visible("a\nb\u202e"), visible("a\nb\u202e", kept="\n")
    ('a�b�', 'a\nb�')
    """
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or (sign in kept and _stays(text, place)) else "\N{REPLACEMENT CHARACTER}"
        for place, sign in enumerate(text)
    )


def _stays(text: str, place: int) -> bool:
    if text[place] not in _JOINERS:
        return True
    return place > 0 and not text[place - 1].isascii() and not text[place + 1 :][:1].isascii()
