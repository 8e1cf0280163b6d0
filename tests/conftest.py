"""What several tests share: a small model, in memory and as a folder."""

import os

import pytest

from grooming_risk import GroomingRiskClassifier, load_conversations, load_corpus, load_model
from grooming_risk.corpus.background.chat import chat_messages, chats
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.model.artifact import write_artifact
from grooming_risk.training.calibrated_artifact import to_artifact
from support.distributions import built_once
from support.shared_model import fitted_once

collect_ignore = ["typing"]  # for mypy to read, not to run
SLOW_PAGES = ("docs/tutorials/first-retrain.md",)
"""Pages of the documentation whose examples train a whole model."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark the examples of slow pages, before marks choose what runs."""
    for item in items:
        if item.nodeid.startswith(SLOW_PAGES):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def distributions(tmp_path_factory):
    """The source distribution and the wheel of this checkout, built once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    return built_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def small_corpus():
    """Every fourth line of the training corpus."""
    return load_corpus("train").iloc[::4].reset_index(drop=True)


@pytest.fixture(scope="session")
def small_chats():
    """The first conversations of the validation split."""
    frame = load_conversations("validation")
    return frame[frame["conversation"].isin(frame["conversation"].unique()[:150])]


@pytest.fixture(scope="module")
def few_chats():
    """Fewer chats to set the conversation rule and to measure a trained model: the steps are the same."""
    real = [chat for chat in chats("calibration") if len(chat.messages) >= 8][:60]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grooming_risk.training.rule_fit.load_conversations", first_conversations)
        patch.setattr("grooming_risk.training.rule_fit.chats", lambda part: real)
        patch.setattr("grooming_risk.training.train.load_conversations", first_conversations)
        patch.setattr("grooming_risk.training.train.chat_messages", lambda part: chat_messages(part)[::10])
        yield


def first_conversations(split):
    frame = load_conversations(split)
    return frame[frame["conversation"].isin(frame["conversation"].unique()[:30])]


@pytest.fixture(scope="session")
def classifier(small_corpus, pytestconfig):
    """A classifier with every head, fitted on the small corpus."""
    model, labels = GroomingRiskClassifier(calibration_folds=2), label_matrix(small_corpus)
    return fitted_once(
        pytestconfig.cache.mkdir("small_model"),
        lambda: model.fit(
            small_corpus["text"], is_grooming(small_corpus), labels=labels, lines=small_corpus["group"].tolist()
        ),
    )


@pytest.fixture(scope="session")
def model_folder(classifier, tmp_path_factory):
    """The small model as a folder."""
    thresholds = {
        "levels": dict(zip(LEVELS[1:], (0.2, 0.5, 0.8), strict=True)),
        "disclosure": 0.5,
        "patterns": dict.fromkeys(PATTERNS, 0.5),
        "recommended": {name: {"high_precision": 0.9, "high_recall": 0.1} for name in PATTERNS},
    }
    folder = tmp_path_factory.mktemp("model")
    write_artifact(to_artifact(classifier, thresholds, {"name": "small"}), folder, "# card\n")
    return folder


@pytest.fixture(scope="session")
def scorer(model_folder):
    """The small model as the scoring half reads it."""
    return load_model(model_folder)
