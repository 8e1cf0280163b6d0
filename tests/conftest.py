"""What several tests share: a small model, in memory and as a folder."""

import pytest

from grooming_risk import GroomingRiskClassifier, load_conversations, load_corpus, load_model
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.model.artifact import write_artifact
from grooming_risk.training.calibrated_artifact import to_artifact

collect_ignore = ["typing"]  # for mypy to read, not to run


@pytest.fixture(scope="session")
def small_corpus():
    """Every fourth line of the training corpus."""
    return load_corpus("train").iloc[::4].reset_index(drop=True)


@pytest.fixture(scope="session")
def small_chats():
    """The first conversations of the validation split."""
    frame = load_conversations("validation")
    return frame[frame["conversation"].isin(frame["conversation"].unique()[:150])]


@pytest.fixture(scope="session")
def classifier(small_corpus):
    """A classifier with every head, fitted on the small corpus."""
    model = GroomingRiskClassifier(calibration_folds=2)
    return model.fit(
        small_corpus["text"],
        is_grooming(small_corpus),
        labels=label_matrix(small_corpus),
        lines=small_corpus["group"].tolist(),
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
