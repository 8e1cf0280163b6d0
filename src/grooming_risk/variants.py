"""Makes variants of a line by program: other spellings and disguises, on harmless and risky lines alike.

Because every kind of line gets every kind of variant, a disguise alone is no signal. The same line, seed and number
give the same variant.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.lexicon import Lexicon

Change = Callable[[str, Random], str]

_WORD: Final = re.compile(r"[A-Za-z']+")
_TOKEN: Final = re.compile(r"[A-Za-z0-9']+")
_VOWEL: Final = re.compile(r"[aeiou]")
_EMOJI: Final = ("😂", "😊", "🙏", "😭", "❤️", "👀", "🔥", "😅", "👍", "😘")
_ZERO_WIDTH: Final = ("\u200b", "\u200c", "\u200d", "\ufeff", "\u00ad")


def read_alternatives(path: str | Path | None = None) -> list[list[str]]:
    """Read the sets of words that can stand for one another: a set a row, separated by commas; ``#`` begins a comment.

    Parameters
    ----------
    path : path or str, optional
        None takes the shipped ``data/synthetic/alternatives.txt``.

    Returns
    -------
    list of list of str
        At least two words each.

    Raises
    ------
    DataError
        A row has a single word.
    """
    source = resource_folder("data/synthetic") / "alternatives.txt" if path is None else Path(path)
    sets = []
    for number, row in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if row.strip() and not row.startswith("#"):
            sets.append([word.strip() for word in row.split(",") if word.strip()])
            if len(sets[-1]) < 2:
                raise DataError(source, number, "a set needs two words or more, separated by commas")
    return sets


def typo(text: str, random: Random) -> str:
    """Swap, drop or double a letter inside one of the longer words."""
    match = _pick_word(text, random, 4)
    if match is None:
        return text
    at = random.randrange(match.start() + 1, match.end() - 1)
    swapped = text[at + 1] + text[at]
    middle = random.choice((swapped, text[at + 1], text[at] * 2 + text[at + 1]))
    return text[:at] + middle + text[at + 2 :]


def casing(text: str, random: Random) -> str:
    """Write all of it in capitals, in small letters, or with a capital first."""
    return random.choice((str.upper, str.lower, str.capitalize))(text)


def stretch(text: str, random: Random) -> str:
    """Stretch a vowel of one word."""
    vowels = list(_VOWEL.finditer(text))
    if not vowels:
        return text
    at = random.choice(vowels).start()
    return text[:at] + text[at] * random.randint(3, 5) + text[at + 1 :]


def emoji(text: str, random: Random) -> str:
    """Put an emoji behind the line."""
    return f"{text} {random.choice(_EMOJI)}"


def zero_width(text: str, random: Random) -> str:
    """Put an invisible character into one word."""
    match = _pick_word(text, random, 3)
    if match is None:
        return text
    at = random.randrange(match.start() + 1, match.end())
    return text[:at] + random.choice(_ZERO_WIDTH) + text[at:]


def drop_word(text: str, random: Random) -> str:
    """Leave one word out of a longer line, as hurried writers do."""
    words = text.split()
    if len(words) < 6:
        return text
    del words[random.randrange(len(words))]
    return " ".join(words)


def unpunctuated(text: str, random: Random) -> str:
    """Drop commas, full stops, apostrophes and marks; a line of nothing else stays."""
    bare = re.sub(r"(?<!\w)'|'(?!\w)|[.,!?;:'](?!\w)|(?<=[a-z])'(?=[a-z])", "", text)
    return bare if bare.strip() else text


class Variants:
    """Makes variants with the spellings and disguises of a lexicon.

    Parameters
    ----------
    lexicon : Lexicon
        Where chat spellings, look-alike letters and leet come from.
    alternatives : sequence of sequence of str
        Sets of words that can stand for one another, as `read_alternatives` returns them.

    Examples
    --------
    >>> from grooming_risk.lexicon import read_lexicon
    >>> Variants(read_lexicon(), []).make("see you at practice", "sms:3", 1, seed=0) == "see you at practice"
    False
    """

    def __init__(self, lexicon: Lexicon, alternatives: Sequence[Sequence[str]]) -> None:
        self._alternatives: dict[str, list[str]] = {}
        for words in alternatives:
            for word in words:
                self._alternatives.setdefault(word, []).extend(other for other in words if other != word)
        self._spellings: dict[str, list[str]] = {}
        for variant, standard in lexicon.spelling.items():
            if len(standard) == 1:
                self._spellings.setdefault(standard[0], []).append(variant)
        self._chat = frozenset(lexicon.spelling)
        self._lookalikes = _reversed(lexicon.lookalikes)
        self._leet = _reversed(lexicon.leet)
        self._changes: Sequence[tuple[Change, int]] = (
            (self.reword, 6),
            (typo, 5),
            (self.slang, 5),
            (unpunctuated, 3),
            (drop_word, 3),
            (casing, 2),
            (emoji, 2),
            (stretch, 2),
            (self.leet, 1),
            (self.lookalike, 1),
            (zero_width, 1),
        )

    def make(self, text: str, name: str, number: int, *, seed: int) -> str:
        """Return variant `number` of the line of that name: one or two changes that do change it, where possible."""
        random = Random(f"{seed}/{name}/{number}")
        changes, weights = zip(*self._changes, strict=True)
        varied = text
        for change in random.choices(changes, weights, k=random.choice((1, 2))):
            varied = change(varied, random)
        for change in changes:
            varied = varied if varied != text else change(text, random)
        return varied

    def reword(self, text: str, random: Random) -> str:
        """Put another word for up to two words."""
        for _ in range(2):
            words = [m for m in _TOKEN.finditer(text) if m.group().lower() in self._alternatives]
            if words:
                match = random.choice(words)
                other = random.choice(self._alternatives[match.group().lower()])
                text = text[: match.start()] + other + text[match.end() :]
        return text

    def spelled(self, text: str) -> int:
        """Return how many words of a text are in chat spelling."""
        return sum(match.group().lower() in self._chat for match in _TOKEN.finditer(text))

    def slang(self, text: str, random: Random) -> str:
        """Write up to two words the chat way."""
        for _ in range(2):
            words = [m for m in _WORD.finditer(text) if m.group().lower() in self._spellings]
            if words:
                match = random.choice(words)
                variant = random.choice(self._spellings[match.group().lower()])
                text = text[: match.start()] + variant + text[match.end() :]
        return text

    def leet(self, text: str, random: Random) -> str:
        """Write a letter or two of one word as digits or signs."""
        return _replace_letters(text, random, self._leet)

    def lookalike(self, text: str, random: Random) -> str:
        """Write a letter or two of one word in another script."""
        return _replace_letters(text, random, self._lookalikes)


def _reversed(signs: Mapping[str, str]) -> dict[str, list[str]]:
    letters: dict[str, list[str]] = {}
    for sign, standing_for in signs.items():
        for letter in standing_for:
            letters.setdefault(letter, []).append(sign)
    return letters


def _pick_word(text: str, random: Random, shortest: int) -> re.Match[str] | None:
    words = [match for match in _WORD.finditer(text) if len(match.group()) >= shortest]
    return random.choice(words) if words else None


def _replace_letters(text: str, random: Random, signs: Mapping[str, Sequence[str]]) -> str:
    match = _pick_word(text, random, 3)
    if match is None:
        return text
    letters = list(match.group())
    places = [place for place, letter in enumerate(letters) if letter.lower() in signs]
    for place in random.sample(places, min(len(places), random.randint(1, 2))):
        letters[place] = random.choice(signs[letters[place].lower()])
    return text[: match.start()] + "".join(letters) + text[match.end() :]
