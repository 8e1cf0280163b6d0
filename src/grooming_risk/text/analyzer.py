"""Turns the words of a message into terms: the only place that says what a feature is, for training and scoring alike.

A term is a string whose first character names its block:

====  ======================================================================
none  a known word, or two known words in a row: ``send``, ``send me``
``+``  one or two concepts in a row: ``+send me``
``&``  two concepts near each other, in either order: ``&guardian secret``
``~``  a piece of an unknown word: ``~<pic``
``|``  the first or the last words of what is read: ``|<send me a``, ``|>a pic``
====  ======================================================================
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, Final, NamedTuple

from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.tokenizer import Tokenizer

BLOCKS: Final = ("", "+", "&", "~", "|")
"""First characters of the five blocks of terms; the block of words has none."""

BEGIN: Final = "|<"
END: Final = "|>"
QUESTION: Final = "?"
"""The only mark among words; it is a term of its own, and no part of how a message begins or ends."""

_MAX_SUBWORD_CHARS: Final = 24
_PIECES_MEMO: Final = 10_000  # unknown words whose pieces are remembered


class Settings(NamedTuple):
    """What the analyzer makes terms of; chosen in training, stored with the model.

    Attributes
    ----------
    word_ngrams : int
        Longest run of known words that is a term: 1 or 2.
    concept_ngrams : int
        Longest run of concepts that is a term: 1 or 2.
    pair_distance : int
        How many concepts further on a pair may reach; 0 makes no pairs.
    subword_min, subword_max : int
        Shortest and longest piece of an unknown word.
    begin_words, end_words : int
        Up to how many words the message's beginning and its end are terms; 0 makes none.
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
"""Key, in the tree of forms, of the concept of the form that ends there; no word is empty."""

_Node = dict[str, Any]
_Places = list[tuple[int, int]] | None

Located = tuple[str, int, int]
"""A term with the first and the last word it comes from."""


