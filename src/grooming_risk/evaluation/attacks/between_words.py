"""Disguises of what stands between the words of a message: signs, emoji, invisible characters, nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

_EMOJI: Final = ("😂", "❤️", "😭", "🔥", "😊", "🙏", "👀", "💀", "✨", "😍")
_SIGNS: Final = "|+/-.•*~=_&>,"
_INVISIBLE: Final = "\u2060\u3164\u2800\u00ad\u200b\u115f\u17b4\ufeff\U000e0020"


def _emoji_between_words(text: str, random: Random) -> str:
    first, *others = text.split() or [""]
    return "".join([first, *(f" {random.choice(_EMOJI)} {word}" for word in others)])


def _signs_for_blanks(text: str, random: Random) -> str:
    return random.choice(_SIGNS).join(text.split())


def _invisible_blanks(text: str, random: Random) -> str:
    return random.choice(_INVISIBLE).join(text.split())


def _glued_words(text: str, random: Random) -> str:
    """Leave the blanks out; half of the messages get capitals anywhere."""
    glued = "".join(text.split())
    return glued if random.random() < 0.5 else "".join(random.choice((char.upper(), char)) for char in glued)


def _letters_apart_with_comma(text: str, random: Random) -> str:
    """Put a blank between all letters, and one comma anywhere."""
    letters = list("".join(text.split()))
    if letters:
        letters[random.randrange(len(letters))] += ","
    return " ".join(letters)


def _right_to_left(text: str, random: Random) -> str:
    """Write the text backwards, and turn it round for the reader."""
    return f"\u202e{text[::-1]}\u202c"


BETWEEN_WORDS: Final[Mapping[str, Callable[[str, Random], str]]] = {
    "emoji_between_words": _emoji_between_words,
    "signs_for_blanks": _signs_for_blanks,
    "invisible_blanks": _invisible_blanks,
    "glued_words": _glued_words,
    "letters_apart_with_comma": _letters_apart_with_comma,
    "right_to_left": _right_to_left,
}
"""Each disguise by name."""
