"""Measures what attacks cost: how much of what was found is still found, and how many false alarms they add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.conversation.author import Part
from grooming_risk.conversation.joining import JOIN_MESSAGES, joined
from grooming_risk.conversation.reader import Reader
from grooming_risk.corpus.load import is_grooming
from grooming_risk.evaluation.attacks.disguises import DISGUISES, disguise
from grooming_risk.evaluation.attacks.hiding import DILUTIONS, dilute, split_up
from grooming_risk.evaluation.message_metrics import Track
from grooming_risk.evaluation.result import AttackEvaluation
from grooming_risk.metrics.bootstrap import ROUNDS, grouped_intervals
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.validation import check_texts

SPLITTING: Final = "splitting"
ATTACKS: Final = (*DISGUISES, *DILUTIONS, SPLITTING)
"""Every attack by name: disguises of letters and words, dilution, splitting over messages."""

LEVELS_MEASURED: Final = ("low", "medium")

Rows = Callable[[np.ndarray], Mapping[str, float | None]]


def evaluate_attacks(
    frame: pd.DataFrame,
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
    frame : pandas.DataFrame
        With ``text`` and ``kind`` as `load_corpus` returns them; rows of one ``group`` are drawn together for
        intervals.
    model : Scorer, optional
        None takes the shipped model.
    benign_texts : sequence of str, optional
        Harmless messages that get the same attacks; none given, the everyday messages of the frame. Dilution draws
        from the everyday messages where there are any, else from these.
    rounds : int, default=200
        Draws of the bootstrap for the intervals of recall kept; 0 gives none.
    seed : int, default=0
        The same seed gives the same attacks.
    progress : callable, optional
        Wraps the names of the attacks as they are gone through.

    Returns
    -------
    Evaluation
        ``thresholds`` of the levels ``low`` and ``medium``; ``unattacked``: recall, and false alarms among the
        ``harmless`` messages, at each; for each of ``attacks``, at both: ``recall_kept`` (recall under attack divided
        by recall without it, higher is better; above 1 where an attack adds alarms to risky messages too) and
        ``false_alarms_added`` (false alarms under attack less those without, among as many messages; lower is
        better). ``mean_recall_kept`` and ``lowest_recall_kept`` are taken over the attacks, none counting for more than
        1. A message that is split
        has the highest risk of its parts and of the rows of parts that a conversation reads together.

    Raises
    ------
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
    scorer, texts = model or default_model(), _texts(frame, benign_texts)
    bounds = {level: scorer.thresholds["levels"][level] for level in LEVELS_MEASURED}
    clean, alarms = _risks(scorer, texts.risky), _alarms(_risks(scorer, texts.harmless), bounds)
    attacks: dict[str, dict[str, float | None]] = {}
    intervals: dict[str, tuple[float, float]] = {}
    for name in (progress or iter)(ATTACKS):
        statistics = _kept(clean, attacked_risks(scorer, texts.risky, name, texts.pool, seed), bounds)
        added = _alarms(attacked_risks(scorer, texts.harmless, name, texts.pool, seed), bounds)
        attacks[name] = rounded_figures(statistics(np.arange(len(clean))))
        attacks[name] |= {_named("false_alarms_added", level): added[level] - alarms[level] for level in bounds}
        drawn = grouped_intervals(statistics, texts.groups, rounds=rounds, seed=seed)
        intervals |= {f"attacks.{name}.{key}": found for key, found in drawn.items()}
    figures = {
        "harmless": len(texts.harmless),
        "thresholds": bounds,
        "unattacked": _unattacked(clean, alarms, bounds),
        "attacks": attacks,
        "mean_recall_kept": {level: _over(attacks, level, np.mean) for level in bounds},
        "lowest_recall_kept": {level: _over(attacks, level, np.min) for level in bounds},
    }
    return AttackEvaluation(figures, intervals)


class _Texts(NamedTuple):
    risky: list[str]
    groups: list[Any]
    harmless: list[str]
    pool: list[str]
    """What dilution draws from."""


def _texts(frame: pd.DataFrame, benign_texts: Sequence[str]) -> _Texts:
    risky = frame[is_grooming(frame)]
    everyday = frame.loc[frame["kind"] == "everyday", "text"].tolist()
    harmless = check_texts(benign_texts) or everyday
    if risky.empty or not harmless:
        raise ValueError("attacks: give grooming messages, and harmless ones, in the frame or as benign_texts")
    groups = risky["group"].tolist() if "group" in risky else list(range(len(risky)))
    return _Texts(risky["text"].tolist(), groups, harmless, everyday or harmless)


def attacked_risks(scorer: Scorer, texts: Sequence[str], name: str, harmless: Sequence[str], seed: int) -> np.ndarray:
    """Return the risk of each text under an attack, shape (n_texts,).

    Parameters
    ----------
    scorer : Scorer
        The model.
    texts : sequence of str
        Messages.
    name : str
        One of `ATTACKS`.
    harmless : sequence of str
        What dilution draws from.
    seed : int
        The same seed gives the same attacks.
    """
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
        tail = (*tail[1 - JOIN_MESSAGES :], part)
    return sigmoid(float(highest))


def _risks(scorer: Scorer, texts: Iterable[str]) -> np.ndarray:
    return np.array([score.risk for score in scorer.score_many(texts)])


def _alarms(risks: np.ndarray, bounds: Mapping[str, float]) -> dict[str, int]:
    return {level: int((risks >= bound).sum()) for level, bound in bounds.items()}


def _unattacked(
    clean: np.ndarray, alarms: Mapping[str, int], bounds: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    recall = {level: rounded((clean >= bound).mean()) for level, bound in bounds.items()}
    return {level: {"recall": recall[level], "false_alarms": alarms[level]} for level in bounds}


def _kept(clean: np.ndarray, hidden: np.ndarray, bounds: Mapping[str, float]) -> Rows:
    def statistics(rows: np.ndarray) -> dict[str, float | None]:
        found = {level: int((clean[rows] >= bound).sum()) for level, bound in bounds.items()}
        return {
            _named("recall_kept", level): (hidden[rows] >= bound).sum() / found[level] if found[level] else None
            for level, bound in bounds.items()
        }

    return statistics


def _named(name: str, level: str) -> str:
    return name if level == "medium" else f"{name}_at_{level}"


def _over(attacks: Mapping[str, Mapping[str, Any]], level: str, take: Callable[[Any], Any]) -> float | None:
    kept = [found[_named("recall_kept", level)] for found in attacks.values()]
    return None if None in kept else rounded(take(np.minimum(kept, 1.0)))