class Analyzer:
    """Makes terms of messages.

    Parameters
    ----------
    lexicon : Lexicon
        Concepts, spellings and disguises.
    dictionary : collection of str
        Words learnt from the corpus; with the lexicon's they are the known words.
    settings : Settings
        What to make terms of.

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
        self.forms: _Node = {}
        for form, concept in lexicon.forms.items():
            node = self.forms
            for word in form.split():
                node = node.setdefault(word, {})
            node[_CONCEPT] = intern(concept)  # one object for each name: what is looked up is found at once

    def terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the terms of a message's words, in order; how often a term occurs does not count."""
        return dict.fromkeys(self._terms(words, None))

    def located_terms(self, words: Sequence[str]) -> list[Located]:
        """Return every occurrence of every term with the first and last word it comes from."""
        places: list[tuple[int, int]] = []
        terms = self._terms(words, places)
        return [(term, first, last) for term, (first, last) in zip(terms, places, strict=True)]

    def word_terms(self, words: Sequence[str]) -> dict[str, None]:
        """Return the terms of the words alone, without concepts."""
        found: list[str] = []
        self._word_terms(words, found, None)
        return dict.fromkeys(found)

    def begin_terms(self, words: Sequence[str]) -> list[str]:
        """Return the terms of how words begin, the shortest first."""
        terms = []
        term = BEGIN
        for word in _plain(words)[: self.settings.begin_words]:
            term += word if term == BEGIN else " " + word
            terms.append(term)
        return terms

    def end_terms(self, words: Sequence[str]) -> list[str]:
        """Return the terms of how words end, the shortest first."""
        if not self.settings.end_words:
            return []
        last = _plain(words)[-self.settings.end_words :]
        return [END + " ".join(last[start:]) for start in reversed(range(len(last)))]

    def concept_terms(self, names: Sequence[str]) -> dict[str, None]:
        """Return the terms of a row of concepts; with those of words, beginning and end they are all terms."""
        found: list[str] = []
        self._name_terms(names, found)
        return dict.fromkeys(found)

    def _terms(self, words: Sequence[str], places: _Places) -> list[str]:
        """Return every occurrence of every term; their places go into a list only where one is given (it costs)."""
        found: list[str] = []
        self._word_terms(words, found, places)
        concepts = self.concepts(words)
        if concepts:
            self._concept_terms(concepts, found, places)
        found += self.begin_terms(words)
        found += self.end_terms(words)
        if places is not None:
            self._edge_places(words, places)
        return found

    def _edge_places(self, words: Sequence[str], places: list[tuple[int, int]]) -> None:
        plain = [index for index, word in enumerate(words) if word != QUESTION]
        places += [(plain[0], last) for last in plain[: self.settings.begin_words]]
        if self.settings.end_words:
            places += [(first, plain[-1]) for first in reversed(plain[-self.settings.end_words :])]

    def _word_terms(self, words: Sequence[str], found: list[str], places: _Places) -> None:
        known = self._known
        start = 0
        for index, word in enumerate(words):
            if word not in known and word[0] != "#":
                self._run_terms(words, start, index, found, places)
                start = index + 1
                pieces = self.pieces(word)
                found += pieces
                if places is not None:
                    places += [(index, index)] * len(pieces)
        self._run_terms(words, start, len(words), found, places)

    def pieces(self, word: str) -> tuple[str, ...]:
        """Return the terms of an unknown word, each once."""
        return _pieces(word, self.settings.subword_min, self.settings.subword_max)

    def concepts(self, words: Sequence[str]) -> list[Located]:
        """Return the concepts that words name, longest form first, with their first and last word."""
        found: list[Located] = []
        forms, count = self.forms, len(words)
        free = 0  # first word that no form has taken yet
        for index, word in enumerate(words):
            node = forms.get(word)
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

    def _run_terms(self, words: Sequence[str], start: int, end: int, found: list[str], places: _Places) -> None:
        """Add known words in a row, alone and joined: each longer term is a shorter one and the next word."""
        run = terms = words[start:end]
        for size in range(1, self.settings.word_ngrams + 1):
            if size > 1:
                terms = [term + " " + word for term, word in zip(terms, run[size - 1 :], strict=False)]
            found += terms
            if places is not None:
                places += [(start + i, start + i + size - 1) for i in range(len(terms))]

    def _concept_terms(self, concepts: Sequence[Located], found: list[str], places: _Places) -> None:
        self._name_terms([name for name, _, _ in concepts], found)
        if places is None:
            return
        count = len(concepts)
        for size in range(1, self.settings.concept_ngrams + 1):
            places += [(concepts[i][1], concepts[i + size - 1][2]) for i in range(count - size + 1)]
        for distance in range(1, min(self.settings.pair_distance, count - 1) + 1):
            places += [(a[1], b[2]) for a, b in zip(concepts, concepts[distance:], strict=False)]

    def _name_terms(self, names: Sequence[str], found: list[str]) -> None:
        """Add the terms of concepts: alone, joined, in pairs, nearest first; `_concept_terms` has their places."""
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
    """The term of two concepts in either order; there are few enough to remember each."""

    def __missing__(self, pair: tuple[str, str]) -> str:
        term = self[pair] = "&" + " ".join(sorted(pair))
        return term


def most_pieces(settings: Settings) -> int:
    """Return how many terms an unknown word has at most."""
    sizes = range(settings.subword_min, settings.subword_max + 1)
    return sum(max(_MAX_SUBWORD_CHARS + 3 - size, 0) for size in sizes)


@lru_cache(maxsize=_PIECES_MEMO)
def _pieces(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    framed = f"<{word[:_MAX_SUBWORD_CHARS]}>"
    sizes = range(shortest, longest + 1)
    return tuple(dict.fromkeys("~" + framed[i : i + size] for size in sizes for i in range(len(framed) - size + 1)))
