"""Trains the model: lines of many authors against real harmless chat, thresholds by false-alarm budget."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from grooming_risk.corpus.background.chat import SOURCE, Chat, chat_messages, set_apart
from grooming_risk.corpus.load import label_matrix, load_conversations, load_corpus
from grooming_risk.evaluation.conversations import evaluate_conversations
from grooming_risk.evaluation.messages import evaluate
from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import DISCLOSURE
from grooming_risk.metrics.classification import recall_at_false_alarms
from grooming_risk.model.artifact import Artifact, write_artifact
from grooming_risk.model.sealed import sha256_of
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.training.author_folds import FOLDS, unseen_decisions
from grooming_risk.training.calibrated_artifact import BUDGETS, DISCLOSURE_BUDGET, calibrated_artifact
from grooming_risk.training.card import render_card
from grooming_risk.training.classifier import GroomingRiskClassifier
from grooming_risk.training.message_fit import COLUMNS, Recipe, fit_messages, with_hard_negatives
from grooming_risk.training.rule_fit import CHAT_BUDGETS, FLOOD, ROW, fit_rule
from grooming_risk.training.unseen_authors import evaluate_unseen_authors
from grooming_risk.training.vectorizer import ChatTfidfVectorizer

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

GRID: Final = {"C": (10.0, 30.0), "look_alike": (3.0,)}  # grid of the search
SEARCH_RATES: Final = (1e-2, 1e-3)
"""False-alarm rates of the recall that the search maximises, on average over rates and authors."""

FEWEST_APART: Final = 500
"""Fewest background messages outside training that set the levels; with fewer, the everyday lines do."""


def train(
    corpus: IntoDataFrame | None = None,
    *,
    background: Iterable[str] | None = None,
    more_background: Iterable[str] = (),
    chats: Sequence[Chat] | None = None,
    search: bool = True,
    vectorizer: ChatTfidfVectorizer | None = None,
    n_jobs: int | None = None,
    track: Callable[[str], None] | None = None,
) -> Artifact:
    """Train a model.

    Parameters
    ----------
    corpus : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        As `load_corpus` returns it; None takes the shipped training split.
    background : iterable of str, optional
        Real harmless messages, unlabelled; None takes those of the package `chitchat-dataset`. Of others a quarter
        stays out of training and sets the levels; if that is fewer than 500 messages, the everyday lines do. A few
        risky messages do little harm; many teach the model to miss them.
    more_background : iterable of str, optional
        Further messages, of a site or drawn from counts; a quarter of them helps to set the levels.
    chats : sequence of Chat, optional
        Real harmless chats that set the conversation rule; None takes the calibration part of the package.
    search : bool, default=True
        Whether cross-validation by author chooses regularisation and weights; else the defaults of `Recipe`.
    vectorizer : ChatTfidfVectorizer, optional
        Features; None takes the defaults.
    n_jobs : int, optional
        Processes, as in joblib; the model does not depend on them.
    track : callable, optional
        Takes the name of each step as it begins.

    Returns
    -------
    Artifact
        The model; `save_model` writes it with its metrics and card. The same corpus and background give the same model.

    Raises
    ------
    ValueError
        A pattern has no line, or its head does not separate its labels.
    KeyError
        The corpus lacks a column.
    TypeError
        `corpus` is no such table; `background` is a str, or an item is not a str.
    MissingExtraError
        `background` is None and the package is not installed.
    """
    frame = load_corpus("train") if corpus is None else as_pandas(corpus, COLUMNS, "; load_corpus shows its form")
    _check_labels(frame)
    tell = track or (lambda step: None)
    pool, apart = _background(background, more_background)
    recipe = Recipe(vectorizer=vectorizer)
    tell("hard negatives")
    chosen = with_hard_negatives(frame, pool, recipe, n_jobs=n_jobs)
    if search:
        tell("search by unseen authors")
        recipe = choose_recipe(frame, chosen, apart, recipe, n_jobs=n_jobs)
    tell("features and heads")
    model = fit_messages(frame, chosen, recipe, n_jobs=n_jobs)
    tell("probabilities, by unseen authors")
    unseen = unseen_decisions(frame, chosen, (), recipe, n_jobs=n_jobs)
    artifact = calibrated_artifact(model, frame, unseen.lines, apart, training_info(frame, chosen, model, recipe))
    tell("conversation rule")
    return _with_rule(artifact, chats)


def _check_labels(frame: pd.DataFrame) -> None:
    labels = label_matrix(frame)
    if absent := [name for name in labels if not labels[name].any()]:
        raise ValueError(f"the corpus has no line for {', '.join(absent)}; every pattern and disclosure needs some")


def _with_rule(artifact: Artifact, chats: Sequence[Chat] | None) -> Artifact:
    rule, floors = fit_rule(Scorer(artifact), real=chats)
    chosen_by = {"budgets": CHAT_BUDGETS, "flood": FLOOD, "row": ROW, "floors": floors}
    return artifact._replace(conversation=rule, info={**artifact.info, "conversation": chosen_by})


def _background(background: Iterable[str] | None, more: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what may be trained on, and what levels are set on; a text is only in one of them.

    Where few are set apart, none sets the levels: the everyday lines do.
    """
    pool, apart = set_apart(more)
    if background is None:
        first, second = chat_messages("training"), chat_messages("calibration")
    else:
        first, second = set_apart(background)
    kept = dict.fromkeys([*second, *apart])
    pool = [text for text in dict.fromkeys([*first, *pool]) if text not in kept]
    return pool, list(kept) if len(kept) >= FEWEST_APART else []


