"""Comparison of two models on the same labelled messages, with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import chat_messages
from grooming_risk.corpus.load import load_conversations, load_corpus
from grooming_risk.evaluation.comparison.metrics import (
    HARMLESS,
    Metrics,
    Scored,
    conversation_metrics,
    message_metrics,
    played_by,
    score_messages,
    too_few_messages,
)
from grooming_risk.evaluation.comparison.result import (
    BETTER,
    LOWER_IS_BETTER,
    NO_DIFFERENCE,
    TOO_FEW,
    WORSE,
    Change,
    Comparison,
    Difference,
)
from grooming_risk.evaluation.replay import COLUMNS
from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import LEVELS
from grooming_risk.metrics.bootstrap import ROUNDS, grouped_intervals
from grooming_risk.metrics.nested import rounded
from grooming_risk.scoring.scorer import Scorer, checked_model
from grooming_risk.validation import check_texts, check_whole

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

BENIGN: Final = 10_000
"""Messages of the test part of the package's chat behind the false alarms."""

_DIGITS: Final = 5


def compare(
    old: Scorer,
    new: Scorer,
    frame: IntoDataFrame | None = None,
    *,
    benign_texts: Sequence[str] = (),
    conversations: IntoDataFrame | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Comparison:
    """Tell whether a new model is better than an old one, on messages that neither was trained on.

    Parameters
    ----------
    old, new : Scorer
        The model in use, and the one that may replace it, from `load_model`.
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Labelled messages with ``text``, ``kind`` and ``labels`` as `load_corpus` returns them. The bootstrap draws rows
        of one ``group`` (else one ``conversation``, else each row alone) together. None takes the shipped held-out
        split, and its conversations unless others are given.
    benign_texts : sequence of str, optional
        Harmless messages, such as your own, for the false alarms. None takes messages of the test part of the package's
        chat where conversations are compared too, else the everyday messages of the frame.
    conversations : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Labelled conversations as `load_conversations` returns them, to compare alarms.
    rounds : int, default=200
        Draws of the bootstrap.
    seed : int, default=0
        The same seed gives the same intervals.

    Returns
    -------
    Comparison
        Each metric for both models, the difference (new less old), the middle 95% of the difference over paired
        bootstrap draws (Efron, 1979; both models get the same draws, a group at a time) and a word; the messages that
        changed level; and a word for all together, `Comparison.verdict`.

        ``roc_auc`` and ``brier`` of the risk (grooming against all other messages of the frame);
        ``average_precision`` of the risk (area under its precision-recall curve), of each pattern, its ``mean`` over
        the patterns, and of disclosure; ``recall_at_false_alarm_rate`` on the harmless messages; at ``medium`` or above
        by each model's own levels the share ``flagged`` of grooming (recall), of the harmless messages (false alarms)
        and of disclosures, and the same of ``conversations``. A metric of fewer than 10 cases is None.

    Raises
    ------
    KeyError
        The frame, or the conversations, lack a column.
    ValueError
        The frame has no row, or `rounds` is below 1.
    TypeError
        A table is of another kind; `benign_texts` is one str, or contains something else than str.

    Examples
    --------
    >>> from grooming_risk import load_corpus, load_model
    >>> model = load_model()
    >>> result = compare(model, model, load_corpus("validation"), rounds=5)
    >>> result.verdict, result.figures["brier"].difference, result.changed
    ('no difference shown', 0.0, ())
    """
    chats = load_conversations("held_out") if frame is None and conversations is None else conversations
    frame = _checked(load_corpus("held_out") if frame is None else frame, rounds)
    chats = None if chats is None else as_pandas(chats, COLUMNS, "; load_conversations shows its form")
    texts = check_texts(benign_texts) or ([] if chats is None else chat_messages("test")[:BENIGN])
    before, after = (score_messages(model, frame, texts) for model in map(checked_model, (old, new)))
    metrics_of = partial(message_metrics, too_few=too_few_messages(before.measured))
    differences = partial(_differences, rounds=rounds, seed=seed)
    metrics = differences(metrics_of, before, after, before.measured.groups.tolist())
    if chats is not None:
        played, replayed = (played_by(model, chats) for model in (old, new))
        metrics |= differences(conversation_metrics, played, replayed, played.index.tolist())
    kinds = [*before.measured.kind.tolist(), *[HARMLESS] * len(texts)]
    counts = dict(sorted(Counter(kinds).items()))
    return Comparison(metrics, _changes(kinds, len(frame), before, after), counts, rounds, seed)


def _checked(table: IntoDataFrame, rounds: int) -> pd.DataFrame:
    check_whole(rounds, "rounds", 1)
    frame = as_pandas(table, ("text", "kind", "labels"), "; load_corpus shows its form")
    if frame.empty:
        raise ValueError("the table has no message to compare the models on")
    return frame


def _differences(
    metrics_of: Callable[[Any, np.ndarray], Metrics], old: Any, new: Any, groups: Sequence[Any], rounds: int, seed: int
) -> dict[str, Difference]:
    """Return each metric of both models, and the interval of its difference over draws that both get."""

    def compared(rows: np.ndarray) -> dict[str, tuple[float | None, float | None, float | None]]:
        before, after = metrics_of(old, rows), metrics_of(new, rows)
        return {name: (a, b := after[name], None if a is None or b is None else b - a) for name, a in before.items()}

    def difference(rows: np.ndarray) -> Metrics:
        return {name: less for name, (_, _, less) in compared(rows).items()}

    intervals = grouped_intervals(difference, groups, rounds=rounds, seed=seed)
    everything = compared(np.arange(len(groups)))
    return {name: _judged(name, *values, intervals.get(name)) for name, values in everything.items()}


def _judged(
    name: str, old: float | None, new: float | None, less: float | None, interval: tuple[float, float] | None
) -> Difference:
    if less is None or interval is None:
        return Difference(None, None, None, None, None, TOO_FEW)
    old, new, less, low, high = (rounded(value, _DIGITS) for value in (old, new, less, *interval))
    better, worse = (WORSE, BETTER) if name in LOWER_IS_BETTER else (BETTER, WORSE)
    return Difference(old, new, less, low, high, better if low > 0 else worse if high < 0 else NO_DIFFERENCE)


def _changes(kinds: Sequence[str], labelled: int, before: Scored, after: Scored) -> tuple[Change, ...]:
    """Return the messages that changed level; everyday messages of the table count once."""
    pairs = zip(kinds, before.levels, after.levels, strict=False)
    return tuple(
        Change(row if row < labelled else row - labelled, kind, LEVELS[old], LEVELS[new])
        for row, (kind, old, new) in enumerate(pairs)
        if old != new
    )
