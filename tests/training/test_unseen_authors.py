"""Cross-validation by author: no line of a test author is in training; metrics by author."""

import numpy as np
import pandas as pd
import pytest

from grooming_risk import evaluate_unseen_authors, load_corpus
from grooming_risk.labels import HEADS
from grooming_risk.training.author_folds import author_folds, unseen_decisions
from grooming_risk.training.message_fit import HARDEST, RANDOM, fit_messages, with_hard_negatives

POOL = [f"we walked {n} miles to the {place} and had {food}" for n in range(12) for place in ("lake", "hill", "pier")
        for food in ("soup", "pie", "toast", "rice")]  # fmt: skip


@pytest.fixture(scope="module")
def frame():
    """Some lines of every author of the training split."""
    return load_corpus("train").groupby(["author", "kind"]).head(25).reset_index(drop=True)


@pytest.fixture(scope="module")
def of_four_authors(frame):
    return frame[frame["author"].isin(["a", "h", "in", "ng"])].reset_index(drop=True)


@pytest.fixture(scope="module")
def result(frame):
    return evaluate_unseen_authors(frame, background=POOL[:100], benign={"walks": POOL[100:]}, n_folds=3, n_jobs=2)


def test_folds_keep_authors_whole(frame):
    for train, test in author_folds(frame, 4):
        assert not set(frame["author"].iloc[train]) & set(frame["author"].iloc[test])
        assert len(train) + len(test) == len(frame)


def test_one_author_is_split_by_line():
    lone = pd.DataFrame({"author": "a", "group": range(10)})

    assert len(list(author_folds(lone, 5))) == 5


def test_what_an_author_wrote_changes_nothing_of_its_own_decisions(of_four_authors):
    """A secret word in all lines of one author: the model that looks for them has never met it."""
    frame = of_four_authors
    marked = frame.assign(
        text=[t + " zyxwv" if a == "a" else t for t, a in zip(frame["text"], frame["author"], strict=True)]
    )
    own = (frame["author"] == "a").to_numpy()
    found = unseen_decisions(marked, [], [], n_folds=len(set(frame["author"])), risk_only=True, n_jobs=2)
    others = fit_messages(marked[~own], risk_only=True)

    assert np.array_equal(found.lines[own], others.decisions(marked["text"][own]))
    assert "zyxwv" not in others.vectorizer_.vocabulary_


def test_metrics_are_shares_by_author_and_over_authors(result):
    authors = result.figures["authors"]

    assert len(authors) >= 3
    for metrics in authors.values():
        assert 0 <= metrics["auc_look_alikes"] <= 1 if metrics["auc_look_alikes"] is not None else True
    precisions = [metrics["average_precision"] for metrics in authors.values()]
    assert result.figures["mean"]["average_precision"] == pytest.approx(np.mean(precisions), abs=1e-3)
    assert result.figures["lowest"]["average_precision"] == min(precisions)
    assert result.figures["harmless"] == {"walks": len(POOL) - 100}


def test_the_learning_curve_has_rising_numbers_of_authors(result):
    counts = [point["authors"] for point in result.figures["curve"].values()]

    assert counts == sorted(counts)
    assert all(0 <= share <= 1 for point in result.figures["curve"].values() for share in point["found"].values())


def test_voices_are_counted_on_harmless_lines(result):
    for voice in result.figures["voices"].values():
        low, high = voice["interval"]
        assert 0 <= low <= voice["everyday"] <= high <= 1
        assert voice["n_everyday"] > 0


def test_too_few_lines_of_every_author_are_refused(frame):
    with pytest.raises(ValueError, match="grooming lines or more"):
        evaluate_unseen_authors(
            frame.groupby(["author", "kind"]).head(9), background=[], benign={"walks": POOL}, n_folds=2
        )


def test_hard_negatives_are_the_riskiest_remaining_messages(frame, monkeypatch):
    monkeypatch.setattr("grooming_risk.training.message_fit.RANDOM", 20)
    monkeypatch.setattr("grooming_risk.training.message_fit.HARDEST", 5)
    chosen = with_hard_negatives(frame, POOL, first=lambda texts: [len(text) for text in texts])
    rest = sorted(map(len, set(POOL) - set(chosen[:20])), reverse=True)

    assert len(chosen) == 25
    assert [len(text) for text in chosen[20:]] == rest[:5]
    assert chosen == with_hard_negatives(frame, POOL, first=lambda texts: [len(text) for text in texts])


def test_a_small_pool_is_used_entirely(frame):
    assert sorted(with_hard_negatives(frame, POOL)) == sorted(POOL)
    assert RANDOM + HARDEST == 60_000


def test_all_heads_are_fitted_unless_risk_only(frame):
    assert fit_messages(frame, POOL).heads_ == HEADS
    assert fit_messages(frame, POOL, risk_only=True).heads_ == HEADS[:1]
