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

from collections.abc import Collection, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, Final, NamedTuple

from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.tokenizer import Tokenizer

BLOCKS: Final = ("", "+", "&", "~", "|")
"""First characters of the five blocks of terms; word terms have none."""

BEGIN: Final = "|<"
END: Final = "|>"
QUESTION: Final = "?"
"""The only punctuation among words; a term of its own, left out of begin and end terms."""

_MAX_SUBWORD_CHARS: Final = 24
_CACHED_WORDS: Final = 10_000  # unknown words whose n-grams are cached


class Settings(NamedTuple):
    """Settings of the analyzer; chosen in training, stored with the model.

    Attributes
    ----------
    word_ngrams : int
        Longest run of known words that is a term: 1 or 2.
    concept_ngrams : int
        Longest run of concepts that is a term: 1 or 2.
    pair_distance : int
        How many concepts further on a pair may reach; 0 makes no pairs.
    subword_min, subword_max : int
        Shortest and longest character n-gram of an unknown word.
    begin_words, end_words : int
        Longest begin term and end term, in words; 0 makes none.
    """

    word_ngrams: int = 2
    concept_ngrams: int = 2
    pair_distance: int = 5
    subword_min: int = 3
    subword_max: int = 3
    begin_words: int = 3
    end_words: int = 2

    def checked(self) -> "Settings":
        """Return the settings.

        Raises
        ------
        ValueError
            A run is longer than two.
        """
        for name in ("word_ngrams", "concept_ngrams"):
            if getattr(self, name) not in (1, 2):
                raise ValueError(f"{name} must be 1 or 2, not {getattr(self, name)!r}")
        return self


_CONCEPT: Final = ""
"""Key, in a node of the phrase trie, of the concept of the phrase that ends there; no word is empty."""

