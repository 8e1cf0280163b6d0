"""Trains the model from the corpus: parameters by grouped cross-validation, thresholds by false-alarm budget."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.model_selection import GridSearchCV, GroupKFold

from grooming_risk.analyzer import Settings
from grooming_risk.artifact import RECOMMENDED, Artifact, write_artifact
from grooming_risk.background import BACKGROUND, background_frame
from grooming_risk.card import render_card
from grooming_risk.classifier import GroomingRiskClassifier
from grooming_risk.conversation_training import BUDGETS as CHAT_BUDGETS
from grooming_risk.conversation_training import train_conversations
from grooming_risk.conversation_weights import ConversationWeights
from grooming_risk.corpus import is_grooming, label_matrix, load_conversations, load_corpus
from grooming_risk.early_detection import evaluate_conversations
from grooming_risk.evaluation import evaluate, harmless_texts
from grooming_risk.features import ChatTfidfVectorizer
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.pattern_thresholds import PatternCurve
from grooming_risk.scorer import Scorer
from grooming_risk.tail import Tail
from grooming_risk.validation import check_texts

FOLDS: Final = 5
GRID: Final = {"C": [3.0, 10.0, 30.0], "positive_weight": [1.0, 4.0]}
"""What cross-validation chooses from."""

BUDGETS: Final = {"low": 1e-2, "medium": 1 / 500, "high": 1 / 5000}
"""Share of everyday messages that may reach a level or a higher one."""


def train(
    corpus: pd.DataFrame | None = None,
    *,
    conversations: pd.DataFrame | None = None,
    background: Iterable[str] = (),
    search: bool = True,
    vectorizer: ChatTfidfVectorizer | None = None,
    n_jobs: int | None = None,
) -> Artifact:
    """Train a model.

    Parameters
    ----------
    corpus : pandas.DataFrame, optional
        As `load_corpus` returns it; None takes the shipped training split.
    conversations : pandas.DataFrame, optional
        As `load_conversations` returns it; None takes the shipped training split. Their messages are scored by models
        that have not seen their lines.
    background : iterable of str, optional
        Harmless, unlabelled messages of your own. They count as everyday lines, and the levels then keep their budget
        on both. A few risky ones among them do little harm; many would teach the model to miss them.
    search : bool, default=True
        Whether grouped cross-validation chooses regularisation and class balance; else the classifier's defaults hold.
    vectorizer : ChatTfidfVectorizer, optional
        Features; None takes the defaults.
    n_jobs : int, optional
        Processes, as in joblib. The model does not depend on it.

    Returns
    -------
    Artifact
        The model; `save_model` writes it with its figures and its card. The same corpus gives the same model: nothing
        in training is random.

    Raises
    ------
    ValueError
        A pattern has no line, or its head does not tell its lines apart.
    TypeError
        `background` is a str, or holds something else than str.
    """
    frame = load_corpus("train") if corpus is None else corpus
    frame = pd.concat([frame, background_frame(check_texts(background))], ignore_index=True)
    texts, risk, labels = frame["text"].tolist(), is_grooming(frame).to_numpy(), label_matrix(frame)
    groups = frame["group"].tolist()
    if absent := [name for name in labels if not labels[name].any()]:
        raise ValueError(f"the corpus has no line for {', '.join(absent)}; every pattern and disclosure needs some")
    chosen = _choose(texts, risk, groups, vectorizer, n_jobs) if search else {}
    model = GroomingRiskClassifier(vectorizer, n_jobs=n_jobs, **chosen)
    model.fit(texts, risk, labels=labels, lines=groups)
    chats = load_conversations("train") if conversations is None else conversations
    thresholds, recommended = _thresholds(model, frame, labels)
    artifact = to_artifact(model, thresholds, {**_info(frame, chats, model), "recommended": recommended})
    return replace(artifact, conversation=_conversation_weights(chats, frame, model, artifact))


def _conversation_weights(
    chats: pd.DataFrame, frame: pd.DataFrame, model: GroomingRiskClassifier, artifact: Artifact
) -> ConversationWeights:
    unseen: list[Scorer] = []
    folds: dict[str, int] = {}
    for number, (part, test) in enumerate(model.folds_):
        unseen.append(Scorer(to_artifact(part, artifact.thresholds, {})))
        folds |= dict.fromkeys(frame["line"].iloc[test], number)
    return train_conversations(chats, Scorer(artifact), unseen, folds)


def _choose(
    texts: list[str],
    risk: np.ndarray,
    groups: list[str],
    vectorizer: ChatTfidfVectorizer | None,
    n_jobs: int | None,
) -> dict[str, Any]:
    candidate = GroomingRiskClassifier(vectorizer, calibration_folds=0)
    search = GridSearchCV(
        candidate, GRID, scoring="average_precision", cv=GroupKFold(FOLDS), n_jobs=n_jobs, refit=False
    )
    search.fit(texts, risk, groups=groups, lines=groups)
    return dict(search.best_params_)


def _thresholds(
    model: GroomingRiskClassifier, frame: pd.DataFrame, labels: pd.DataFrame
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return all thresholds, and the figures of the recommended ones.

    All come from messages whose line the model has not seen.
    """
    unseen = model.unseen_log_odds_
    as_written = (frame["variant"] == 0).to_numpy()
    everyday = Tail(unseen[as_written & (frame["kind"] == "everyday").to_numpy(), 0])
    curves = {name: PatternCurve(labels[name], expit(unseen[:, 1 + i])) for i, name in enumerate(PATTERNS)}
    recommended = {name: {kind: getattr(curve, kind)() for kind in RECOMMENDED} for name, curve in curves.items()}
    thresholds: dict[str, dict[str, Any]] = {
        "levels": {level: everyday.threshold(BUDGETS[level]) for level in LEVELS[1:]},
        "patterns": {name: curve.best_f1() for name, curve in curves.items()},
        "recommended": {name: {kind: x.threshold for kind, x in pair.items()} for name, pair in recommended.items()},
    }
    return thresholds, {name: {kind: x.figures() for kind, x in pair.items()} for name, pair in recommended.items()}


