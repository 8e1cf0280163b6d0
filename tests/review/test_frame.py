"""Decisions become rows of the corpus."""

import pandas as pd
import pytest

from grooming_risk import load_corpus, train
from grooming_risk.corpus.messages import COLUMNS
from grooming_risk.review import Review, UnsettledError
from grooming_risk.review.frame import review_frame
from grooming_risk.scoring.scorer import Scorer


def test_kinds_follow_from_decisions():
    frame = review_frame(
        [
            Review("a", "our secret", ["secrecy"]),
            Review("b", "he asked for pics", ["disclosure", "image_request"]),
            Review("c", "gg", []),
            Review("d", "secret santa", [], predictions={"risk": 0.7, "secrecy": 0.6}),
            Review("e", "not looked at"),
            Review("f", "  ", []),
        ]
    )

    assert list(frame.columns) == list(COLUMNS)
    assert frame[["text", "kind", "labels"]].values.tolist() == [
        ["our secret", "grooming", ["secrecy"]],
        ["he asked for pics", "disclosure", ["disclosure"]],
        ["gg", "everyday", []],
        ["secret santa", "look_alike", []],
    ]
    assert frame["line"].is_unique


def test_columns_have_the_dtypes_of_the_corpus():
    corpus, frame = load_corpus("held_out"), review_frame([Review("a", "our secret", ["secrecy"])])
    joined = pd.concat([corpus, frame], ignore_index=True)

    assert joined.dtypes.equals(corpus.dtypes)
    assert not joined.isna().any().any()


def test_a_conversation_is_one_group_and_copies_are_one_row():
    frame = review_frame(
        [
            Review("a", "our secret", ["secrecy"], meta={"conversation": "c1"}),
            Review("b", "gg", [], meta={"conversation": "c1"}),
            Review("c", "GG", [], meta={"conversation": "c2"}),
            Review("d", "brb", []),
        ]
    )

    assert frame["text"].tolist() == ["our secret", "gg", "brb"]
    assert frame["group"].nunique() == 2
    assert frame["group"][0] == frame["group"][1]


def test_ties_are_raised_or_left_out():
    said = [Review("a", "hi", ["secrecy"], "kim"), Review("a", "hi", [], "noa"), Review("b", "gg", [], "kim")]

    with pytest.raises(UnsettledError, match="no majority for a; ask one more person"):
        review_frame(said)
    assert review_frame(said, ties="leave_out")["text"].tolist() == ["gg"]
    with pytest.raises(ValueError, match="raise or leave_out"):
        review_frame(said, ties="drop")


def test_no_decision_gives_an_empty_frame():
    assert review_frame([]).empty
    assert list(review_frame([]).columns) == list(COLUMNS)


@pytest.mark.slow
def test_training_learns_what_people_decided(small_corpus, few_chats):
    lines, options = small_corpus, {"background": (), "search": False}
    things = ("wolf", "robot", "pirate", "ghost", "wizard", "knight", "pumpkin", "vampire")
    said = [Review(thing, f"send me a pic of you in the {thing} costume, just for me", []) for thing in things]
    unseen = "send me a pic of you in the witch costume, just for me"

    before = Scorer(train(lines, **options))
    joined = pd.concat([lines, review_frame(said)], ignore_index=True)
    after = Scorer(train(joined, **options))

    assert after.score(unseen).risk < before.score(unseen).risk / 2
    assert after.score("send me a pic of you, just for me").risk > after.score(unseen).risk


def test_a_lone_surrogate_is_kept():
    assert review_frame([Review("1", "hi \ud800", [])])["text"].tolist() == ["hi \ud800"]
