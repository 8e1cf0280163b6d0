"""Adapts the shipped model to a site: its harmless chat joins the background, its budget sets the levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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

MAX_MESSAGES: Final = 60_000  # most site messages to train on, and most pseudo messages to draw from counts
POOL: Final = 40_000
"""Messages of the package's chat to choose the background from: fewer than in training, to save time."""

STEPS: Final = ("background", "features and heads", "probabilities", "levels", "before and after")
"""Steps of `adapt`, in order."""

_MILLION: Final = 1_000_000
_SEED: Final = 0


class Standing(NamedTuple):
    """Metrics of a model on a site's messages."""

    alerts_per_million: float  # harmless messages at medium or above, by the model's own levels
    found: float  # recall on grooming lines of unseen authors, at the threshold of the budget


class Adaptation(NamedTuple):
    """Result of `adapt`: the model folder, and the metrics of the shipped and the adapted model."""

    folder: Path
    messages: int  # site messages, or pseudo messages from counts, in training
    measured_on: int  # messages outside training that set the levels and the metrics
    before: Standing
    after: Standing


def adapt(
    texts: Iterable[str] = (),
    folder: str | Path = "my_model",
    *,
    counts: BackgroundCounts | None = None,
    alerts_per_million: float = 2000.0,
    n_jobs: int | None = None,
    track: Callable[[Sequence[str]], Iterable[str]] | None = None,
) -> Adaptation:
    """Train on the shipped corpus against the shipped background and a site's chat, and set the site's levels.

    A quarter of the texts stays out of training; the levels, as in `calibrate`, and the metrics come from it.

    Parameters
    ----------
    texts : iterable of str
        Messages of the site, taken as harmless. A few risky ones do little harm. Chat full of grooming teaches the
        model to miss grooming; ``before.alerts_per_million`` is then high. Chat in another language changes little.
    folder : path or str, default="my_model"
        Model folder to write.
    counts : BackgroundCounts, optional
        Counts of chat that may not leave the site, for pseudo messages. Without texts the calibration part of the
        package's chat sets the levels, so run `calibrate` at the site later.
    alerts_per_million : float in (0, 1e6), default=2000
        Budget of the level ``"medium"``.
    n_jobs : int, optional
        Threads for the heads.
    track : callable, optional
        Takes the names of `STEPS` and yields them; shows progress.

    Returns
    -------
    Adaptation
        ``load_model(folder)`` then scores with the model and its levels. The same input gives the same folder.

    Raises
    ------
    BudgetError
        The budget is out of range, or there are too few texts for it.
    ValueError
        There are neither texts nor counts.
    TypeError
        `texts` is a str, or an item is not a str.
    MissingExtraError
        The extra ``train`` is not installed.

    See Also
    --------
    grooming_risk.train : Trains from scratch, with a search.
    grooming_risk.calibrate : Only sets levels, in seconds.
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
            f"a quarter of the texts sets the levels: it needs {MIN_TEXTS} distinct texts, and holds {len(apart)}; "
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
    return artifact._replace(conversation=base.artifact.conversation)


def _site_messages(own: Sequence[str], counts: BackgroundCounts | None) -> list[str]:
    chosen = Random(_SEED).sample(list(own), min(len(own), MAX_MESSAGES))
    drawn = counts.draw(min(MAX_MESSAGES, counts.messages), seed=_SEED) if counts else []
    return list(dict.fromkeys(chosen + [text for text in drawn if text]))


def _unseen_lines() -> list[str]:
    held_out = load_corpus("held_out")
    return list(held_out.loc[held_out["kind"] == "grooming", "text"])


def _risks(model: Scorer, texts: Sequence[str]) -> np.ndarray:
    return np.array([score.risk for score in model.score_many(list(texts))])


def _standing(model: Scorer, harmless: Sequence[str], risky: Sequence[str], budget: float) -> Standing:
    quiet, loud = _risks(model, harmless), _risks(model, risky)
    threshold = np.quantile(quiet, 1 - budget, method="higher")
    return Standing(
        float(_MILLION * (quiet >= model.thresholds["levels"]["medium"]).mean()), float((loud > threshold).mean())
    )
