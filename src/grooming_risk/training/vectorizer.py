"""TF-IDF over the analyzer's terms, as a scikit-learn transformer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from grooming_risk.text.analyzer import BLOCKS, Analyzer, Settings
from grooming_risk.text.lexicon import Lexicon, read_lexicon
from grooming_risk.text.tokenizer import Tokenizer
from grooming_risk.text.typos import TypoCorrector
from grooming_risk.validation import check_texts, check_whole

_TYPO_RATIO: Final = 5  # how many times more lines a word must be in than its typo


class ChatTfidfVectorizer(TransformerMixin, BaseEstimator):
    """TF-IDF of words, concepts, concept pairs and character n-grams of unknown words.

    Term frequency is binary. Document frequency counts lines, so variants do not make the words of a line common. A
    term in fewer than `min_df` lines is unknown: it has no column but counts in the norm.

    Parameters
    ----------
    word_ngrams, concept_ngrams, pair_distance : int
        See `grooming_risk.text.analyzer.Settings`.
    subword_min, subword_max : int
        Length of the character n-grams of unknown words.
    begin_words, end_words : int
        Longest begin term and end term, in words.
    min_df : int, default=2
        Lines in which a term must occur.
    concept_weight, pair_weight, subword_weight, edge_weight : float, at least 0
        Factor on the IDF of these blocks; words have 1.
    unknown_weight : float in [0, 1]
        Share of its block's highest IDF that an unknown term adds to the norm; 0 leaves them out.
    lexicon : Lexicon or None
        None reads the shipped languages.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        Term to column.
    idf_ : ndarray of shape (n_terms,)
        Weight of each term, with the factor of its block, in float32 precision.
    unknown_ : dict of str to float
        First character of a block to the weight of an unknown term in it.
    dictionary_ : list of str
        Words learnt from the corpus, sorted.
    analyzer_ : Analyzer
        The fitted analyzer.

    Examples
    --------
    >>> vectorizer = ChatTfidfVectorizer(min_df=1).fit(["send me a pic", "nice pic of the cat"])
    >>> "&picture send" in vectorizer.get_feature_names_out()
    True
    """

    def __init__(  # noqa: PLR0913 - scikit-learn wants each setting as a parameter
        self,
        *,
        word_ngrams: int = 2,
        concept_ngrams: int = 2,
        pair_distance: int = 5,
        subword_min: int = 3,
        subword_max: int = 3,
        begin_words: int = 3,
        end_words: int = 2,
        min_df: int = 2,
        concept_weight: float = 1.0,
        pair_weight: float = 0.8,
        subword_weight: float = 0.5,
        edge_weight: float = 1.0,
        unknown_weight: float = 0.5,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.word_ngrams, self.concept_ngrams, self.pair_distance = word_ngrams, concept_ngrams, pair_distance
        self.subword_min, self.subword_max = subword_min, subword_max
        self.begin_words, self.end_words = begin_words, end_words
        self.min_df = min_df
        self.concept_weight, self.pair_weight, self.subword_weight = concept_weight, pair_weight, subword_weight
        self.edge_weight, self.unknown_weight = edge_weight, unknown_weight
        self.lexicon = lexicon

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags

    def fit(self, X: Iterable[str], y: object = None, *, lines: Sequence[Any] | None = None) -> ChatTfidfVectorizer:
        """Learn dictionary, vocabulary and IDF.

        Parameters
        ----------
        X : iterable of str, shape (n_messages,)
            Messages.
        y : ignored
        lines : sequence of shape (n_messages,), optional
            Line of each message, the original before its variants; None makes each message a line.

        Raises
        ------
        TypeError
            `X` is a str, or an item is not a str.
        """
        texts, _ = check_texts(X), check_whole(self.min_df, "min_df", 1)
        owners = list(range(len(texts))) if lines is None else list(lines)
        lexicon = read_lexicon() if self.lexicon is None else self.lexicon
        tokenizer = Tokenizer(lexicon, (), correct_typos=False)
        words = [tokenizer.words(text) for text in texts]
        written = dict(zip(reversed(owners), reversed(words), strict=True))  # the first message of each line
        known = tokenizer.known.union(*written.values())
        self.dictionary_ = _dictionary(_line_frequency(words, owners), known, self.min_df)
        settings = Settings(**{name: getattr(self, name) for name in Settings._fields})
        self.analyzer_ = Analyzer(lexicon, self.dictionary_, settings)
        words = [self.analyzer_.tokenizer.words(text) for text in texts]
        frequency = _line_frequency(map(self.analyzer_.terms, words), owners)
        terms = sorted(term for term, n in frequency.items() if n >= self.min_df)
        self.vocabulary_ = {term: column for column, term in enumerate(terms)}
        self._fit_idf(terms, frequency, len(set(owners)))
        return self

    def _fit_idf(self, terms: list[str], frequency: Counter[str], n_lines: int) -> None:
        weights = (1.0, self.concept_weight, self.pair_weight, self.subword_weight, self.edge_weight)
        factors = dict(zip(BLOCKS, weights, strict=True))
        df = np.array([frequency[term] for term in terms], dtype=float)
        block = np.array([factors[block_of(term)] for term in terms], dtype=float)
        self.idf_ = as_float32(block * (np.log((1 + n_lines) / (1 + df)) + 1))
        highest = np.log((1 + n_lines) / (1 + self.min_df)) + 1
        self.unknown_ = {name: float(factor * self.unknown_weight * highest) for name, factor in factors.items()}

    def transform(self, X: Iterable[str]) -> csr_matrix:
        """Return the TF-IDF rows of messages, without windows, shape (n_messages, n_terms), norm at most 1."""
        check_is_fitted(self)
        return self.transform_words([self.analyzer_.tokenizer.words(text) for text in check_texts(X)])

    def transform_words(self, rows: Iterable[Sequence[str]]) -> csr_matrix:
        """Return the TF-IDF rows of tokenized messages, or of parts of them."""
        check_is_fitted(self)
        found = [self._row(words) for words in rows]
        ends = np.cumsum([0] + [len(columns) for columns, _ in found])
        indices = [column for columns, _ in found for column in columns]
        data = [value for _, values in found for value in values]
        return csr_matrix((data, indices, ends), shape=(len(found), len(self.vocabulary_)), dtype=float)

    def _row(self, words: Sequence[str]) -> tuple[list[int], list[float]]:
        columns: list[int] = []
        square = 0.0
        for term in self.analyzer_.terms(words):
            column = self.vocabulary_.get(term)
            if column is None:
                square += self.unknown_[block_of(term)] ** 2
            else:
                columns.append(column)
                square += self.idf_[column] ** 2
        columns.sort()
        norm = np.sqrt(square)
        return columns, [self.idf_[column] / norm for column in columns]

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Return the terms in the order of their columns, shape (n_terms,)."""
        check_is_fitted(self)
        return np.array(list(self.vocabulary_), dtype=object)


def _dictionary(frequency: Mapping[str, int], known: Collection[str], min_df: int) -> list[str]:
    """Return the words in enough lines that are not typos of a more common word.

    Words of the lexicon or of an original line (`known`) are not typos, however rare.
    """
    words = {word for word, lines in frequency.items() if lines >= min_df and word[0] != "#"}
    correct = TypoCorrector(words.union(known)).correct
    typos = {word for word in words.difference(known)
             if frequency.get(correct(word) or "", 0) >= _TYPO_RATIO * frequency[word]}  # fmt: skip
    return sorted(words - typos)


def block_of(term: str) -> str:
    """Return the first character of a term's block; empty for a word term."""
    return term[0] if term[0] in BLOCKS else ""


def as_float32(values: np.ndarray) -> np.ndarray:
    """Round to float32 precision, so that the stored model and the one in memory have equal numbers."""
    return values.astype(np.float32).astype(float)


def _line_frequency(documents: Iterable[Iterable[str]], lines: Sequence[Any]) -> Counter[str]:
    """Count in how many lines each term occurs."""
    seen = {(term, line) for terms, line in zip(documents, lines, strict=True) for term in terms}
    return Counter(term for term, _ in seen)