def to_artifact(
    model: GroomingRiskClassifier, thresholds: Mapping[str, Mapping[str, Any]], info: Mapping[str, Any]
) -> Artifact:
    """Return a fitted classifier with all heads as the plain data of a model folder."""
    vectorizer = model.vectorizer_
    return Artifact(
        lexicon=vectorizer.analyzer_.lexicon,
        dictionary=vectorizer.dictionary_,
        settings=Settings(*vectorizer.analyzer_.settings),
        terms=list(vectorizer.vocabulary_),
        idf=array("f", vectorizer.idf_.tolist()),
        unknown=vectorizer.unknown_,
        coef=[array("f", row.tolist()) for row in model.coef_],
        intercept=model.intercept_.tolist(),
        slope=model.slope_.tolist(),
        offset=model.offset_.tolist(),
        thresholds=thresholds,
        info=info,
    )


def save_model(
    artifact: Artifact,
    folder: str | Path,
    held_out: pd.DataFrame | None = None,
    conversations: pd.DataFrame | None = None,
) -> None:
    """Measure a model on held-out messages and conversations and write it with its figures and its card.

    Parameters
    ----------
    artifact : Artifact
        What `train` returned.
    folder : path or str
        Where to.
    held_out, conversations : pandas.DataFrame, optional
        Messages and conversations to measure on; None takes the shipped held-out splits.

    See Also
    --------
    grooming_risk.load_model : Reads it back.
    """
    frame = load_corpus("held_out") if held_out is None else held_out
    chats = load_conversations("held_out") if conversations is None else conversations
    scorer = Scorer(artifact)
    found = evaluate(
        frame, model=scorer, benign_texts=harmless_texts(chats), benign_source="messages of the harmless conversations"
    )
    figures = found.joined(conversations=evaluate_conversations(chats, model=scorer)).summary()
    measured = replace(artifact, info={**artifact.info, "held_out": figures})
    write_artifact(measured, folder, render_card(measured))


def _info(frame: pd.DataFrame, chats: pd.DataFrame, model: GroomingRiskClassifier) -> dict[str, Any]:
    rows = zip(frame["text"], frame["labels"], frame["kind"], frame["group"], strict=True)
    said = zip(chats["conversation"], chats["author"], chats["text"], chats["labels"], chats["minutes"], strict=True)
    content = "\n".join(json.dumps(row, default=list) for row in (*rows, *said))
    parameters = {
        name: value
        for name, value in model.get_params().items()
        if isinstance(value, int | float) and not isinstance(value, bool) and name != "n_jobs"
    }
    features = {name: value for name, value in model.vectorizer_.get_params().items() if name != "lexicon"}
    settings = {**parameters, "vectorizer": features, "budgets": BUDGETS, "conversation_budgets": CHAT_BUDGETS}
    return {
        "corpus_sha256": _digest(content),
        "settings": settings,
        "settings_sha256": _digest(json.dumps(settings, sort_keys=True)),
        "training": {
            "messages": len(frame),
            "conversations": int(chats["conversation"].nunique()),
            "lines": int(frame["line"].nunique()),
            "background": int((frame["register"] == BACKGROUND).sum()),
            "share_grooming": round(float(is_grooming(frame).mean()), 4),
            "terms": len(model.vectorizer_.vocabulary_),
        },
        "libraries": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
