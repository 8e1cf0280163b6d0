"""The two halves agree: the standard-library scorer gives what the scikit-learn side gives."""

import numpy as np
import pytest
from hypothesis import given
from scipy.special import expit

from grooming_risk import load_corpus
from grooming_risk.labels import HEADS
from support.strategies import messages


def both(classifier, scorer, texts):
    trained = classifier.predict_heads(texts)
    scored = np.array([list(scorer.probabilities(text).values()) for text in texts])
    return trained, scored


@given(messages)
def test_every_head_agrees_on_nasty_text(classifier, scorer, text):
    trained, scored = both(classifier, scorer, [text])

    assert np.abs(trained - scored).max() <= 1e-9
    assert scorer.score(text).risk == scored[0, 0]


@pytest.mark.parametrize("split", ["train", "validation", "held_out"])
def test_every_head_agrees_on_the_corpus(classifier, scorer, split):
    texts = load_corpus(split)["text"].tolist()[:1500]
    trained, scored = both(classifier, scorer, texts)

    assert np.abs(trained - scored).max() <= 1e-9
    assert classifier.heads_ == HEADS


def test_every_head_agrees_on_long_text(classifier, scorer):
    texts = [" ".join(load_corpus("held_out")["text"][start : start + 40]) for start in range(0, 200, 40)]
    trained, scored = both(classifier, scorer, texts)

    assert np.abs(trained - scored).max() <= 1e-9


def test_decision_function_is_the_log_odds_of_the_risk(classifier, scorer):
    texts = load_corpus("held_out")["text"].tolist()[:50]

    assert expit(classifier.decision_function(texts)) == pytest.approx([scorer.score(text).risk for text in texts])
