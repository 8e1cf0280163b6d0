"""Thresholds of levels and patterns by alert budget, from a site's traffic."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Final

import numpy as np

from grooming_risk.errors import BudgetError
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS, RISK
from grooming_risk.metrics.nested import rounded
from grooming_risk.model.logistic import EMPTY_LOG_ODDS
from grooming_risk.model.site import Site, Threshold
from grooming_risk.scoring.scorer import Scorer, checked_model
from grooming_risk.thresholds.tail import ENOUGH, Tail
from grooming_risk.validation import check_number, check_text, iterable_of

MIN_TEXTS: Final = 500
"""Fewest distinct texts in a sample."""

MILLION: Final = 1_000_000


def calibrate(
    model: Scorer,
    benign_texts: Iterable[str],
    alerts_per_million: float = 50,
    *,
    low: float = 10.0,
    high: float = 0.1,
    pattern_alerts_per_million: Mapping[str, float] | None = None,
    disclosure_alerts_per_million: float = 1000.0,
    observe_only: bool = False,
    seed: int = 0,
) -> Site:
    """Set thresholds by the number of alerts that a site's people can read.

    An alert is a message at level ``"medium"`` or above. The sample is unlabelled traffic of the site, taken as
    harmless: rare risky messages in it can only raise the thresholds.

    Parameters
    ----------
    model : Scorer
        A model that `load_model` read from a folder.
    benign_texts : iterable of str
        Messages from traffic, repeats included. For the intervals all messages of one text are one observation.
    alerts_per_million : float in (0, 1e6), default=50
        Budget: alerts per million messages.
    low, high : float, default=10 and 0.1
        Budgets of the levels ``"low"`` (1 or more) and ``"high"`` (above 0, 1 or less), as multiples of the budget.
    pattern_alerts_per_million : mapping of str to float, optional
        Pattern to its budget; other patterns have `alerts_per_million` each. No budget moves another threshold.
    disclosure_alerts_per_million : float in (0, 1e6), default=1000
        Budget of disclosures, messages that ask for help.
    observe_only : bool, default=False
        Whether conversations raise no alert with this site.
    seed : int, default=0
        Seed of the bootstrap; the same sample and seed give the same site.

    Returns
    -------
    Site
        Thresholds with the expected alerts per million and their 95% interval; ``site.save(folder / "site.json")`` puts
        them beside the model.

    Raises
    ------
    BudgetError
        A budget is outside (0, 1e6), or the sample is too small: it must hold 500 distinct texts with words, and one
        message or more for each budget except ``"high"`` and disclosure.
    TypeError
        `benign_texts` is a str, a mapping or a table, or an item is not a str.
    ValueError
        A pattern is unknown, or the model was never saved.

    Notes
    -----
    A threshold that fewer than ten texts reach comes from a fitted tail and is marked as extrapolated. See `Tail`.

    Examples
    --------
    >>> from grooming_risk import load_corpus, load_model
    >>> corpus = load_corpus("train")
    >>> site = calibrate(load_model(), corpus[corpus["kind"] == "everyday"]["text"][:2000], 2000)
    >>> medium = site.levels["medium"]
    >>> 0 < medium.value < 1, medium.expected <= 2000, medium.extrapolated
    (True, True, True)
    """
    budget = check_number(alerts_per_million, "alerts_per_million")
    levels, own = level_budgets(budget, low, high), pattern_alerts_per_million or {}
    budgets = _budgets(levels, own, disclosure_alerts_per_million)
    sha256 = model_name(checked_model(model))
    log_odds, counts = _scored(model, benign_texts)
    _check_size(budgets, int(counts.sum()), int((log_odds[:, 0] > EMPTY_LOG_ODDS).sum()))
    tails = {head: Tail(log_odds[:, number], counts) for number, head in enumerate(HEADS)}
    found = {name: threshold_of(tails.get(name, tails[RISK]), budget, seed) for name, budget in budgets.items()}
    return Site(
        model=sha256,
        levels={level: found[level] for level in LEVELS[1:]},
        patterns={name: found[name] for name in PATTERNS},
        messages=int(counts.sum()),
        texts=len(counts),
        observe_only=observe_only,
        disclosure=found[DISCLOSURE],
    )


def model_name(model: Scorer) -> str:
    """Return the name of a model in a site file, the SHA-256 of its manifest; ValueError if it was never saved."""
    if not model.artifact.sha256:
        raise ValueError("a site file belongs to a model on disk; save the model and pass what load_model returns")
    return model.artifact.sha256


def level_budgets(medium: float, low: float, high: float) -> dict[str, float]:
    """Return the budgets of the levels; `low` and `high` are multiples of `medium`."""
    if low < 1 or not 0 < high <= 1:
        raise BudgetError(f"low must be 1 or more and high in (0, 1], as multiples of the budget, not {low} and {high}")
    return {"medium": medium, "low": medium * low, "high": medium * high}


def _budgets(levels: Mapping[str, float], own: Mapping[str, float], disclosure: float) -> dict[str, float]:
    if unknown := sorted(own.keys() - set(PATTERNS)):
        raise ValueError(f"unknown pattern {', '.join(unknown)}; known are {', '.join(PATTERNS)}")
    budgets = {**levels, **dict.fromkeys(PATTERNS, levels["medium"]), **own, DISCLOSURE: disclosure}
    for name, budget in budgets.items():
        if not 0 < budget < MILLION:
            raise BudgetError(f"{name}: the budget must be in (0, 1e6) alerts per million, not {budget}")
    return budgets


def _scored(model: Scorer, texts: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds of every head and the count of each distinct text."""
    numbers: dict[str, int] = {}
    log_odds, counts = array("d"), array("q")
    for text in iterable_of(texts):
        number = numbers.setdefault(check_text(text), len(counts))
        if number == len(counts):
            log_odds.extend(model.log_odds(text))
            counts.append(0)
        counts[number] += 1
    rows = np.array(log_odds).reshape(-1, len(HEADS))
    shifted = (rows > EMPTY_LOG_ODDS) & (np.array(HEADS) != DISCLOSURE)
    return rows - model.base_rate_shift * shifted, np.array(counts)  # site files hold the model's own base rate


