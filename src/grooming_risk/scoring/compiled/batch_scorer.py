"""Scores lists of messages with the compiled form of the hot path, and what is unusual with the scorer itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np

from grooming_risk.labels import HEADS, LEVELS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.scoring.compiled.buffers import Desk, desk
from grooming_risk.scoring.compiled.chunks import MOST_PIECES, PieceBook
from grooming_risk.scoring.compiled.kernels import sigmoid, weigh
from grooming_risk.scoring.compiled.lookup import LONG_PIECE, MAYBE_SPACED, cut, insert, mark
from grooming_risk.scoring.compiled.tables import Tables, Terms
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import Scorer

_BATCH: Final = 4_000  # messages
_BATCH_CHARACTERS: Final = 256_000
_LONG: Final = 64_000  # characters of a message that is left to the scorer

RISK: Final = (0,)
"""Number of the head of risk."""

ALL: Final = tuple(range(len(HEADS)))
"""Numbers of all heads."""


class Weighed(NamedTuple):
    """What messages come to.

    Attributes
    ----------
    log_odds : array of float64, shape (n_messages, n_heads)
        Of each head; those of a message without words stand for a probability of 0.
    coverage : array of float64 in [0, 1], shape (n_messages,)
        Share of known words; 0 for a message without words.
    """

    log_odds: Any
    coverage: Any


class BulkScorer:
    """The numbers of a `Scorer`, for many messages at once.

    Parameters
    ----------
    model : Scorer
        One whose analyzer `grooming_risk.scoring.compiled_sums.compiled_for` accepts.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> model = load_model()
    >>> texts = ["gg wp", "our secret ok? dont tell ur mom", ""]
    >>> bulk = BulkScorer(model).weigh(texts)
    >>> bulk.log_odds.shape, bulk.coverage.tolist()
    ((3, 1), [1.0, 1.0, 0.0])
    >>> bool(abs(bulk.log_odds[1, 0] - model.log_odds(texts[1])[0]) < 1e-9)
    True
    """

    def __init__(self, model: Scorer) -> None:
        self._model = model
        self._terms = Terms(model.artifact, model.analyzer)
        self._book = PieceBook(self._terms)
        self._rooms = cache(self._room)
        self._lock = Lock()
        self._bounds = [model.thresholds["levels"][level] for level in LEVELS[1:]]

    def scores(self, texts: Sequence[str], *, patterns: bool = False) -> Iterator[Score]:
        """Yield the scores of messages.

        Parameters
        ----------
        texts : sequence of str
            Messages.
        patterns : bool, default=False
            Whether to work out all heads at once, not each when it is asked for.
        """
        probabilities, coverage = self.probabilities(texts, ALL if patterns else RISK)
        risks = probabilities[:, 0]
        levels = [LEVELS[place] for place in np.searchsorted(self._bounds, risks, side="right").tolist()]
        if not patterns:
            return map(Score, repeat(self._model), texts, risks.tolist(), levels)
        heads = (dict(zip(HEADS, row, strict=True)) for row in probabilities.tolist())
        return map(Score, repeat(self._model), texts, risks.tolist(), levels, heads, coverage.tolist())

    def probabilities(self, texts: Sequence[str], heads: tuple[int, ...] = RISK) -> tuple[Any, Any]:
        """Return probabilities in [0, 1], shape (n_messages, n_heads), and coverage; as `weigh` else."""
        log_odds, coverage = self.weigh(texts, heads)
        sigmoid(log_odds)
        return log_odds, coverage

    def weigh(self, texts: Sequence[str], heads: tuple[int, ...] = RISK) -> Weighed:
        """Return the log-odds of some heads, by their number in `HEADS`, and the coverage.

        Parameters
        ----------
        texts : sequence of str
            Messages.
        heads : tuple of int, default=(0,)
            Which heads; risk alone is the fastest.
        """
        log_odds = np.full((len(texts), len(heads)), EMPTY_LOG_ODDS)
        coverage = np.zeros(len(texts))
        for begin, end in _batches(texts):
            with self._lock:  # the book and the desk are for one at a time, and the machine code lets other threads run
                self._weigh_batch(texts[begin:end], heads, log_odds[begin:end], coverage[begin:end])
        return Weighed(log_odds, coverage)

    def _weigh_batch(self, texts: Sequence[str], heads: tuple[int, ...], log_odds: Any, coverage: Any) -> None:
        found, counts, left_out = self._cut(texts)
        decisions = np.empty((len(texts), len(heads)))
        sizes = np.empty((len(texts), 2), np.int64)
        tables, room = self._rooms(heads)
        weigh(found, counts, left_out, self._book.pieces, tables, room, decisions, sizes)
        artifact, rows = self._model.artifact, sizes[:, 0] > 0
        slope, intercept, offset = (
            np.array([numbers[head] for head in heads])
            for numbers in (artifact.slope, artifact.intercept, artifact.offset)
        )
        log_odds[rows] = slope * (decisions[rows] + intercept) + offset
        coverage[rows] = sizes[rows, 1] / sizes[rows, 0]
        for place in np.flatnonzero(left_out).tolist():
            log_odds[place] = self._one(texts[place], heads)
            coverage[place] = self._model.coverage(texts[place])

    def _room(self, heads: tuple[int, ...]) -> tuple[Tables, Desk]:
        tables = self._terms.tables(heads)
        return tables, desk(tables)

    def _one(self, text: str, heads: tuple[int, ...]) -> Any:
        if heads == RISK:
            return self._model.risk_log_odds(self._model.analyzer.tokenizer.words(text))
        return np.array(self._model.log_odds(text))[[*heads]]

    def _cut(self, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        """Return the numbers of the pieces of messages, how many each has, and which messages are left out."""
        if self._book.size > MOST_PIECES:
            self._book.clear()
        parts = [text.encode("utf-8", "surrogatepass") if len(text) <= _LONG else b"" for text in texts]
        data = np.frombuffer(b"".join(parts), np.uint8)
        ends = np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)))
        most = len(data) // 2 + len(parts)
        found, missing = np.empty(most, np.int32), np.empty((most, 4), np.int64)
        counts, marks = np.empty(len(parts), np.int64), np.empty(len(parts), np.uint8)
        mark(data, ends, self._book.pieces.kinds, marks)
        lost = cut(data, ends, self._book.pieces, found, counts, marks, missing)
        if lost:
            self._learn(data.tobytes().lower(), missing[:lost].tolist(), found)
        left_out = (marks & LONG_PIECE) > 0
        for place in np.flatnonzero(marks & MAYBE_SPACED).tolist():
            left_out[place] |= self._model.analyzer.tokenizer.has_letters_apart(texts[place])
        left_out |= (np.diff(ends, prepend=0) == 0) & (np.fromiter(map(len, texts), np.int64, len(texts)) > 0)
        return found, counts, left_out

    def _learn(self, data: bytes, missing: Sequence[tuple[int, int, int, int]], found: Any) -> None:
        first = self._book.size
        numbers: dict[bytes, int] = {}
        for place, start, end, value in missing:
            piece = data[start:end]
            number = numbers.get(piece)
            if number is None:
                number = numbers[piece] = self._book.learn(piece, value)
            found[place] = number
        insert(self._book.pieces, first)


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges of messages that are few and short enough to be read at once."""
    for begin in range(0, len(texts), _BATCH):
        yield from _short_enough(texts, begin, min(begin + _BATCH, len(texts)))


def _short_enough(texts: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    if end - begin == 1 or sum(map(len, texts[begin:end])) <= _BATCH_CHARACTERS:
        yield begin, end
    else:
        half = (begin + end) // 2
        yield from _short_enough(texts, begin, half)
        yield from _short_enough(texts, half, end)
