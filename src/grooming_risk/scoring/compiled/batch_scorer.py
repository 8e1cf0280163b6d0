"""Scores lists of messages with the compiled kernels, and unusual messages with the scorer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from threading import Lock
from typing import Any, Final

import numpy as np

from grooming_risk.labels import HEADS, LEVELS, PATTERNS
from grooming_risk.labels import RISK as RISK_HEAD
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.block import ScoredBlock, found_patterns
from grooming_risk.scoring.compiled.buffers import Buffers, buffers
from grooming_risk.scoring.compiled.chunk_table import MOST_CHUNKS, ChunkTable
from grooming_risk.scoring.compiled.kernels import score_batch, sigmoid
from grooming_risk.scoring.compiled.lookup import LONG_CHUNK, MAYBE_ACROSS, lookup_chunks, mark
from grooming_risk.scoring.compiled.tables import Tables, Terms
from grooming_risk.scoring.many import BATCH
from grooming_risk.scoring.result import Model, Score
from grooming_risk.text.filler import FEWEST
from grooming_risk.text.language import ENGLISH

_BATCH_CHARACTERS: Final = 256_000
_LONG: Final = 64_000  # characters of a message for the scorer instead

RISK: Final = (0,)
"""Number of the head of risk."""

ALL: Final = tuple(range(len(HEADS)))
"""Numbers of all heads."""


class BatchScorer:
    """The numbers of a `Scorer`, for many messages at once.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> model = load_model()
    >>> texts = ["gg wp", "our secret ok? dont tell ur mom", ""]
    >>> log_odds, coverage = BatchScorer(model).score_batch(texts)
    >>> log_odds.shape, coverage.tolist()
    ((3, 1), [1.0, 1.0, 0.0])
    >>> float(log_odds[1, 0]) == model.log_odds(texts[1])[0]
    True
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._terms = Terms(model.artifact, model.analyzer)
        self._chunks = ChunkTable(self._terms)
        self._tables = cache(self._tables_for)
        self._lock = Lock()

    def scores(self, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
        """Return the scores of messages; with `patterns`, all heads are computed now, not on demand."""
        probabilities, coverage = self.probabilities(texts, ALL if patterns else RISK)
        risks = probabilities[:, 0].tolist()
        levels = map(self._model.level, risks)
        if not patterns:
            return map(Score, repeat(self._model), texts, risks, levels)
        heads = (dict(zip(HEADS, row, strict=True)) for row in probabilities.tolist())
        return map(Score, repeat(self._model), texts, risks, levels, heads, coverage.tolist())

    def probabilities(self, texts: Sequence[str], heads: tuple[int, ...] = RISK) -> tuple[Any, Any]:
        """Return the probabilities of heads and the coverage; otherwise like `score_batch`."""
        log_odds, coverage = self.score_batch(texts, heads)
        sigmoid(log_odds)
        return log_odds, coverage

    def score_batch(self, texts: Sequence[str], heads: tuple[int, ...] = RISK) -> tuple[Any, Any]:
        """Return the log-odds of some heads, by their number in `HEADS`, and the coverage.

        Parameters
        ----------
        texts : sequence of str
            Messages.
        heads : tuple of int, default=(0,)
            Which heads; risk alone is the fastest.

        Returns
        -------
        log_odds : array of float64, shape (n_messages, n_heads)
            `EMPTY_LOG_ODDS` for a message without words.
        coverage : array of float64 in [0, 1], shape (n_messages,)
            Share of known words; 0 for a message without words.
        """
        return self._numbers(texts, heads)[:2]

    def block(self, texts: Sequence[str]) -> ScoredBlock:
        """Return all that a table holds of messages, column by column."""
        log_odds, coverage, languages = self._numbers(texts, ALL)
        sigmoid(log_odds)
        heads = dict(zip(HEADS, np.ascontiguousarray(log_odds.T), strict=True))
        thresholds = self._model.thresholds
        bounds = [thresholds["levels"][level] for level in LEVELS[1:]]
        levels = [LEVELS[place] for place in np.searchsorted(bounds, heads[RISK_HEAD], side="right").tolist()]
        above = {name: np.flatnonzero(heads[name] >= thresholds["patterns"][name]).tolist() for name in PATTERNS}
        return ScoredBlock(levels, heads, coverage, found_patterns(len(texts), above), languages.tolist())

    def _numbers(self, texts: Sequence[str], heads: tuple[int, ...]) -> tuple[Any, Any, Any]:
        """Return log-odds and coverage, as `score_batch` does, and the language of each message."""
        log_odds = np.full((len(texts), len(heads)), EMPTY_LOG_ODDS)
        coverage, languages = np.zeros(len(texts)), np.full(len(texts), None, object)
        for begin, end in _batches(texts, 0, len(texts)):
            with self._lock:  # chunks and buffers are not thread-safe, and kernels release the GIL
                numbers = log_odds[begin:end], coverage[begin:end], languages[begin:end]
                self._fill_batch(texts[begin:end], heads, *numbers)
        return log_odds, coverage, languages

    def _fill_batch(
        self, texts: Sequence[str], heads: tuple[int, ...], log_odds: Any, coverage: Any, languages: Any
    ) -> None:
        found, counts, left_out = self._lookup(texts)
        decisions = np.empty((len(texts), len(heads)))
        sizes = np.empty((len(texts), 4), np.int64)
        tables, scratch = self._tables(heads)
        score_batch(found, counts, left_out, self._chunks.chunks, tables, scratch, decisions, sizes)
        for place in np.flatnonzero(4 * sizes[:, 3] < 3 * sizes[:, 0]).tolist():  # few known words may be turned round
            left_out[place] |= self._model.analyzer.tokenizer.reads_across_chunks(texts[place])
        artifact, rows = self._model.artifact, sizes[:, 0] > 0
        slope, intercept, offset = (
            np.array([numbers[head] for head in heads])
            for numbers in (artifact.slope, artifact.intercept, artifact.offset)
        )
        log_odds[rows] = slope * (decisions[rows] + intercept) + offset
        coverage[rows] = sizes[rows, 1] / sizes[rows, 0]
        languages[sizes[:, 2] > 0] = ENGLISH  # the chunks of others are left out
        for place in np.flatnonzero(left_out).tolist():
            reading = self._model.read(texts[place])
            coverage[place] = reading.coverage
            if heads == RISK:
                log_odds[place] = self._model.risk_log_odds(reading.words)
            else:
                log_odds[place], languages[place] = np.array(reading.log_odds)[[*heads]], reading.language

    def _tables_for(self, heads: tuple[int, ...]) -> tuple[Tables, Buffers]:
        tables = self._terms.tables(heads)
        return tables, buffers(tables)

    def _lookup(self, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        """Return the numbers of the chunks of messages, the count for each, and the messages to leave out."""
        if self._chunks.size > MOST_CHUNKS:
            self._chunks.clear()
        parts = [text.encode("utf-8", "surrogatepass") if len(text) <= _LONG else b"" for text in texts]
        data = np.frombuffer(b"".join(parts), np.uint8)
        ends = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
        most = len(data) // 2 + len(parts)
        found, missing = np.empty(most, np.int32), np.empty((most, 3), np.int64)
        counts, marks = np.empty(len(parts), np.int64), np.empty(len(parts), np.uint8)
        mark(data, ends, self._chunks.kinds, marks)
        lost = lookup_chunks(data, ends, self._chunks.chunks, found, counts, marks, missing)
        if lost:
            self._learn(data.tobytes().lower(), missing[:lost], found)
        left_out = (marks & LONG_CHUNK) > 0
        tokenizer = self._model.analyzer.tokenizer
        for place in np.flatnonzero(marks & MAYBE_ACROSS).tolist():  # few known words or another language show later
            reads = tokenizer.has_cover if texts[place].isascii() else tokenizer.reads_across_chunks
            left_out[place] |= reads(texts[place])
        left_out |= self._may_have_filler(found, counts)
        left_out |= (np.diff(ends, prepend=0) == 0) & (np.fromiter(map(len, texts), np.int64, len(texts)) > 0)
        return found, counts, left_out

    def _may_have_filler(self, found: Any, counts: Any) -> Any:
        """Return which messages have the same chunk at the first odd places; see `grooming_risk.text.filler`."""
        long = counts >= FEWEST
        second = (np.cumsum(counts) - counts)[long] + 1
        may = np.zeros(len(counts), bool)
        may[long] = (found[second] == found[second + 2]) & (found[second] == found[second + 4])
        return may

    def _learn(self, data: bytes, missing: Any, found: Any) -> None:
        """Learn the missing chunks, and add their numbers to those found."""
        first, numbers = self._chunks.size, dict[bytes, int]()
        learnt = [numbers.setdefault(data[start:end], len(numbers)) for _, start, end in missing.tolist()]
        self._chunks.learn([*numbers])
        found[missing[:, 0]] += first + np.array(learnt, np.int32)


def _batches(texts: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of messages that are few and short enough for one batch."""
    count = end - begin
    if count > 1 and (count > BATCH or sum(map(len, texts[begin:end])) > _BATCH_CHARACTERS):
        half = (begin + end) // 2
        yield from _batches(texts, begin, half)
        yield from _batches(texts, half, end)
    elif count:
        yield begin, end
