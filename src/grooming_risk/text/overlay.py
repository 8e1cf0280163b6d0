"""Takes off what lies over a text: platform markup, @ before common words, a right-to-left override.

The text keeps its length, so offsets hold.
"""

import re
from typing import Final

from grooming_risk.text.common_words import COMMON, TELLING
from grooming_risk.text.markup import SIGNS, masked_markup

ASCII_SIGNS: Final = SIGNS + "@"
"""ASCII characters without which there is nothing to take off from an ASCII text."""

_OVERRIDE: Final = "\u202e"
_SIGN: Final = re.compile(f"[{re.escape(ASCII_SIGNS)}{_OVERRIDE}]")
_MARK_INSIDE: Final = re.compile(r"(?<=\w)(?:\|\||\*\*|~~|__)(?=\w)")
_MENTION: Final = re.compile(r"(?<!\S)@([A-Za-z']+)(?=[.,!?]*(?:\s|$))")
_OVERRIDDEN: Final = re.compile(f"{_OVERRIDE}([^\u202c\n]*)")
_LETTERS: Final = re.compile(r"[a-z]+")


def uncovered(text: str) -> str:
    r"""Return a text of the same length as a reader sees it.

    Examples
    --------
    >>> uncovered("\u202eterces ruo")
    '\u202eour secret'
    >>> uncovered("@our @secret, @sam"), uncovered("hi @sam, @kiki")
    (' our  secret,  sam', 'hi @sam, @kiki')
    """
    return _uncovered(text) if _SIGN.search(text) else text


def overridden(text: str) -> list[tuple[int, int]]:
    """Return the half-open ranges of a text that a right-to-left override turns round."""
    return [match.span() for match in _OVERRIDDEN.finditer(text)] if _OVERRIDE in text else []


def _uncovered(text: str) -> str:
    text = masked_markup(_MARK_INSIDE.sub("--", text))  # such a mark may part words
    if _OVERRIDE in text:
        text = _OVERRIDDEN.sub(_turned, text)
    if text.count("@") > 1:
        text = _without_mentions(text)
    return text


def _without_mentions(text: str) -> str:
    """Blank the @ before words where one of them is a word that nobody is called."""
    words = [word.lower().replace("'", "") for word in _MENTION.findall(text)]
    if len(words) < 2 or TELLING.isdisjoint(words):
        return text
    return _MENTION.sub(r" \1", text)


def _turned(match: re.Match[str]) -> str:
    """Return an overridden run in the order of its common words; without any, as it is shown."""
    run = match[1]
    forwards, backwards = _common(run), _common(run[::-1])
    return _OVERRIDE + (run if forwards > backwards else run[::-1])


def _common(text: str) -> int:
    return sum(word in COMMON for word in _LETTERS.findall(text.lower()))
