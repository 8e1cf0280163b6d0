"""Training: deterministic folder, ordered thresholds, a card with the metrics."""

import numpy as np
import pytest

from grooming_risk import chat_messages, load_corpus, load_model, train
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.training.calibrated_artifact import BUDGETS
from grooming_risk.training.message_fit import Recipe, fit_messages
from grooming_risk.training.train import choose_recipe, save_model

BACKGROUND = chat_messages("training")[:2500]
BENIGN = chat_messages("test")[:2000]

pytestmark = pytest.mark.usefixtures("few_chats")


@pytest.fixture(scope="module")
def lines():
    """Every tenth line of the training corpus."""
    return load_corpus("train").iloc[::10].reset_index(drop=True)


def trained_in(folder, corpus, **options):
    save_model(train(corpus, background=BACKGROUND, search=False, **options), folder, benign_texts=BENIGN)
    return folder


@pytest.fixture(scope="module")
def trained(few_chats, lines, tmp_path_factory):
    return trained_in(tmp_path_factory.mktemp("trained"), lines, n_jobs=2)


def test_the_same_corpus_gives_the_same_bytes(trained, lines, tmp_path):
    trained_in(tmp_path, lines)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in trained.iterdir()}


@pytest.mark.slow
def test_a_full_head_does_not_depend_on_the_number_of_threads():
    """At full size linear algebra uses threads, which change the order of sums."""
    corpus = load_corpus("train")
    one, two = (fit_messages(corpus, risk_only=True, n_jobs=jobs) for jobs in (1, 2))

    assert np.array_equal(one.coef_, two.coef_)


def test_the_search_chooses_by_unseen_authors(lines, monkeypatch):
    monkeypatch.setattr("grooming_risk.training.train.GRID", {"C": (0.001, 10.0), "look_alike": (3.0,)})

    assert choose_recipe(lines, BACKGROUND[:500], BENIGN[:500], Recipe()).C == 10.0


def test_without_background_the_everyday_lines_set_the_levels(lines):
    artifact = train(lines, background=(), search=False)

    assert artifact.info["training"]["background"]["messages"] == 0
    assert 0 < artifact.thresholds["levels"]["medium"] < 1


@pytest.mark.parametrize("background", [["gg wp"] * 500, [" "]])
def test_a_background_too_small_for_levels(lines, background):
    """A line or two cannot set levels; the everyday lines then do."""
    artifact = train(lines, background=background, search=False)

    assert artifact.thresholds["levels"]["low"] < artifact.thresholds["levels"]["high"]


def test_thresholds_rise_with_the_level(trained):
    thresholds = load_model(trained).thresholds

    assert 0 < thresholds["levels"]["low"] < thresholds["levels"]["medium"] < thresholds["levels"]["high"] < 1
    assert set(thresholds["patterns"]) == set(PATTERNS)
    assert list(BUDGETS) == list(LEVELS[1:])


def test_two_thresholds_are_recommended_for_each_pattern(trained):
    model = load_model(trained)
    recommended, metrics = model.artifact.thresholds["recommended"], model.info["recommended"]

    assert set(recommended) == set(metrics) == set(PATTERNS)
    for name in PATTERNS:
        precise, sensitive = metrics[name]["high_precision"], metrics[name]["high_recall"]
        assert precise["as_wanted"] == (precise["precision"] >= 0.9)
        assert sensitive["recall"] >= 0.9
        if recommended[name]["high_precision"] > recommended[name]["high_recall"]:
            assert precise["recall"] <= sensitive["recall"]


def test_model_says_what_it_is_made_of(trained, lines):
    info = load_model(trained).info

    assert info["training"]["lines"] == len(lines)
    assert info["training"]["background"]["messages"] <= len(BACKGROUND)
    assert info["mix"]["grooming"] == 0.01
    assert info["settings"]["vectorizer"]["min_df"] == 3
    assert len(info["corpus_sha256"]) == len(info["settings_sha256"]) == 64
    assert 0 <= info["held_out"]["auc_look_alikes"] <= 1


def test_card_prints_the_metrics_of_the_model(trained):
    card = (trained / "README.md").read_text(encoding="utf-8")
    held_out = load_model(trained).info["held_out"]

    assert f"| ROC-AUC, grooming against look-alikes | {held_out['auc_look_alikes']} |" in card
    assert f"| medium.f1 | {held_out['conversations']['medium']['f1']} |" in card
    assert "$" not in card
    recommended = load_model(trained).artifact.thresholds["recommended"]
    for name, pair in recommended.items():
        (row,) = [line for line in card.splitlines() if line.startswith(f"| {name} |")]
        assert all(f"{value:.4f}" in row for value in pair.values())


def test_pattern_without_a_line_is_refused(lines):
    without = lines[[("secrecy" not in labels) for labels in lines["labels"]]]

    with pytest.raises(ValueError, match="no line for secrecy"):
        train(without, background=(), search=False)
