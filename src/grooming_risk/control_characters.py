"""Replaces control characters in hostile text, so that no terminal, page or plot obeys them."""

from __future__ import annotations

from typing import Final

_JOINERS: Final = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"

KEPT_IN_HTML: Final = f"\n\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}{_JOINERS}"
"""Characters that a page shows as they are: line feed, tab, common spaces, joiners."""


def visible(text: str, kept: str = "") -> str:
    r"""Return text with a replacement character for each character that does not print; the length stays the same.

    Parameters
    ----------
    text : str
        Any text, with lone surrogates too.
    kept : str, optional
        Characters that stay nevertheless. A joiner stays only between letters of other scripts or parts of an emoji.

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
