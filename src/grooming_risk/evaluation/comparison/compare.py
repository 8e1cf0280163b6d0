"""Compares two models on the same labelled messages, with intervals, before anyone ships the new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import chat_messages
from grooming_risk.corpus.load import load_conversations, load_corpus
from grooming_risk.evaluation.comparison.metrics import (
    HARMLESS,
    Figures,
    Seen,
    conversation_figures,
    message_figures,
    played_by,
    seen_by,
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
from grooming_risk.labels import LEVELS
from grooming_risk.metrics.bootstrap import ROUNDS, grouped_intervals
from grooming_risk.metrics.nested import rounded
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.validation import check_columns, check_texts

_DIGITS: Final = 5


BENIGN: Final = 10_000
"""Messages of the test part of the package's chat that false alarms are compared on."""


def compare(
    old: Scorer,
    new: Scorer,
    frame: pd.DataFrame | None = None,
    *,
    benign_texts: Sequence[str] = (),
    conversations: pd.DataFrame | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Comparison:
    """Tell whether a new model is better than an old one, on messages that neither was trained on.

    Parameters
    ----------
    old, new : Scorer
        What `load_model` returned: the model in use, and the one that may replace it.
    frame : pandas.DataFrame, optional
        Labelled messages with ``text``, ``kind`` and ``labels`` as `load_corpus` returns them; rows of one ``group``
        (else of one ``conversation``, else each by itself) are drawn together. None takes the shipped held-out split,
        and with it the shipped held-out conversations unless others are given.
    benign_texts : sequence of str, optional
        Harmless messages of your own, for the false alarms. Else, where conversations are compared too, some of the
        test part of the package's chat are taken, else the everyday messages of the frame.
    conversations : pandas.DataFrame, optional
        Labelled conversations as `load_conversations` returns them, to compare the alarms of the conversation models.
    rounds : int, default=200
        Draws of the bootstrap.
    seed : int, default=0
        The same seed gives the same intervals.

    Returns
    -------
    Comparison
        For each figure its value for both models, the difference (new less old), the middle 95% of the difference over
        paired bootstrap draws (Efron, 1979; both models get the same draws, a group at a time) and a word; which
        messages changed level; and a word for all together, `Comparison.verdict`.

        ``roc_auc`` and ``brier`` of the risk (grooming against all other messages of the frame);
        ``average_precision`` of the risk (area under its precision-recall curve), of each pattern, its ``mean`` over
        the patterns, and of disclosure; ``recall_at_false_alarm_rate`` on the harmless messages; at ``medium`` or above
        by each model's own levels the share ``flagged`` of grooming (that is recall), of the harmless messages (false
        alarms) and of disclosures, and the same of ``conversations``. A figure of fewer than 10 cases is None.

    Raises
    ------
    KeyError
        The frame, or the conversations, lack a column.
    ValueError
        The frame has no row, or `rounds` is below 1.
    TypeError
        `benign_texts` is one str, or holds something else than str.

    Examples
    --------
    >>> from grooming_risk import load_corpus, load_model
    >>> model = load_model()
    >>> result = compare(model, model, load_corpus("validation"), rounds=5)
    >>> result.verdict, result.figures["brier"].difference, result.changed
    ('no difference shown', 0.0, ())
    """
    chats = load_conversations("held_out") if frame is None and conversations is None else conversations
    frame = load_corpus("held_out") if frame is None else frame
    _check(frame, rounds)
    texts = check_texts(benign_texts) or ([] if chats is None else chat_messages("test")[:BENIGN])
    before, after = (seen_by(model, frame, texts) for model in (old, new))
    figures_of = partial(message_figures, too_few=too_few_messages(before.measured))
    figures = _differences(figures_of, before, after, before.measured.groups.tolist(), (rounds, seed))
    if chats is not None:
        played, replayed = (played_by(model, chats) for model in (old, new))
        figures |= _differences(conversation_figures, played, replayed, played.index.tolist(), (rounds, seed))
    kinds = [*before.measured.kind.tolist(), *[HARMLESS] * len(texts)]
    counts = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    return Comparison(figures, _changes(kinds, len(frame), before, after), counts, rounds, seed)


def _check(frame: pd.DataFrame, rounds: int) -> None:
    if rounds < 1:
        raise ValueError("rounds must be 1 or more")
    check_columns(frame, ("text", "kind", "labels"), "; load_corpus shows its form")
    if frame.empty:
        raise ValueError("the table has no message to compare the models on")


def _differences(
    figures_of: Callable[[Any, np.ndarray], Figures], old: Any, new: Any, groups: Sequence[Any], draws: tuple[int, int]
) -> dict[str, Difference]:
    """Return each figure of both models, and the interval of its difference over draws that both get."""

    def difference(rows: np.ndarray) -> Figures:
        before, after = figures_of(old, rows), figures_of(new, rows)
        return {name: _less(after[name], value) for name, value in before.items()}

    everything = np.arange(len(groups))
    intervals = grouped_intervals(difference, groups, rounds=draws[0], seed=draws[1])
    before, after = figures_of(old, everything), figures_of(new, everything)
    return {name: _judged(name, before[name], after[name], intervals.get(name)) for name in before}


def _less(new: float | None, old: float | None) -> float | None:
    return None if new is None or old is None else new - old


def _judged(name: str, old: float | None, new: float | None, interval: tuple[float, float] | None) -> Difference:
    if old is None or new is None or interval is None:
        return Difference(None, None, None, None, None, TOO_FEW)
    low, high = (rounded(bound, _DIGITS) for bound in interval)
    shown = BETTER if low > 0 else WORSE if high < 0 else NO_DIFFERENCE
    if name in LOWER_IS_BETTER:
        shown = {BETTER: WORSE, WORSE: BETTER}.get(shown, shown)
    return Difference(rounded(old, _DIGITS), rounded(new, _DIGITS), rounded(new - old, _DIGITS), low, high, shown)


def _changes(kinds: Sequence[str], labelled: int, before: Seen, after: Seen) -> tuple[Change, ...]:
    """Return the messages that changed level; harmless ones that are rows of the table are told of once."""
    pairs = zip(kinds, before.levels, after.levels, strict=False)
    return tuple(
        Change(row if row < labelled else row - labelled, kind, LEVELS[old], LEVELS[new])
        for row, (kind, old, new) in enumerate(pairs)
        if old != new
    )
