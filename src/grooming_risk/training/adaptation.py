"""Adapts the shipped model to a site: its own harmless chat joins the background, its budget sets the levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import numpy as np

from grooming_risk.corpus.background.chat import chat_messages, set_apart
from grooming_risk.corpus.background.counts import BackgroundCounts
from grooming_risk.corpus.load import load_corpus
from grooming_risk.errors import BudgetError
from grooming_risk.model.artifact import Artifact, write_artifact
from grooming_risk.model.site import SITE_FILE
from grooming_risk.scoring.scorer import Scorer, default_model, load_model
from grooming_risk.thresholds.messages import MIN_TEXTS, calibrate
from grooming_risk.training.calibrated_artifact import calibrated_artifact
from grooming_risk.training.card import render_card
from grooming_risk.training.message_fit import fit_messages, with_hard_negatives
from grooming_risk.training.train import recipe_of, training_info

MOST: Final = 60_000
"""Messages of a site that train at most, and pseudo messages that are drawn from its counts."""

POOL: Final = 40_000
"""Messages of the package's chat that the background is chosen from: fewer than in training, for time."""

ALERTS_PER_MILLION: Final = 2000.0
"""Budget of the level medium, if not told otherwise."""

STEPS: Final = ("background", "features and heads", "probabilities", "levels", "before and after")
"""Steps of `adapt`, in order."""

_MILLION: Final = 1_000_000
_SEED: Final = 0

Track = Callable[[Sequence[str]], Iterable[str]]
"""Wraps the names of the steps, to show how far it is."""


class Standing(NamedTuple):
    """What a model does on a site's messages.

    Attributes
    ----------
    alerts_per_million : float
        Harmless messages at medium or above, by the model's own levels, in a million.
    found : float in [0, 1]
        Share of grooming lines of unseen authors that is found where the budget is kept.
    """

    alerts_per_million: float
    found: float


class Adaptation(NamedTuple):
    """What `adapt` made of the shipped model.

    Attributes
    ----------
    folder : pathlib.Path
        The model folder, with the site's levels in it.
    messages : int
        Messages of the site that were trained on, or drawn from its counts.
    measured_on : int
        Messages that were not trained on: levels and figures come from them.
    before, after : Standing
        The shipped model, and the adapted one.
    """

    folder: Path
    messages: int
    measured_on: int
    before: Standing
    after: Standing


def adapt(
    texts: Iterable[str] = (),
    folder: str | Path = "my_model",
    *,
    counts: BackgroundCounts | None = None,
    alerts_per_million: float = ALERTS_PER_MILLION,
    n_jobs: int | None = None,
    track: Track | None = None,
) -> Adaptation:
    """Train the shipped corpus against the shipped background and a site's own, and set the site's levels.

    No parameter is searched for. A quarter of the texts is not trained on: the levels come from it, by the rules of
    `calibrate`, and so do the figures before and after.

    Parameters
    ----------
    texts : iterable of str
        Messages of the site, taken as harmless. A few risky ones do little harm. Chat full of grooming teaches the
        model to miss it: ``before.alerts_per_million`` is then high. Chat of another language changes little.
    folder : path or str, default="my_model"
        Model folder to write.
    counts : BackgroundCounts, optional
        Counts of chat that may not leave the site. Pseudo messages are drawn from them. Where no text is given, the
        calibration part of the package's chat stands for the site, so set levels later with `calibrate` at the site.
    alerts_per_million : float in (0, 1e6), default=2000
        Budget of the level ``"medium"``.
    n_jobs : int, optional
        Threads for the heads.
    track : callable, optional
        Gets the names of `STEPS` and yields them, to show progress.

    Returns
    -------
    Adaptation
        What it did. ``load_model(folder)`` scores with the model and its levels. The same input gives the same folder.

    Raises
    ------
    BudgetError
        The budget is out of range, or the texts are too few for it.
    ValueError
        Neither texts nor counts.
    TypeError
        `texts` is one str, or holds something else than str.
    MissingExtraError
        The extra ``train`` is not installed.

    See Also
    --------
    grooming_risk.train : Trains from scratch, with a search.
    grooming_risk.calibrate : Sets levels alone, in seconds.
    """
    own, apart = _checked(texts, counts)
    steps = iter((track or iter)(STEPS))
    next(steps, None)
    base, site = default_model(), _site_messages(own, counts)
    measured = apart or chat_messages("calibration")
    artifact = _trained(base, site, measured, steps, n_jobs)
    write_artifact(artifact, folder, render_card(artifact))
    (Path(folder) / SITE_FILE).unlink(missing_ok=True)  # of the model that was there: it fits no other
    next(steps, None)
    calibrate(load_model(folder), measured, alerts_per_million).save(Path(folder) / SITE_FILE)
    next(steps, None)
    risky, budget = _unseen_lines(), alerts_per_million / _MILLION
    before, after = (_standing(one, measured, risky, budget) for one in (base, load_model(folder)))
    next(steps, None)
    return Adaptation(Path(folder), len(site), len(measured), before, after)


def _checked(texts: Iterable[str], counts: BackgroundCounts | None) -> tuple[list[str], list[str]]:
    """Return the texts to train on, and those that set the levels."""
    own, apart = set_apart(texts)
    if not own and counts is None:
        raise ValueError("nothing to adapt to: give messages of the site, or counts of them")
    if own and len(apart) < MIN_TEXTS:
        raise BudgetError(
            f"a quarter of the texts sets the levels and must hold {MIN_TEXTS} different ones, and holds {len(apart)}; "
            "give more messages"
        )
    return own, apart


def _trained(
    base: Scorer, site: Sequence[str], measured: Sequence[str], steps: Iterator[str], n_jobs: int | None
) -> Artifact:
    frame = load_corpus("train")
    pool = chat_messages("training")[:POOL]
    background = [*with_hard_negatives(frame, pool, first=lambda rows: _risks(base, rows)), *site]
    next(steps, None)
    recipe = recipe_of(base)
    model = fit_messages(frame, list(dict.fromkeys(background)), recipe, n_jobs=n_jobs)
    next(steps, None)
    seen_by_none = load_corpus("validation")
    info = training_info(frame, background, model, recipe)
    info["training"]["site_messages"] = len(site)
    info["conversation"] = base.info["conversation"]
    artifact = calibrated_artifact(model, seen_by_none, model.decisions(seen_by_none["text"]), measured, info)
    return replace(artifact, conversation=base.artifact.conversation)


def _site_messages(own: Sequence[str], counts: BackgroundCounts | None) -> list[str]:
    chosen = Random(_SEED).sample(list(own), min(len(own), MOST))
    drawn = counts.draw(min(MOST, counts.messages), seed=_SEED) if counts else []
    return list(dict.fromkeys(chosen + [text for text in drawn if text]))


def _unseen_lines() -> list[str]:
    held_out = load_corpus("held_out")
    return list(held_out.loc[held_out["kind"] == "grooming", "text"])


def _risks(model: Scorer, texts: Sequence[str]) -> np.ndarray:
    return np.array([score.risk for score in model.score_many(list(texts))])


def _standing(model: Scorer, harmless: Sequence[str], risky: Sequence[str], budget: float) -> Standing:
    quiet, loud = _risks(model, harmless), _risks(model, risky)
    mark = np.quantile(quiet, 1 - budget, method="higher")
    return Standing(
        float(_MILLION * (quiet >= model.thresholds["levels"]["medium"]).mean()), float((loud > mark).mean())
    )
