"""Training: the same corpus gives the same folder, thresholds keep their order and their meaning."""

import pytest

from grooming_risk import load_corpus, load_model, train
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.training import BUDGETS, save_model


@pytest.fixture(scope="module")
def trained(small_corpus, small_chats, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    save_model(train(small_corpus, conversations=small_chats, search=False, n_jobs=2), folder, None, small_chats)
    return folder


def test_the_same_corpus_gives_the_same_bytes(trained, small_corpus, small_chats, tmp_path):
    save_model(train(small_corpus, conversations=small_chats, search=False), tmp_path, None, small_chats)

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in trained.iterdir()}


@pytest.mark.slow
def test_the_number_of_processes_changes_no_bit_of_the_full_model(small_chats):
    """At full size the linear algebra would use several threads, and add in another order."""
    corpus = load_corpus("train")
    one, two = (train(corpus, conversations=small_chats, search=False, n_jobs=jobs) for jobs in (1, 2))

    assert (one.coef, one.intercept, one.thresholds) == (two.coef, two.intercept, two.thresholds)
    assert one.conversation == two.conversation


def test_thresholds_rise_with_the_level(trained):
    thresholds = load_model(trained).thresholds

    assert 0 < thresholds["levels"]["low"] < thresholds["levels"]["medium"] < thresholds["levels"]["high"] < 1
    assert set(thresholds["patterns"]) == set(PATTERNS)
    assert list(BUDGETS) == list(LEVELS[1:])


def test_two_thresholds_are_recommended_for_each_pattern(trained):
    model = load_model(trained)
    recommended, figures = model.artifact.thresholds["recommended"], model.info["recommended"]

    assert set(recommended) == set(figures) == set(PATTERNS)
    for name in PATTERNS:
        precise, sensitive = figures[name]["high_precision"], figures[name]["high_recall"]
        assert precise["as_wanted"] == (precise["precision"] >= 0.9)
        assert sensitive["recall"] >= 0.9
        if recommended[name]["high_precision"] > recommended[name]["high_recall"]:
            assert precise["recall"] <= sensitive["recall"]


def test_model_says_what_it_is_made_of(trained, small_corpus):
    info = load_model(trained).info

    assert info["training"]["messages"] == len(small_corpus)
    assert info["settings"]["vectorizer"]["min_df"] == 2
    assert len(info["corpus_sha256"]) == len(info["settings_sha256"]) == 64
    assert 0 <= info["held_out"]["auc_look_alikes"] <= 1


def test_card_prints_the_figures_of_the_model(trained):
    card = (trained / "README.md").read_text(encoding="utf-8")
    held_out = load_model(trained).info["held_out"]

    assert f"| ROC-AUC, grooming against look-alikes | {held_out['auc_look_alikes']} |" in card
    assert f"| medium.f1 | {held_out['conversations']['medium']['f1']} |" in card
    assert "$" not in card
    recommended = load_model(trained).artifact.thresholds["recommended"]
    for name, pair in recommended.items():
        (row,) = [line for line in card.splitlines() if line.startswith(f"| {name} |")]
        assert all(f"{value:.4f}" in row for value in pair.values())


def test_pattern_without_a_line_is_refused(small_corpus):
    without = small_corpus[[("secrecy" not in labels) for labels in small_corpus["labels"]]]

    with pytest.raises(ValueError, match="no line for secrecy"):
        train(without, search=False)
