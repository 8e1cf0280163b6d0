"""Disguises of a message's letters and words, at full strength.

The variants of the corpus touch a word or two; these touch every word they can. A person can still read the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from grooming_risk.evaluation.attacks.between_words import BETWEEN_WORDS
from grooming_risk.evaluation.attacks.coded import CODED
from grooming_risk.evaluation.attacks.platform_marks import PLATFORM_MARKS
from grooming_risk.validation import check_text

Disguise = Callable[[str, Random], str]

_SYNONYMS: Final = Path(__file__).with_name("synonyms.txt")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LEET: Final = {
    "a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!", "l": "1", "o": "0", "s": "5$", "t": "7", "z": "2",
}  # fmt: skip
_LOOK_ALIKES: Final = {
    "a": "аａ𝐚ạ", "b": "Ьｂ𝐛", "c": "сｃ𝐜", "d": "ԁｄ𝐝", "e": "еｅ𝐞é", "f": "ｆ𝐟", "g": "ɡｇ𝐠", "h": "һｈ𝐡",
    "i": "іｉ𝐢í", "j": "јｊ𝐣", "k": "кｋ𝐤", "l": "ӏｌ𝐥", "m": "мｍ𝐦", "n": "ոｎ𝐧ñ", "o": "оο𝐨ö", "p": "рｐ𝐩",
    "q": "ԛｑ𝐪", "r": "гｒ𝐫", "s": "ѕｓ𝐬", "t": "тｔ𝐭", "u": "υｕ𝐮ü", "v": "ѵｖ𝐯", "w": "ԝｗ𝐰", "x": "хｘ𝐱",
    "y": "уｙ𝐲", "z": "ᴢｚ𝐳",
}  # fmt: skip
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"
_EMOJI: Final = "😂🙏🔥✨😊👀💕🌸"
_VOWELS: Final = "aeiouy"
_TYPO_EVERY: Final = 4  # words


def disguise(text: str, name: str, *, seed: int = 0) -> str:
    """Return a message in one of `DISGUISES`; the same arguments give the same result.

    Raises ValueError for an unknown disguise, TypeError if `text` is not a str.

    Examples
    --------
    >>> disguise("send it", "spacing")
    's e n d   i t'
    """
    if name not in DISGUISES:
        raise ValueError(f"no disguise {name!r}; there are {', '.join(DISGUISES)}")
    return DISGUISES[name](check_text(text), Random(f"{seed}/{name}/{text!r}"))


def _by_word(change: Disguise) -> Disguise:
    return lambda text, random: _WORD.sub(lambda match: change(match.group(), random), text)


def _leet(word: str, random: Random) -> str:
    """Replace about half of the letters by digits or signs, at least one; a word of one letter stays readable."""
    return _swap_letters(word, random, _LEET) if len(word) > 1 else word


def _look_alike(word: str, random: Random) -> str:
    return _swap_letters(word, random, _LOOK_ALIKES)


def _swap_letters(word: str, random: Random, signs: Mapping[str, str]) -> str:
    places = [place for place, letter in enumerate(word) if letter.lower() in signs]
    chosen = {place for place in places if random.random() < 0.5} or set(places[:1])
    return "".join(random.choice(signs[c.lower()]) if place in chosen else c for place, c in enumerate(word))


def _between(word: str, random: Random, signs: str) -> str:
    return "".join(letter + random.choice(signs) for letter in word[:-1]) + word[-1:]


def _spacing(text: str, random: Random) -> str:
    """Put blanks between letters, and wider ones between words."""
    return "   ".join(" ".join(word) for word in text.split())


def _marks(text: str, random: Random) -> str:
    """Put the same sign between the letters of every word."""
    sign = random.choice(".-_*")
    return _WORD.sub(lambda match: sign.join(match.group()), text)


def _stretching(word: str, random: Random) -> str:
    """Repeat a vowel of the word, else its last letter."""
    vowels = [place for place, letter in enumerate(word) if letter.lower() in _VOWELS] or [len(word) - 1]
    place = random.choice(vowels)
    return word[:place] + word[place] * random.randint(3, 6) + word[place + 1 :]


def _casing(text: str, random: Random) -> str:
    return "".join(random.choice((char.upper(), char.lower())) for char in text)


def _typos(text: str, random: Random) -> str:
    """Swap, drop, double or mistype a letter in about every fourth word, at least one, of four letters or more."""
    words = [match for match in _WORD.finditer(text) if len(match.group()) >= 4]
    chosen = random.sample(words, min(len(words), 1 + len(text.split()) // _TYPO_EVERY))
    for match in sorted(chosen, key=lambda m: -m.start()):
        at = random.randrange(match.start() + 1, match.end() - 1)
        a, b = text[at], text[at + 1]
        text = text[:at] + random.choice((b + a, b, a + a + b, _neighbour(a, random) + b)) + text[at + 2 :]
    return text


_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbour(letter: str, random: Random) -> str:
    """Return a neighbouring key."""
    for row in _ROWS:
        place = row.find(letter.lower())
        if place >= 0:
            return random.choice([row[i] for i in (place - 1, place + 1) if 0 <= i < len(row)])
    return letter


def _synonym(word: str, random: Random) -> str:
    return random.choice(_synonym_sets().get(word.lower()) or [word])


@cache
def _synonym_sets() -> dict[str, list[str]]:
    """Return the synonyms of each word, a set a row of the file; training uses other ones."""
    found: dict[str, list[str]] = {}
    for row in _SYNONYMS.read_text(encoding="utf-8").splitlines():
        words = [word.strip() for word in row.partition("#")[0].split(",") if word.strip()]
        for word in words:
            found.setdefault(word, []).extend(other for other in words if other != word)
    return found


DISGUISES: Final[Mapping[str, Disguise]] = {
    "leet": _by_word(_leet),
    "look_alikes": _by_word(_look_alike),
    "zero_width": _by_word(lambda word, random: _between(word, random, _INVISIBLE)),
    "spacing": _spacing,
    "marks_between": _marks,
    "emoji_between": _by_word(lambda word, random: _between(word, random, _EMOJI)),
    "stretching": _by_word(_stretching),
    "casing": _casing,
    "typos": _typos,
    "synonyms": _by_word(_synonym),
    **BETWEEN_WORDS,
    **PLATFORM_MARKS,
    **CODED,
}
"""Each disguise by name."""