def _check_size(budgets: Mapping[str, float], messages: int, texts: int) -> None:
    within = {name: budget for name, budget in budgets.items() if name not in ("high", DISCLOSURE)}
    name, rarest = min(within.items(), key=lambda item: item[1])
    needed = ceil(MILLION / rarest - 1e-9)
    if messages < needed:
        raise BudgetError(
            f"{name}: {rarest:g} alerts per million need {needed:,} messages or more, and the sample holds "
            f"{messages:,}; give more messages, or allow more alerts"
        )
    if texts < MIN_TEXTS:
        raise BudgetError(
            f"the sample needs {MIN_TEXTS} distinct texts with words or more, and holds {texts:,}; give more messages"
        )


def threshold_of(tail: Tail, budget: float, seed: int) -> Threshold:
    """Return the threshold by a budget per million, with its expected alerts and their interval.

    Examples
    --------
    >>> found = threshold_of(Tail([number / 50 for number in range(1000)]), 20_000, seed=0)
    >>> found.reached, found.expected, found.extrapolated
    (20, 20000.0, False)
    """
    value = min(tail.threshold(budget / MILLION), 1.0)  # the next float above a score of 1 is above 1
    low, high = tail.interval_at(value, seed=seed)
    return Threshold(
        value=value,
        budget=float(budget),
        expected=rounded(MILLION * tail.share_at(value)),
        interval=(rounded(MILLION * low), rounded(MILLION * high)),
        reached=tail.messages_at(value),
        extrapolated=tail.texts_at(value) < ENOUGH,
    )
