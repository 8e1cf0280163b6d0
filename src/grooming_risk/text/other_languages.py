"""Finds the language of a message with words that English does not know."""

import re
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import Any, Final

from grooming_risk.text.language import Language, Outline

_WORD: Final = re.compile(r"[^\W\d_]{2,}")  # single letters may be disguised ones
_MOST: Final = 200  # words of a message that decide on its language
_TELLING: Final = 3  # letters of a word that tells of a language
_LETTERS: Final = 3  # of a word in a script without blanks, about


class OtherLanguages:
    """The languages of a model besides English: outlined when the first word comes that English does not know.

    Parameters
    ----------
    outlines : callable
        Returns the outlines of the languages.
    load : callable
        Returns a language by its code; called once for each that is met.

    Attributes
    ----------
    met : set of str
        Words, as English leaves them, that one of these languages knows and English does not.
    known : set of str
        Marked standard words of the languages that are loaded.

    Examples
    --------
    >>> from grooming_risk.text.lexicon import Lexicon
    >>> spelling = {"sliku": ("sh:slika",), "daj": ("sh:dati",)}
    >>> language = Language("sh", ("sr",), Lexicon({}, spelling, {}, {}, {}), {}, "")
    >>> others = OtherLanguages(lambda: [language.outline], lambda code: language)
    >>> others.meets("sliku"), others.meets("pictur"), others.likeliest("daj sliku pls", {"pls"})
    (True, False, ('sh', True))
    >>> others.language("sh") is language
    True
    """

    def __init__(self, outlines: Callable[[], Iterable[Outline]], load: Callable[[str], Language]) -> None:
        self._make, self._load = outlines, load
        self._lock = Lock()
        self._outlines: tuple[Outline, ...] | None = None
        self._letters: list[dict[int, str]] = []
        self._script: re.Pattern[str] | None = None
        self._loaded: dict[str, Language] = {}
        self.met: set[str] = set()
        self.known: set[str] = set()

    def __reduce__(self) -> tuple[Any, ...]:
        return OtherLanguages, (self._make, self._load)

    def meets(self, word: str) -> bool:
        """Return whether a language knows a folded word that English does not; the word is then in `met`."""
        if word in self.met:
            return True
        if len(word) < _TELLING:
            return False
        outlines = self._known_outlines()
        if word.isascii():
            found = any(word in outline.written for outline in outlines)
        else:
            found = any(self._spelled(word, at) in outline.written for at, outline in enumerate(outlines))
        if found:
            self.met.add(word)
        return found

    def in_script(self, folded: str) -> bool:
        """Return whether a folded text has letters of a script without blanks that one of the languages has."""
        return not folded.isascii() and self._script is not None and bool(self._script.search(folded))

    def likeliest(self, folded: str, english: set[str]) -> tuple[str, bool]:
        """Return the code of the language that knows most words of a folded text, and whether English knows no more.

        Parameters
        ----------
        folded : str
            A text with a word of one of the languages.
        english : set of str
            Words that English knows.
        """
        words = _WORD.findall(folded)[:_MOST]
        outlines = self._known_outlines()
        counts = [self._count(folded, words, at) for at in range(len(outlines))]
        best = max(range(len(counts)), key=lambda at: (counts[at], -len(outlines[at].written)))  # few words tell more
        return outlines[best].code, counts[best] >= sum(map(english.__contains__, words))

    def language(self, code: str) -> Language:
        """Return a language."""
        if code not in self._loaded:
            with self._lock:
                if code not in self._loaded:
                    language = self._load(code)
                    self.known.update(*language.lexicon.spelling.values())
                    self._loaded[code] = language
        return self._loaded[code]

    def _known_outlines(self) -> tuple[Outline, ...]:
        if self._outlines is None:
            with self._lock:
                if self._outlines is None:
                    self._outlines = self._outlined()
        return self._outlines

    def _outlined(self) -> tuple[Outline, ...]:
        found = tuple(self._make())
        self._letters = [str.maketrans(dict(outline.letters)) for outline in found]
        scripts = "".join(outline.script for outline in found)
        self._script = re.compile(f"[{scripts}]") if scripts else None
        return found

    def _spelled(self, word: str, at: int) -> str:
        return word if word.isascii() else word.translate(self._letters[at])

    def _count(self, folded: str, words: Sequence[str], at: int) -> int:
        outline = self._known_outlines()[at]
        if outline.script:
            letters = len(re.findall(f"[{outline.script}]", folded[: _MOST * _LETTERS]))
            return -(-letters // _LETTERS)
        spelled = words if folded.isascii() else [self._spelled(word, at) for word in words]
        return sum(map(outline.written.__contains__, spelled))


def _none(code: str) -> Language:
    raise LookupError(code)  # no word leads to it


NO_OTHERS: Final = OtherLanguages(tuple, _none)
"""No languages besides English."""
