"""Turns the words of a message into terms. Only this module defines the features, for training and scoring.

A term is a string whose first character names its block:

====  ======================================================================
none  a known word or bigram: ``send``, ``send me``
``+``  a concept or concept bigram: ``+send me``
``&``  a pair of near concepts, in either order: ``&guardian secret``
``~``  a character n-gram of an unknown word: ``~<pic``
``|``  the first or the last words: ``|<send me a``, ``|>a pic``
====  ======================================================================
"""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from numbers import Integral
from sys import intern
from typing import Any, Final, NamedTuple

from grooming_risk.text.language import mark_of
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.other_languages import OtherLanguages
from grooming_risk.text.token_kinds import QUESTION
from grooming_risk.text.tokenizer import Tokenizer

BLOCKS: Final = ("", "+", "&", "~", "|")
"""First characters of the five blocks of terms; word terms have none."""

BEGIN: Final = "|<"
END: Final = "|>"

_MAX_SUBWORD_CHARS: Final = 24
_CACHED_WORDS: Final = 10_000  # unknown words whose n-grams are cached


class Settings(NamedTuple):
    """Settings of the analyzer; chosen in training, stored with the model."""

    word_ngrams: int = 2  # longest n-gram of known words: 1 or 2
    concept_ngrams: int = 2  # longest n-gram of concepts: 1 or 2
    pair_distance: int = 5  # how many concepts further on a pair may reach; 0 makes no pairs
    subword_min: int = 3  # shortest character n-gram of an unknown word
    subword_max: int = 3  # longest one
    begin_words: int = 3  # words of the longest begin term; 0 makes none
    end_words: int = 2  # words of the longest end term; 0 makes none

    def checked(self) -> "Settings":
        """Return the settings.

        Raises
        ------
        ValueError
            A setting is no int, or out of bounds: what a message costs grows with each.
        """
        for name, (lowest, highest) in _BOUNDS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, Integral) or not lowest <= int(value) <= highest:
                bounds = f"{lowest} {'or' if highest - lowest == 1 else 'to'} {highest}"
                raise ValueError(f"{name} must be {bounds}, not {value!r}")
        return self


_BOUNDS: Final = {
    "word_ngrams": (1, 2),
    "concept_ngrams": (1, 2),
    "pair_distance": (0, 50),
    "subword_min": (1, 20),
    "subword_max": (1, 20),
    "begin_words": (0, 10),
    "end_words": (0, 10),
}


_CONCEPT: Final = ""
"""Key, in a node of the phrase trie, of the concept of the phrase that ends there; no word is empty."""

_Node = dict[str, Any]
_NEW: Final[_Node] = {}  # in place of a missing node; never filled

Located = tuple[str, int, int]
"""A term with its first and its last word."""


