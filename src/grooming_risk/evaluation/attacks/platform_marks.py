"""Disguises by what chat platforms show in another way: spoilers, mentions, markup, letters as flags and in frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_MARKS: Final = ("||", "**", "*", "_", "~~", "`", "__")
_AROUND: Final = (
    ("\x0304", "\x03"), ("\x02", "\x02"), ("\x1b[31m", "\x1b[0m"), ("<b>", "</b>"),
    ("<span style='color:red'>", "</span>"), ("[b]", "[/b]"), ("<@1234> ", ""), ("<:wave:1234> ", ""), ("&nbsp;", ""),
)  # fmt: skip
"""What colour codes, terminals, pages, boards and Discord put before and behind a word."""

_FRAMES: Final = (0x24D0, 0x1F130, 0x1F150, 0x1F170, 0x249C)
"""The letter "a" in a circle, a square, a disc, a filled square, in parentheses."""

_FLAGS: Final = 0x1F1E6


def _marked(text: str, random: Random) -> str:
    """Put the same marks around every word."""
    mark = random.choice(_MARKS)
    return " ".join(f"{mark}{word}{mark}" for word in text.split())


def _mentions(text: str, random: Random) -> str:
    sign = random.choice("@#")
    return _WORD.sub(lambda match: sign + match.group(), text)


def _markup(text: str, random: Random) -> str:
    """Put the same markup around every word, or inside it, or write every letter as an entity."""
    before, behind = random.choice(_AROUND)
    way = random.randrange(3)
    if way == 0:
        return _WORD.sub(lambda match: "".join(f"&#{ord(letter)};" for letter in match.group()), text)
    if way == 1 or not behind:
        return _WORD.sub(lambda match: before + match.group() + behind, text)
    return _WORD.sub(lambda match: match.group()[:1] + before + behind + match.group()[1:], text)


def _letters_from(text: str, first: int) -> str:
    return text.lower().translate({ord("a") + place: first + place for place in range(26)})


PLATFORM_MARKS: Final[Mapping[str, Callable[[str, Random], str]]] = {
    "marks_around_words": _marked,
    "mentions": _mentions,
    "markup": _markup,
    "flag_letters": lambda text, random: _letters_from(text, _FLAGS),
    "framed_letters": lambda text, random: _letters_from(text, random.choice(_FRAMES)),
}
"""Each disguise by name."""
