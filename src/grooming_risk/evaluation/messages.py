"""Evaluation on labelled messages: metrics with intervals, by slice, and a check of the labels themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.lines import KINDS
from grooming_risk.corpus.quality.surface_leakage import surface_auc
from grooming_risk.errors import UnknownNameError
from grooming_risk.evaluation.attacks.evaluation import evaluate_attacks
from grooming_risk.evaluation.message_metrics import (
    MILLION,
    Measured,
    Track,
    alert_shares,
    all_metrics,
    flagged_shares,
    main_metrics,
    measure,
)
from grooming_risk.evaluation.result import Evaluation, MessageEvaluation
from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import DISCLOSURE, HEADS, LABELS
from grooming_risk.metrics.bootstrap import ROUNDS, grouped_intervals
from grooming_risk.metrics.classification import measurable_rates, share_interval
from grooming_risk.metrics.nested import flat_figures, rounded, rounded_figures
from grooming_risk.metrics.slices import length_slice, slice_figures
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_texts, check_whole

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

SLICES: Final = ("register", "language", "scenario")
"""Columns that slice the messages, where the table has them; length and kind always do."""

SLICE_LEVEL: Final = "medium"
"""Level from which a message, or a conversation, counts as flagged in the slices."""

ARTEFACT_LIMIT: Final = 0.7
"""ROC-AUC of length and punctuation alone above which the evaluation warns."""


def evaluate(
    frame: IntoDataFrame,
    *,
    model: Scorer | None = None,
    benign_texts: Sequence[str] = (),
    benign_source: str = "texts given",
    rounds: int = ROUNDS,
    seed: int = 0,
    attacks: bool = False,
    progress: Track | None = None,
) -> Evaluation:
    """Measure a model on labelled messages.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        ``text``, ``kind`` and ``labels`` as `load_corpus` or `read_labelled` return them. The bootstrap draws rows of
        one ``group`` (else one ``conversation``, else each row alone) together; ``register``, ``language`` and
        ``scenario`` give slices where present. Metrics of patterns leave out grooming messages without a label.
    model : Scorer, optional
        None takes the shipped model.
    benign_texts : sequence of str, optional
        Harmless messages, such as your own, to count false alarms on; None takes the everyday messages of the frame.
    benign_source : str, optional
        Their name in the result.
    rounds : int, default=200
        Draws of the bootstrap; 0 leaves only the intervals of alerts.
    seed : int, default=0
        The same seed gives the same intervals.
    attacks : bool, default=False
        Whether to measure disguises, dilution and splitting too.
    progress : callable, optional
        Wraps each loop, as ``tqdm.tqdm`` does.

    Returns
    -------
    Evaluation
        In ``figures`` (shares are between 0 and 1; higher is better unless said; None where the frame is too small):

        - ``messages`` by kind; ``grooming_without_pattern``, the number that name none; ``harmless``: ``source`` and
          ``n`` of the messages behind the false alarms.
        - ``roc_auc`` of the risk, grooming against all others; ``auc_look_alikes``, ``auc_everyday`` against these.
        - ``average_precision`` (area under the precision-recall curve) of the risk, each pattern, disclosure, and the
          ``mean`` over the patterns. This, and precision, depend on the share of grooming in the frame.
        - ``levels``: at each or above, ``precision``, ``recall``, ``f1``, ``f0.5``, ``f2`` and ``alerts_per_million``
          harmless messages (lower is better).
        - ``recall_at_false_alarm_rate`` on the harmless messages, where they would raise 3 alarms or more.
        - ``flagged``: share of each kind, and of the harmless messages, at each level or above.
        - ``patterns`` and ``disclosure``: the same at the model's threshold, with ``support``, the number of cases.
          ``disclosure`` also has ``alerts_per_million``, how many harmless messages are taken for a cry for help, and
          ``asking``, the share of each kind and of the harmless messages that is.
        - ``brier``: mean squared error of the risk; ``calibration``: ``expected_calibration_error`` and reliability
          ``bins`` (lower is better).
        - ``slices`` by register, language, scenario, length in words and kind, flagged at medium or above: see
          `grooming_risk.metrics.slices.slice_figures`.
        - ``source_artefact``: ``auc`` of grooming against others by length and punctuation alone, and a ``warning``
          above 0.7: the labels may then show a message's source, and the other metrics flatter the model.
        - ``attacks``, where asked for.

        ``intervals`` are percentile intervals over grouped draws (Efron, 1979); those of alerts are Wilson's (1927),
        which hold without an alert too.

    Raises
    ------
    KeyError
        The frame lacks a column.
    UnknownNameError
        A kind or a label is unknown.
    ValueError
        The frame has no row, or `rounds` is negative.
    TypeError
        `frame` is no such table; `benign_texts` is one str, or contains something else than str.

    Examples
    --------
    >>> from grooming_risk import load_corpus
    >>> found = evaluate(load_corpus("held_out"), rounds=20)
    >>> found.figures["auc_everyday"] > 0.9
    True
    >>> low, high = found.intervals["roc_auc"]
    >>> low <= found.figures["roc_auc"] <= high
    True
    """
    frame = _checked(frame, rounds)
    scorer, texts = model_or_default(model), check_texts(benign_texts)
    measured = measure(frame, scorer, texts, progress or iter)
    if texts:  # the order of the texts shall not matter to the draws
        measured = measured._replace(harmless=np.sort(measured.harmless))
    predictions = _predictions(frame, measured)
    metrics = {
        **_counts(measured, benign_source if texts else "everyday messages of the frame"),
        **rounded_figures(all_metrics(measured)),
        "flagged": rounded_figures(flagged_shares(measured), 5),
        "slices": _slices(predictions, measured.levels[SLICE_LEVEL]),
        "source_artefact": _source_artefact(frame, measured),
    }
    main = partial(main_metrics, measured, measurable_rates(len(measured.harmless)))
    intervals = drawn_intervals(main, measured.groups, rounds=rounds, seed=seed, progress=progress)
    found = MessageEvaluation(metrics, intervals | _alert_intervals(measured), predictions, measured.harmless)
    measure_attacks = partial(evaluate_attacks, frame, model=scorer, benign_texts=texts, rounds=rounds, seed=seed)
    return found.joined(attacks=measure_attacks(progress=progress)) if attacks else found


def _checked(table: IntoDataFrame, rounds: int) -> pd.DataFrame:
    frame = as_pandas(table, ("text", "kind", "labels"), "; load_corpus shows its form")
    if frame.empty:
        raise ValueError("the table has no message to measure on")
    check_whole(rounds, "rounds", 0)
    if not set(frame["kind"]) <= set(KINDS):
        raise UnknownNameError("kind", None, KINDS)
    if not {name for labels in frame["labels"] for name in labels} <= set(LABELS):
        raise UnknownNameError("label", None, LABELS)
    return frame


def _counts(measured: Measured, source: str) -> dict[str, Any]:
    kinds, counts = np.unique(measured.kind, return_counts=True)
    return {
        "messages": dict(zip(kinds.tolist(), counts.tolist(), strict=True)),
        "grooming_without_pattern": int((~measured.named).sum()),
        "harmless": {"source": source, "n": len(measured.harmless)},
    }


def drawn_intervals(
    metrics_of: Callable[[np.ndarray], Mapping[str, Any]],
    groups: Sequence[Any] | np.ndarray,
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Track | None = None,
) -> dict[str, tuple[float, float]]:
    """Return the rounded intervals of nested metrics over grouped draws, by their names joined by dots.

    A metric that is equal in all draws gets none: too few cases, not certainty, make it so.
    """
    drawn = iter((progress or iter)(range(rounds)))

    def statistics(rows: np.ndarray) -> dict[str, float | None]:
        next(drawn, None)
        return dict(flat_figures(metrics_of(rows)))

    found = grouped_intervals(statistics, groups, rounds=rounds, seed=seed)
    next(drawn, None)  # a bar that does not reach its end stays on the screen
    return {name: (rounded(low), rounded(high)) for name, (low, high) in found.items() if low < high}


def _alert_intervals(measured: Measured) -> dict[str, tuple[float, float]]:
    """Return the interval of alerts at each level, and for help; each group counts as one case."""
    cases = len(np.unique(measured.groups[len(measured.kind) :]))
    shares = {f"levels.{level}": share for level, share in alert_shares(measured).items()}
    if cases:
        shares[DISCLOSURE] = float(measured.false_cries.mean())
    bounds = {name: share_interval(share, cases) for name, share in shares.items()}
    return {
        f"{name}.alerts_per_million": (rounded(MILLION * low, 1), rounded(MILLION * high, 1))
        for name, (low, high) in bounds.items()
    }


def _predictions(frame: pd.DataFrame, measured: Measured) -> pd.DataFrame:
    columns = {
        "kind": measured.kind,
        "y_true": measured.labels[:, 0],
        "risk": measured.heads[:, 0],
        **{name: frame[name].to_numpy() for name in SLICES if name in frame.columns},
        "length": [length_slice(text) for text in frame["text"]],
        **{f"label.{name}": measured.labels[:, number] for number, name in enumerate(HEADS) if number},
        **{f"probability.{name}": measured.heads[:, number] for number, name in enumerate(HEADS) if number},
    }
    return pd.DataFrame(columns, index=frame.index)


def _slices(predictions: pd.DataFrame, threshold: float) -> dict[str, Any]:
    truth, risk = predictions["y_true"].to_numpy(), predictions["risk"].to_numpy()
    names = [name for name in (*SLICES, "length", "kind") if name in predictions.columns]
    return {name: slice_figures(predictions[name], truth, risk, risk >= threshold) for name in names}


def _source_artefact(frame: pd.DataFrame, measured: Measured) -> dict[str, Any]:
    auc = surface_auc(frame["text"].tolist(), measured.labels[:, 0], measured.groups[: len(frame)])
    warning = None
    if auc is not None and auc > ARTEFACT_LIMIT:
        warning = (
            f"length and punctuation alone tell grooming from the rest with ROC-AUC {auc:.2f}: the labels may show "
            "where a message comes from, not what it says, and the other figures may flatter the model; "
            "compare the slices by length"
        )
    return rounded_figures({"auc": auc, "warning": warning})
