"""Cost of attacks: the share of recall that is kept, and the false alarms that are added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.joining import joined, kept
from grooming_risk.conversation.reader import Reader
from grooming_risk.corpus.load import is_grooming
from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise
from grooming_risk.evaluation.attacks.hiding import DILUTIONS, dilute, split_up
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.result import AttackEvaluation
from grooming_risk.io.tables import as_pandas
from grooming_risk.metrics.bootstrap import ROUNDS, grouped_intervals
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_texts

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

SPLITTING: Final = "splitting"
ATTACKS: Final = (*DISGUISES, *DILUTIONS, SPLITTING)
"""Names of all attacks: disguises of letters and words, dilution, splitting over messages."""

LEVELS_MEASURED: Final = ("low", "medium")


def evaluate_attacks(
    frame: IntoDataFrame,
    *,
    model: Scorer | None = None,
    benign_texts: Sequence[str] = (),
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Track | None = None,
) -> AttackEvaluation:
    """Measure what attacks cost, at the model's own thresholds.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        ``text`` and ``kind`` as `load_corpus` returns them; the bootstrap draws rows of one ``group`` together.
    model : Scorer, optional
        None takes the shipped model.
    benign_texts : sequence of str, optional
        Harmless messages under the same attacks; None takes the everyday messages of the frame. Dilution draws from the
        everyday messages if there are any, else from these.
    rounds : int, default=200
        Draws of the bootstrap for the intervals of recall kept; 0 gives none.
    seed : int, default=0
        The same seed gives the same attacks.
    progress : callable, optional
        Wraps the names of the attacks.

    Returns
    -------
    Evaluation
        ``thresholds`` of the levels ``low`` and ``medium``; ``unattacked``: recall, and false alarms among the
        ``harmless`` messages, at each; for each of ``attacks``, at both: ``recall_kept`` (recall under attack divided
        by recall without; higher is better; above 1 if an attack adds alarms to risky messages too) and
        ``false_alarms_added`` (false alarms under attack less those without, among as many messages; lower is better);
        ``mean_recall_kept`` and ``lowest_recall_kept`` over the attacks, each counting for at most 1. A split message
        has the highest risk of its parts and of the runs of parts that a conversation reads together.

    Raises
    ------
    KeyError, TypeError
        The frame lacks a column, or is no such table.
    ValueError
        The frame has no grooming message, or there is no harmless one.

    Examples
    --------
    >>> from grooming_risk import load_corpus
    >>> held_out = load_corpus("held_out")
    >>> some = held_out[held_out["kind"].isin(["grooming", "everyday"])].iloc[::10]
    >>> figures = evaluate_attacks(some, rounds=0).figures
    >>> figures["attacks"]["casing"]["recall_kept"], figures["attacks"]["casing"]["false_alarms_added"]
    (1.0, 0)
    """
    scorer, (risky, groups, harmless, pool) = model_or_default(model), _texts(frame, benign_texts)
    thresholds = {level: scorer.thresholds["levels"][level] for level in LEVELS_MEASURED}
    clean, alarms = _risks(scorer, risky), _alarms(_risks(scorer, harmless), thresholds)
    attacks: dict[str, dict[str, float | None]] = {}
    intervals: dict[str, tuple[float, float]] = {}
    for name in (progress or iter)(ATTACKS):
        kept = partial(_kept, clean, attacked_risks(scorer, risky, name, pool, seed), thresholds)
        added = _alarms(attacked_risks(scorer, harmless, name, pool, seed), thresholds)
        attacks[name] = rounded_figures(kept(np.arange(len(clean))))
        attacks[name] |= {_named("false_alarms_added", level): added[level] - alarms[level] for level in thresholds}
        drawn = grouped_intervals(kept, groups, rounds=rounds, seed=seed)
        intervals |= {f"attacks.{name}.{key}": found for key, found in drawn.items()}
    metrics = {
        "harmless": len(harmless),
        "thresholds": thresholds,
        "unattacked": {level: _unattacked(clean, bound, alarms[level]) for level, bound in thresholds.items()},
        "attacks": attacks,
        "mean_recall_kept": {level: _over(attacks, level, np.mean) for level in thresholds},
        "lowest_recall_kept": {level: _over(attacks, level, np.min) for level in thresholds},
    }
    return AttackEvaluation(metrics, intervals)


def _unattacked(risks: np.ndarray, threshold: float, alarms: int) -> dict[str, float]:
    return {"recall": rounded((risks >= threshold).mean()), "false_alarms": alarms}


def _texts(table: IntoDataFrame, benign_texts: Sequence[str]) -> tuple[list[str], list[Any], list[str], list[str]]:
    """Return the risky messages, their groups, the harmless messages, and the texts for dilution."""
    frame = as_pandas(table, ("text", "kind"), "; load_corpus shows its form")
    risky = frame[is_grooming(frame)]
    everyday = frame.loc[frame["kind"] == "everyday", "text"].tolist()
    harmless = check_texts(benign_texts) or everyday
    if risky.empty or not harmless:
        raise ValueError("attacks: give grooming messages, and harmless ones, in the frame or as benign_texts")
    groups = risky["group"].tolist() if "group" in risky else list(range(len(risky)))
    return risky["text"].tolist(), groups, harmless, everyday or harmless


def attacked_risks(scorer: Scorer, texts: Sequence[str], name: str, harmless: Sequence[str], seed: int) -> np.ndarray:
    """Return the risk of each text under one of `ATTACKS`, shape (n_texts,); dilution draws from `harmless`."""
    if name in DISGUISES:
        return _risks(scorer, [disguise(text, name, seed=seed) for text in texts])
    if name in DILUTIONS:
        return _risks(scorer, [dilute(text, harmless, DILUTIONS[name], seed=seed) for text in texts])
    reader = Reader(scorer)
    return np.array([_split_risk(reader, split_up(text, seed=seed)) for text in texts])


def _split_risk(reader: Reader, parts: Sequence[str]) -> float:
    tail: tuple[Part, ...] = ()
    highest = -np.inf
    for number, text in enumerate(parts):
        part = Part(reader.read(text), number, None)
        highest = max(highest, joined(reader, tail, part)[1])
        tail = kept(tail, part)
    return sigmoid(float(highest))


def _risks(scorer: Scorer, texts: Iterable[str]) -> np.ndarray:
    return np.array([score.risk for score in scorer.score_many(texts)])


def _alarms(risks: np.ndarray, thresholds: Mapping[str, float]) -> dict[str, int]:
    return {level: int((risks >= bound).sum()) for level, bound in thresholds.items()}


def _kept(
    clean: np.ndarray, attacked: np.ndarray, thresholds: Mapping[str, float], rows: np.ndarray
) -> dict[str, float | None]:
    found = {level: int((clean[rows] >= bound).sum()) for level, bound in thresholds.items()}
    return {
        _named("recall_kept", level): (attacked[rows] >= bound).sum() / found[level] if found[level] else None
        for level, bound in thresholds.items()
    }


def _named(name: str, level: str) -> str:
    return name if level == "medium" else f"{name}_at_{level}"


def _over(attacks: Mapping[str, Mapping[str, Any]], level: str, take: Callable[[Any], Any]) -> float | None:
    kept = [found[_named("recall_kept", level)] for found in attacks.values()]
    return None if None in kept else rounded(take(np.minimum(kept, 1.0)))
