"""Turns the words of a message into terms: the only place that says what a feature is, for training and scoring alike.

A term is a string whose first character names its block:

====  ======================================================================
none  a known word, or two known words in a row: ``send``, ``send me``
``+``  one to three concepts in a row: ``+send me picture``
``&``  two concepts near each other, in either order: ``&guardian secret``
``~``  a piece of an unknown word: ``~<pic``
====  ======================================================================
"""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from grooming_risk.lexicon import Lexicon
from grooming_risk.tokenizer import Tokenizer

BLOCKS: Final = ("", "+", "&", "~")
"""First characters of the four blocks of terms; the block of words has none."""

_MAX_SUBWORD_CHARS: Final = 24


class Settings(NamedTuple):
    """What the analyzer makes terms of; chosen in training, stored with the model.

    Attributes
    ----------
    word_ngrams : int
        Longest run of known words that is a term, 1 or more.
    concept_ngrams : int
        Longest run of concepts that is a term, 1 or more.
    pair_distance : int
        How many concepts further on a pair may reach; 0 makes no pairs.
    subword_min, subword_max : int
        Shortest and longest piece of an unknown word.
    """

    word_ngrams: int = 2
    concept_ngrams: int = 3
    pair_distance: int = 5
    subword_min: int = 3
    subword_max: int = 4


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
    >>> from grooming_risk.lexicon import read_lexicon
    >>> analyzer = Analyzer(read_lexicon(), ["the", "cat"], Settings(concept_ngrams=1, pair_distance=0))
    >>> sorted(analyzer.terms(analyzer.tokenizer.words("the cat")))
    ['+pet', 'cat', 'the', 'the cat']
    """

    def __init__(self, lexicon: Lexicon, dictionary: Collection[str], settings: Settings) -> None:
        self.lexicon = lexicon
        self.settings = settings
        self.tokenizer = Tokenizer(lexicon, dictionary)
        self._forms = lexicon.forms
        self._longest: dict[str, int] = {}
        for form in lexicon.forms:
            first, size = form.split(" ", 1)[0], form.count(" ") + 1
            self._longest[first] = max(size, self._longest.get(first, 0))

    def terms(self, words: Sequence[str]) -> set[str]:
        """Return the terms of a message's words; how often a term occurs does not count."""
        return {term for term, _, _ in self.located_terms(words)}

    def located_terms(self, words: Sequence[str]) -> list[Located]:
        """Return every occurrence of every term with the first and last word it comes from."""
        found: list[Located] = []
        self._word_terms(words, found)
        self._concept_terms(self.concepts(words), found)
        return found

    def concepts(self, words: Sequence[str]) -> list[Located]:
        """Return the concepts that words name, longest form first, with their first and last word."""
        found: list[Located] = []
        index, count = 0, len(words)
        while index < count:
            step = 1
            for size in range(min(self._longest.get(words[index], 0), count - index), 0, -1):
                concept = self._forms.get(words[index] if size == 1 else " ".join(words[index : index + size]))
                if concept:
                    found.append((concept, index, index + size - 1))
                    step = size
                    break
            index += step
        return found

    def _word_terms(self, words: Sequence[str], found: list[Located]) -> None:
        known, longest = self.tokenizer.known, self.settings.word_ngrams
        run = 0  # known words in a row up to here
        for index, word in enumerate(words):
            if word in known or word[0] == "#":
                run += 1
                term = word
                found.append((term, index, index))
                for size in range(2, min(run, longest) + 1):
                    term = words[index - size + 1] + " " + term
                    found.append((term, index - size + 1, index))
            else:
                run = 0
                found += [(piece, index, index) for piece in self._pieces(word)]

    def _pieces(self, word: str) -> list[str]:
        framed = f"<{word[:_MAX_SUBWORD_CHARS]}>"
        sizes = range(self.settings.subword_min, self.settings.subword_max + 1)
        return ["~" + framed[i : i + size] for size in sizes for i in range(len(framed) - size + 1)]

    def _concept_terms(self, concepts: Sequence[Located], found: list[Located]) -> None:
        longest, reach = self.settings.concept_ngrams, self.settings.pair_distance
        for index, (concept, first, last) in enumerate(concepts):
            term = "+" + concept
            found.append((term, first, last))
            for after, _, end in concepts[index + 1 : index + longest]:
                term = term + " " + after
                found.append((term, first, end))
            for other, _, end in concepts[index + 1 : index + 1 + reach]:
                if concept != other:
                    pair = f"&{concept} {other}" if concept < other else f"&{other} {concept}"
                    found.append((pair, first, end))
