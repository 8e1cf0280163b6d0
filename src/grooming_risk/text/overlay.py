"""Takes off what lies over a text: platform markup, @ before common words, a right-to-left override.

The text keeps its length, so offsets hold.
"""

import re
from typing import Final

from grooming_risk.text.common_words import TELLING, count_common
from grooming_risk.text.emoji_names import with_emoji_by_name
from grooming_risk.text.game_codes import masked_game_codes
from grooming_risk.text.markup import SIGNS, masked_markup
from grooming_risk.text.percent_codes import decoded_percent_codes

ASCII_SIGNS: Final = SIGNS + "@:%"
"""ASCII characters without which there is nothing to take off from an ASCII text."""

_OVERRIDE: Final = "\u202e"
_SIGN: Final = re.compile(f"[{re.escape(ASCII_SIGNS)}§{_OVERRIDE}]")
_MARK_INSIDE: Final = re.compile(r"(?<=\w)(?:\|\||\*\*|~~|__)(?=\w)")
_MENTION: Final = re.compile(r"(?<!\S)@([A-Za-z']+)(?=[.,!?]*(?:\s|$))")
_OVERRIDDEN: Final = re.compile(f"{_OVERRIDE}([^\u202c\n]*)")


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
    if "%" in text:
        text = decoded_percent_codes(text)
    text = masked_markup(masked_game_codes(_MARK_INSIDE.sub("--", text)))  # such a mark may part words
    if text.count(":") > 1:
        text = with_emoji_by_name(text)
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
    forwards, backwards = count_common(run), count_common(run[::-1])
    return _OVERRIDE + (run if forwards > backwards else run[::-1])
