"""Disguises by codes and orders that another program undoes: colour codes of games, percent codes, emoji by name.

Filler between the words and words backwards, which people undo as they read, are here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CODES: Final = (
    ("§c", ""), ("§c§l", "§r"), ("&c", ""), ("&l", "&r"), ("&#ff00aa", ""), ("|cffff0000", "|r"),
    ("\x07ff0000", "\x01"), ("^1", ""), ("<color=#f00>", "</color>"), ("<red>", "</red>"), ("<#ff00aa>", ""),
    ("{red}", "{/red}"), ("[center]", "[/center]"), ("<!-- -->", ""),
)  # fmt: skip
"""What games and boards put before and behind a word."""

_EMOJI: Final = (":pizza:", ":smile:", ":joy:", ":fire:", ":sob:", ":+1:")
_OTHER_SCRIPTS: Final = "的の다ก"
_FILLERS: Final = ("lol", "haha", "xd", "uwu")
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}


def _game_codes(text: str, random: Random) -> str:
    """Put the same code before every word, or inside it."""
    before, behind = random.choice(_CODES)
    if random.random() < 0.5 or before[:1] == "&":
        return _WORD.sub(lambda match: before + match.group() + behind, text)
    return _WORD.sub(lambda match: match.group()[:1] + before + behind + match.group()[1:], text)


def _emoji_codes(text: str, random: Random) -> str:
    """Put names of emoji between the words or inside them, or write each letter as the name of a flag letter."""
    way = random.randrange(3)
    if way == 0:
        letters = [[f":regional_indicator_{char}:" for char in word.lower() if char.isalpha()] for word in text.split()]
        return "   ".join(map(" ".join, letters))
    if way == 1:
        first, *others = text.split() or [""]
        return "".join([first, *(f" {random.choice(_EMOJI)} {word}" for word in others)])
    return _WORD.sub(lambda match: match.group()[:1] + random.choice(_EMOJI) + match.group()[1:], text)


def _percent_codes(text: str, random: Random) -> str:
    """Write blanks as percent codes, or letters too."""
    if random.random() < 0.5:
        return "%20".join(text.split())
    return "".join(f"%{ord(char):02x}" if char.isascii() and (char.isalpha() or char == " ") else char for char in text)


def _link_query(text: str, random: Random) -> str:
    return f"https://example.org/?q={random.choice(('+', '%20')).join(text.split())}"


def _other_scripts(text: str, random: Random) -> str:
    return random.choice(_OTHER_SCRIPTS).join(text.split())


def _stars_for_vowels(text: str, random: Random) -> str:
    """Write a star for one or two vowels of each word of four letters or more."""
    return _WORD.sub(lambda match: _starred(match.group()) if len(match.group()) > 3 else match.group(), text)


def _starred(word: str) -> str:
    return word[:1] + re.sub("[aeiou]", "*", word[1:-1], count=2) + word[-1:]


def _glued_leet(text: str, random: Random) -> str:
    return "".join(text.lower().split()).translate({ord(letter): sign for letter, sign in _LEET.items()})


def _filler_words(text: str, random: Random) -> str:
    return f" {random.choice(_FILLERS)} ".join(text.split())


def _reversed_words(text: str, random: Random) -> str:
    return " ".join(word[::-1] for word in text.split())


CODED: Final[Mapping[str, Callable[[str, Random], str]]] = {
    "game_codes": _game_codes,
    "emoji_codes": _emoji_codes,
    "percent_codes": _percent_codes,
    "link_query": _link_query,
    "other_scripts_between": _other_scripts,
    "stars_for_vowels": _stars_for_vowels,
    "glued_leet": _glued_leet,
    "filler_words": _filler_words,
    "reversed_words": _reversed_words,
    "reversed_text": lambda text, random: text[::-1],
}
"""Each disguise by name."""