_Node = dict[str, Any]
_Spans = list[tuple[int, int]] | None

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

    Examples
    --------
    >>> from grooming_risk.text.lexicon import read_lexicon
    >>> analyzer = Analyzer(read_lexicon(), ["the", "cat"], Settings(concept_ngrams=1, pair_distance=0))
    >>> sorted(analyzer.terms(analyzer.tokenizer.words("the cat")))
    ['+pet', 'cat', 'the', 'the cat', '|<the', '|<the cat', '|>cat', '|>the cat']
    """

    def __init__(self, lexicon: Lexicon, dictionary: Collection[str], settings: Settings) -> None:
        self.lexicon = lexicon
        self.settings = settings.checked()
        self.tokenizer = Tokenizer(lexicon, dictionary)
        self._known = self.tokenizer.known
        self.pair_terms = _PairTerms()
        self.phrase_trie: _Node = {}
        for phrase, concept in lexicon.forms.items():
            node = self.phrase_trie
            for word in phrase.split():
                node = node.setdefault(word, {})
            node[_CONCEPT] = intern(concept)  # interned names are looked up faster

    def terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the distinct terms of a message's words, in order."""
        return dict.fromkeys(self._terms(words, None))

    def located_terms(self, words: Sequence[str]) -> list[Located]:
        """Return every occurrence of every term with its first and last word."""
        spans: list[tuple[int, int]] = []
        terms = self._terms(words, spans)
        return [(term, first, last) for term, (first, last) in zip(terms, spans, strict=True)]

    def word_terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the terms of the words alone, without concepts."""
        found: list[str] = []
        self._word_terms(words, found, None)
        return dict.fromkeys(found)

    def begin_terms(self, words: Sequence[str]) -> list[str]:
        """Return the begin terms, the shortest first."""
        terms = []
        term = BEGIN
        for word in _plain(words)[: self.settings.begin_words]:
            term += word if term == BEGIN else " " + word
            terms.append(term)
        return terms

    def end_terms(self, words: Sequence[str]) -> list[str]:
        """Return the end terms, the shortest first."""
        if not self.settings.end_words:
            return []
        last = _plain(words)[-self.settings.end_words :]
        return [END + " ".join(last[start:]) for start in reversed(range(len(last)))]

    def concept_terms(self, names: Sequence[str]) -> dict[str, None]:
        """Return the terms of a sequence of concepts."""
        found: list[str] = []
        self._name_terms(names, found)
        return dict.fromkeys(found)

    def _terms(self, words: Sequence[str], spans: _Spans) -> list[str]:
        """Return every occurrence of every term; append the spans to a list, if one is given."""
        found: list[str] = []
        self._word_terms(words, found, spans)
        concepts = self.concepts(words)
        if concepts:
            self._concept_terms(concepts, found, spans)
        found += self.begin_terms(words)
        found += self.end_terms(words)
        if spans is not None:
            self._edge_spans(words, spans)
        return found

    def _edge_spans(self, words: Sequence[str], spans: list[tuple[int, int]]) -> None:
        plain = [index for index, word in enumerate(words) if word != QUESTION]
        spans += [(plain[0], last) for last in plain[: self.settings.begin_words]]
        if self.settings.end_words:
            spans += [(first, plain[-1]) for first in reversed(plain[-self.settings.end_words :])]

    def _word_terms(self, words: Sequence[str], found: list[str], spans: _Spans) -> None:
        known = self._known
        start = 0
        for index, word in enumerate(words):
            if word not in known and word[0] != "#":
                self._word_ngrams(words, start, index, found, spans)
                start = index + 1
                ngrams = self.subword_ngrams(word)
                found += ngrams
                if spans is not None:
                    spans += [(index, index)] * len(ngrams)
        self._word_ngrams(words, start, len(words), found, spans)

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

    def _word_ngrams(self, words: Sequence[str], start: int, end: int, found: list[str], spans: _Spans) -> None:
        """Add the n-grams of consecutive known words."""
        known = terms = words[start:end]
        for size in range(1, self.settings.word_ngrams + 1):
            if size > 1:
                terms = [term + " " + word for term, word in zip(terms, known[size - 1 :], strict=False)]
            found += terms
            if spans is not None:
                spans += [(start + i, start + i + size - 1) for i in range(len(terms))]

    def _concept_terms(self, concepts: Sequence[Located], found: list[str], spans: _Spans) -> None:
        self._name_terms([name for name, _, _ in concepts], found)
        if spans is None:
            return
        count = len(concepts)
        for size in range(1, self.settings.concept_ngrams + 1):
            spans += [(concepts[i][1], concepts[i + size - 1][2]) for i in range(count - size + 1)]
        for distance in range(1, min(self.settings.pair_distance, count - 1) + 1):
            spans += [(a[1], b[2]) for a, b in zip(concepts, concepts[distance:], strict=False)]

    def _name_terms(self, names: Sequence[str], found: list[str]) -> None:
        """Add n-grams, then pairs, the nearest first; `_concept_terms` adds spans in the same order."""
        terms = ["+" + name for name in names]
        found += terms
        for size in range(2, self.settings.concept_ngrams + 1):
            terms = [term + " " + name for term, name in zip(terms, names[size - 1 :], strict=False)]
            found += terms
        for distance in range(1, min(self.settings.pair_distance, len(names) - 1) + 1):
            found += map(self.pair_terms.__getitem__, zip(names, names[distance:], strict=False))


def _plain(words: Sequence[str]) -> Sequence[str]:
    return [word for word in words if word != QUESTION] if QUESTION in words else words


class _PairTerms(dict[tuple[str, str], str]):
    """Unbounded cache of pair terms: concepts are few."""

    def __missing__(self, pair: tuple[str, str]) -> str:
        term = self[pair] = "&" + " ".join(sorted(pair))
        return term


def max_subword_ngrams(settings: Settings) -> int:
    """Return the largest number of terms of an unknown word."""
    sizes = range(settings.subword_min, settings.subword_max + 1)
    return sum(max(_MAX_SUBWORD_CHARS + 3 - size, 0) for size in sizes)


@lru_cache(maxsize=_CACHED_WORDS)
def _subword_ngrams(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    framed = f"<{word[:_MAX_SUBWORD_CHARS]}>"
    sizes = range(shortest, longest + 1)
    return tuple(dict.fromkeys("~" + framed[i : i + size] for size in sizes for i in range(len(framed) - size + 1)))