def choose_recipe(
    frame: pd.DataFrame,
    background: Sequence[str],
    apart: Sequence[str],
    recipe: Recipe,
    *,
    n_jobs: int | None = None,
) -> Recipe:
    """Return the recipe of `GRID` with the highest mean recall on unseen authors at `SEARCH_RATES`.

    The texts `apart` from training set the thresholds; if there are none, the everyday lines do.
    """
    candidates = [recipe._replace(C=c, look_alike=weight) for c, weight in product(*GRID.values())]
    recalls = [_mean_recall(frame, background, apart, candidate, n_jobs) for candidate in candidates]
    return candidates[int(np.argmax(recalls))]


def _mean_recall(
    frame: pd.DataFrame, background: Sequence[str], apart: Sequence[str], recipe: Recipe, n_jobs: int | None
) -> float:
    unseen = unseen_decisions(frame, background, apart, recipe, risk_only=True, n_jobs=n_jobs)
    kind, author, risk = frame["kind"].to_numpy(), frame["author"].to_numpy(), unseen.lines[:, 0]
    recalls = []
    for name in sorted(set(author[kind == "grooming"])):
        rows = (author == name) & (kind == "grooming")
        harmless = unseen.background[unseen.folds[rows][0]][:, 0] if len(apart) else risk[kind == "everyday"]
        recalls += [recall_at_false_alarms(risk[rows], harmless, rate) or 0.0 for rate in SEARCH_RATES]
    return float(np.mean(recalls))


def with_unseen_authors(artifact: Artifact, corpus: pd.DataFrame, *, n_jobs: int | None = None) -> Artifact:
    """Return a model trained on a corpus with its metrics on unseen authors in its info, for its card."""
    evaluation = evaluate_unseen_authors(corpus, recipe=recipe_of(Scorer(artifact)), n_jobs=n_jobs)
    return artifact._replace(info={**artifact.info, "unseen_authors": evaluation.figures})


def save_model(
    artifact: Artifact,
    folder: str | Path,
    held_out: IntoDataFrame | None = None,
    conversations: IntoDataFrame | None = None,
    benign_texts: Sequence[str] | None = None,
) -> None:
    """Evaluate a model on held-out data and write it with its metrics and card.

    Parameters
    ----------
    artifact : Artifact
        Result of `train`.
    folder : path or str
        Model folder to write.
    held_out, conversations : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Held-out messages and conversations; None takes the shipped splits.
    benign_texts : sequence of str, optional
        Real harmless messages for false alarms; None takes the test part of the package's chat.

    See Also
    --------
    grooming_risk.load_model : Reads the folder.
    """
    if not isinstance(artifact, Artifact):
        raise TypeError(f"artifact must be what train returns, not {type(artifact).__name__}")
    frame = load_corpus("held_out") if held_out is None else as_pandas(held_out)
    chats = load_conversations("held_out") if conversations is None else as_pandas(conversations)
    texts = chat_messages("test") if benign_texts is None else benign_texts
    scorer = Scorer(artifact)
    messages = evaluate(frame, model=scorer, benign_texts=texts, benign_source="the test part of the real chat")
    metrics = messages.joined(conversations=evaluate_conversations(chats, model=scorer)).summary()
    measured = artifact._replace(info={**artifact.info, "held_out": metrics})
    write_artifact(measured, folder, render_card(measured))


def training_info(
    frame: pd.DataFrame, background: Sequence[str], model: GroomingRiskClassifier, recipe: Recipe
) -> dict[str, Any]:
    """Return the training information for the manifest: corpus, settings and libraries."""
    rows = zip(frame["text"], frame["labels"], frame["kind"], frame["line"], strict=True)
    content = "\n".join(json.dumps(row, default=list) for row in (*rows, *background))
    settings = {
        **recipe._asdict(),
        "vectorizer": {name: value for name, value in model.vectorizer_.get_params().items() if name != "lexicon"},
        "budgets": {**BUDGETS, DISCLOSURE: DISCLOSURE_BUDGET},
        "folds": FOLDS,
    }
    return {
        "corpus_sha256": sha256_of(content.encode()),
        "settings": settings,
        "settings_sha256": sha256_of(json.dumps(settings, sort_keys=True).encode()),
        "training": {
            "lines": len(frame),
            "authors": int(frame["author"].nunique()),
            "background": {**SOURCE, "messages": len(background)},
            "terms": len(model.vectorizer_.vocabulary_),
        },
        "libraries": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
    }


def recipe_of(model: Scorer) -> Recipe:
    """Return the recipe of a trained model."""
    settings: Any = model.info["settings"]
    return Recipe(**{name: settings[name] for name in Recipe._fields if name != "vectorizer"})
