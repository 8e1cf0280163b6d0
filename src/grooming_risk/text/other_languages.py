"""Finds the language of a message with words that English does not know, and the tokenizer that reads it."""

import re
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Final

from grooming_risk.text.language import Language

_WORD: Final = re.compile(r"[^\W\d_]{2,}")  # single letters may be disguised ones
_MOST: Final = 200  # words of a message that decide on its language
_LETTERS: Final = 3  # of a word in a script without blanks, about


class OtherLanguages:
    """The languages of a model besides English, loaded when the first word comes that English does not know.

    Parameters
    ----------
    load : callable
        Returns the languages.

    Attributes
    ----------
    met : set of str
        Words, as English leaves them, that one of these languages knows and English does not.
    known : set of str
        Marked standard words of the languages.

    Examples
    --------
    >>> from grooming_risk.text.lexicon import Lexicon
    >>> spelling = {"sliku": ("sh:slika",), "daj": ("sh:dati",)}
    >>> language = Language("sh", ("sr",), Lexicon({}, spelling, {}, {}, {}), {}, "")
    >>> others = OtherLanguages(lambda: [language])
    >>> found, mostly = others.likeliest("daj sliku pls", {"pls"})
    >>> others.meets("sliku"), others.meets("pictur"), found.code, mostly
    (True, False, 'sh', True)
    """

    def __init__(self, load: Callable[[], Sequence[Language]]) -> None:
        self._load = load
        self._lock = Lock()
        self._languages: tuple[Language, ...] | None = None
        self._letters: list[dict[int, str]] = []
        self._script: re.Pattern[str] | None = None
        self.met: set[str] = set()
        self.known: set[str] = set()

    def __reduce__(self) -> tuple[Any, ...]:
        return OtherLanguages, (self._load,)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages; loaded on first use."""
        if self._languages is None:
            with self._lock:
                if self._languages is None:
                    self._languages = self._loaded()
        return self._languages

    def meets(self, word: str) -> bool:
        """Return whether a language knows a folded word that English does not; the word is then in `met`."""
        if word in self.met:
            return True
        found = any(self._spelled(word, place) in language.lexicon.spelling
                    for place, language in enumerate(self.languages))  # fmt: skip
        if found:
            self.met.add(word)
        return found

    def in_script(self, folded: str) -> bool:
        """Return whether a folded text has letters of a script without blanks that one of the languages has."""
        return self._languages is not None and self._script is not None and bool(self._script.search(folded))

    def likeliest(self, folded: str, english: set[str]) -> tuple[Language, bool]:
        """Return the language that knows most words of a folded text, and whether English knows no more of them.

        Parameters
        ----------
        folded : str
            A text with a word of one of the languages.
        english : set of str
            Words that English knows.
        """
        words = _WORD.findall(folded)[:_MOST]
        counts = [self._count(folded, words, place) for place in range(len(self.languages))]
        best = max(range(len(counts)), key=counts.__getitem__)
        return self.languages[best], counts[best] >= sum(map(english.__contains__, words))

    def _loaded(self) -> tuple[Language, ...]:
        found = tuple(self._load())
        self._letters = [str.maketrans(dict(language.letters)) for language in found]
        for language in found:
            self.known.update(*language.lexicon.spelling.values())
        scripts = "".join(language.script for language in found)
        self._script = re.compile(f"[{scripts}]") if scripts else None
        return found

    def _spelled(self, word: str, place: int) -> str:
        return word if word.isascii() else word.translate(self._letters[place])

    def _count(self, folded: str, words: Sequence[str], place: int) -> int:
        language = self.languages[place]
        if language.script:
            letters = len(re.findall(f"[{language.script}]", folded[: _MOST * _LETTERS]))
            return -(-letters // _LETTERS)
        return sum(self._spelled(word, place) in language.lexicon.spelling for word in words)
