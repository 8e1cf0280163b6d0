"""Small pieces of HTML: escaped text, names, chips, links to messages. Text is hostile: escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from grooming_risk.conversation.state.conversation_state import AuthorName
from grooming_risk.labels import PATTERNS

_KEPT: Final = "\n\t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"
_LONG, _BEGIN, _END = 40, 24, 12  # of a long id both ends tell it from others
_JOINERS: Final = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"


def shown(text: object) -> str:
    r"""Return text for HTML: escaped, with its control characters made visible.

    A line feed, a tab and common spaces stay, as do joiners between letters of other scripts or parts of an emoji.

    Parameters
    ----------
    text : object
        What to show; its ``str`` counts.

    Examples
    --------
    >>> shown("<b>\u202e"), shown("a\u200db") == "a\N{REPLACEMENT CHARACTER}b"
    ('&lt;b&gt;�', True)
    """
    return escape("".join(_visible(str(text))))


def _visible(text: str) -> Iterator[str]:
    for place, sign in enumerate(text):
        joins = sign in _JOINERS and place > 0 and not text[place - 1].isascii() and not text[place + 1 :][:1].isascii()
        yield sign if joins or sign.isprintable() or sign in _KEPT else "\N{REPLACEMENT CHARACTER}"


def author_name(name: AuthorName) -> str:
    """Return the name of an author, set apart so that its direction of writing moves nothing; a long one is cut."""
    return f"<bdi>{shown(_short(name)) if str(name).strip() else '(no name)'}</bdi>"


def full_name(name: AuthorName) -> str:
    """Return a line with the whole name of an author whose name is cut elsewhere; else nothing."""
    return f'<p class="quiet">Full name: <bdi>{shown(name)}</bdi></p>' if _short(name) != str(name) else ""


def _short(name: AuthorName) -> str:
    whole = str(name)
    return whole if len(whole) <= _LONG else f"{whole[:_BEGIN]}…{whole[-_END:]}"


def pattern_name(pattern: str) -> str:
    """Return what a pattern is called in a sentence.

    Examples
    --------
    >>> pattern_name("image_request")
    'image request'
    """
    return pattern.replace("_", " ")


def hue(pattern: str) -> str:
    """Return the colour of a pattern as a style: the same for its chip and its marks."""
    return f"--hue: {PATTERNS.index(pattern) * 360 // len(PATTERNS)}"


def chip(pattern: str, key: str = "", *, sure: bool = True) -> str:
    """Return the name of a pattern as a chip.

    Parameters
    ----------
    pattern : str
        One of `PATTERNS`.
    key : str, optional
        The sign that its marks carry in this message.
    sure : bool, default=True
        Whether it reached its threshold.
    """
    sign = f'<span class="key" aria-hidden="true">{key}</span> ' if key else ""
    classes, said = ("tag pattern", "") if sure else ("tag pattern perhaps", "perhaps ")
    return f'<span class="{classes}" style="{hue(pattern)}">{sign}{said}{pattern_name(pattern)}</span>'


def level_name(level: str) -> str:
    """Return a level in its colour."""
    return f'<b class="{level}">{level}</b>'


def message_link(index: int, *, links: bool = True) -> str:
    """Return the number of a message, as a link where the page shows the chat."""
    return f'<a href="#m{index + 1}">message {index + 1}</a>' if links else f"message {index + 1}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "message"), counted(5000, "message")
    ('1 message', '5,000 messages')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