class Analyzer:
    """Extracts terms from messages.

    Parameters
    ----------
    lexicon : Lexicon
        Concepts, spellings and disguises.
    dictionary : collection of str
        Words learnt from the corpus; with those of the lexicon the known words.
    settings : Settings
        Lengths of n-grams, pairs, begin and end terms.
    others : OtherLanguages, optional
        Languages besides English; `add_phrases` adds theirs.

    Examples
    --------
    >>> from grooming_risk.text.lexicon import read_lexicon
    >>> analyzer = Analyzer(read_lexicon(), ["the", "cat"], Settings(concept_ngrams=1, pair_distance=0))
    >>> sorted(analyzer.terms(analyzer.tokenizer.words("the cat")))
    ['+pet', 'cat', 'the', 'the cat', '|<the', '|<the cat', '|>cat', '|>the cat']
    """

    def __init__(
        self,
        lexicon: Lexicon,
        dictionary: Collection[str],
        settings: Settings,
        others: OtherLanguages | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.settings = settings.checked()
        self.tokenizer = Tokenizer(lexicon, dictionary, others=others)
        self.pair_terms = _PairTerms()
        self.phrase_trie: _Node = {}
        self.add_phrases(lexicon.forms)

    def add_phrases(self, forms: Mapping[str, str]) -> None:
        """Add phrases, in standard words, with their concepts; the last words of phrases of a concept share a node."""
        ends: dict[str, _Node] = {}
        for phrase, concept in forms.items():
            *path, last = phrase.split()
            node = self.phrase_trie
            for word in path:
                after = node.get(word, _NEW)
                if len(after) == (_CONCEPT in after):  # new or shared
                    after = node[word] = {**after}
                node = after
            if last in node:
                node[last] = {**node[last], _CONCEPT: intern(concept)}
            else:
                node[last] = ends.get(concept) or ends.setdefault(concept, {_CONCEPT: intern(concept)})

    def terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the distinct terms of a message's words, in order."""
        return _distinct(self.located_terms(words))

    def located_terms(self, words: Sequence[str]) -> list[Located]:
        """Return every occurrence of every term with its first and last word."""
        plain = [place for place, word in enumerate(words) if word != QUESTION]
        return [
            *self._word_terms(words),
            *self._concept_terms(self.concepts(words)),
            *((term, plain[0], last) for term, last in zip(self.begin_terms(words), plain, strict=False)),
            *((term, first, plain[-1]) for term, first in zip(self.end_terms(words), plain[::-1], strict=False)),
        ]

    def word_terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the terms of the words alone, without concepts."""
        return _distinct(self._word_terms(words))

    def concept_terms(self, names: Sequence[str]) -> dict[str, None]:
        """Return the terms of a sequence of concepts."""
        return _distinct(self._concept_terms([(name, 0, 0) for name in names]))

    def begin_terms(self, words: Sequence[str]) -> list[str]:
        """Return the begin terms, the shortest first."""
        first = _plain(words)[: self.settings.begin_words]
        return [BEGIN + " ".join(first[:end]) for end in range(1, len(first) + 1)]

    def end_terms(self, words: Sequence[str]) -> list[str]:
        """Return the end terms, the shortest first."""
        if not self.settings.end_words:
            return []
        last = _plain(words)[-self.settings.end_words :]
        return [END + " ".join(last[start:]) for start in reversed(range(len(last)))]

    def subword_ngrams(self, word: str) -> tuple[str, ...]:
        """Return the terms of an unknown word: its distinct character n-grams."""
        return _subword_ngrams(word, self.settings.subword_min, self.settings.subword_max)

    def concepts(self, words: Sequence[str]) -> list[Located]:
        """Return the concepts of words with their first and last word; the longest phrase wins."""
        found: list[Located] = []
        trie, count = self.phrase_trie, len(words)
        free = 0  # first word behind the last phrase
        for index, word in enumerate(words):
            node = trie.get(word)
            if node is None or index < free:
                continue
            concept, last, after = "", index, index
            while node is not None:
                if _CONCEPT in node:
                    concept, last = node[_CONCEPT], after
                after += 1
                node = node.get(words[after]) if after < count else None
            if concept:
                found.append((concept, index, last))
                free = last + 1
        return found

    def _word_terms(self, words: Sequence[str]) -> list[Located]:
        """Return the n-grams of known words, and those of each unknown word between them."""
        is_known = self.tokenizer.is_known
        found: list[Located] = []
        known: list[Located] = []
        for index, word in enumerate(words):
            if is_known(word):
                known.append((word, index, index))
                continue
            found += _ngrams(known, self.settings.word_ngrams)
            found += [(term, index, index) for term in self.subword_ngrams(word)]
            known = []
        return found + _ngrams(known, self.settings.word_ngrams)

    def _concept_terms(self, concepts: Sequence[Located]) -> list[Located]:
        """Return the n-grams of concepts, then their pairs, the nearest first."""
        found = [("+" + term, first, last) for term, first, last in _ngrams(concepts, self.settings.concept_ngrams)]
        for distance in range(1, self.settings.pair_distance + 1):
            near = zip(concepts, concepts[distance:], strict=False)
            found += [(self.pair_terms[one[0], other[0]], one[1], other[2]) for one, other in near]
        return found


def _distinct(located: Sequence[Located]) -> dict[str, None]:
    return dict.fromkeys([term for term, _, _ in located])


def _ngrams(units: Sequence[Located], longest: int) -> list[Located]:
    """Return the n-grams of words or concepts in a row, the shortest first."""
    found = [*units]
    ngrams = units
    for size in range(2, longest + 1):
        longer = zip(ngrams, units[size - 1 :], strict=False)
        ngrams = [(f"{ngram} {unit}", first, last) for (ngram, first, _), (unit, _, last) in longer]
        found += ngrams
    return found


def _plain(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word != QUESTION] if QUESTION in words else words


class _PairTerms(dict[tuple[str, str], str]):
    """Unbounded cache of pair terms: concepts are few."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _PairTerms, ()

    def __missing__(self, pair: tuple[str, str]) -> str:
        term = self[pair] = "&" + " ".join(sorted(pair))
        return term


def max_subword_ngrams(settings: Settings) -> int:
    """Return the largest number of terms of an unknown word."""
    sizes = range(settings.subword_min, settings.subword_max + 1)
    return sum(max(_MAX_SUBWORD_CHARS + 3 - size, 0) for size in sizes)


@lru_cache(maxsize=_CACHED_WORDS)
def _subword_ngrams(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    mark = mark_of(word)
    framed = f"<{word[len(mark) : len(mark) + _MAX_SUBWORD_CHARS]}>"
    sizes = range(shortest, longest + 1)
    return tuple(
        dict.fromkeys("~" + mark + framed[i : i + size] for size in sizes for i in range(len(framed) - size + 1))
    )
