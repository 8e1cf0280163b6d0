"""Weights of a language on top of English."""

import numpy as np
import pandas as pd
import pytest

from grooming_risk import load_model
from grooming_risk.labels import HEADS
from grooming_risk.model.stored_language import StoredLanguage
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.training.languages.fit import learn_language
from support.small_language import SMALL

RISKY = ["posalji sliku", "posalji slika, no reci", "nemoj reci mami", "sliku posalji no", "posalji mami sliku no"]
HARMLESS = ["no mami", "mami, no reci", "slika no", "reci mami", "no, no"]


@pytest.fixture(scope="module")
def english():
    return Scorer(load_model().artifact._replace(languages=()))


@pytest.fixture(scope="module")
def frame():
    rows = [{"text": text, "kind": "grooming", "labels": ["secrecy"]} for text in RISKY]
    rows += [{"text": text, "kind": "everyday", "labels": []} for text in HARMLESS]
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def taught(english, frame):
    return with_language(english, learn_language(english, SMALL, frame))


def with_language(english, learnt):
    return Scorer(english.artifact._replace(languages=(StoredLanguage.of(learnt),)))


def test_lines_move_their_language(english, taught):
    assert taught.score("posalji sliku").risk > english.score("posalji sliku").risk
    assert taught.score("posalji sliku").risk > taught.score("no mami").risk


def test_english_stays_to_the_last_digit(english, taught):
    texts = ["send me a pic, dont tell your mom", "gg wp", "no way", "s3nd it", "pictrue of the cat"]
    taught.score("posalji sliku")  # the languages are loaded

    assert [taught.score(text).risk for text in texts] == [english.score(text).risk for text in texts]


def test_concepts_count_before_any_line_is_learnt(english, frame):
    learnt = learn_language(english, SMALL, frame.iloc[:0])
    model = with_language(english, learnt)

    assert learnt.terms == []
    assert model.contributions("sliku").words[0][0].word == "xx:slika"
    assert "picture" in [name for name, _, _ in model.analyzer.concepts(model.analyzer.tokenizer.words("sliku"))]


def test_the_same_lines_give_the_same_weights(english, frame):
    first, again = (learn_language(english, SMALL, frame) for _ in range(2))

    assert first == again


def test_terms_are_of_marked_words_alone(english, frame):
    learnt = learn_language(english, SMALL, frame)

    assert learnt.terms
    assert all("xx:" in term for term in learnt.terms)
    assert len(learnt.coef) == len(HEADS)


def test_weights_are_the_minimum_of_the_loss(english, frame):
    """The log-loss with penalty is convex, so no step of one weight may lower it."""
    learnt = learn_language(english, SMALL, frame, C=1.0)
    target = np.array([kind == "grooming" for kind in frame["kind"]])
    weights = np.where(target, 5.0, 1.0)

    def loss(coef):
        model = with_language(english, learnt._replace(coef=[coef, *learnt.coef[1:]]))
        decisions = np.array([(model.log_odds(text)[0] - model.artifact.offset[0]) / model.artifact.slope[0]
                              for text in frame["text"]])  # fmt: skip
        return weights @ np.logaddexp(0, np.where(target, -decisions, decisions)) + sum(c * c for c in coef) / 2

    best = loss(learnt.coef[0])
    for place in range(len(learnt.terms)):
        for step in (-0.05, 0.05):
            moved = learnt.coef[0][:]
            moved[place] += step
            assert loss(moved) > best
