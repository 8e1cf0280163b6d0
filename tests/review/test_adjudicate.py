"""Adjudication by majority vote; ties are listed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.review import LABELS, Review, UnsettledError, settle


def votes(*labels, text="hi"):
    return [Review("a", text, found, f"person {number}") for number, found in enumerate(labels)]


@pytest.mark.parametrize(
    ("decided", "labels"),
    [
        ([["secrecy"]], ("secrecy",)),
        ([["secrecy"], ["secrecy", "coercion"], []], ("secrecy",)),
        ([[], [], ["secrecy"]], ()),
        ([["secrecy", "coercion"], ["coercion", "secrecy"]], ("secrecy", "coercion")),
        ([None, ["secrecy"], None], ("secrecy",)),
        ([["disclosure"], ["disclosure"], ["secrecy"]], ("disclosure",)),
    ],
)
def test_majority_decides(decided, labels):
    result = settle(votes(*decided))

    assert [review.labels for review in result.settled] == [labels]
    assert result.ties == []
    assert result.undecided == []


@pytest.mark.parametrize(
    "decided",
    [
        [["secrecy"], []],
        [["secrecy"], ["coercion"]],
        [["secrecy"], ["secrecy", "coercion"]],
        [["secrecy"], ["coercion"], ["gift_offer"]],  # not harmless, but no label has a majority
    ],
)
def test_ties_are_listed_and_not_decided(decided):
    result = settle(votes(*decided))

    assert result.settled == []
    assert [review.labels for review in result.ties[0]] == [tuple(found) for found in decided]


def test_equal_decisions_of_one_person_count_once():
    said = [Review("a", "hi", ["secrecy"], "kim")] * 3 + [Review("a", "hi", [], "noa")]

    assert settle(said).tied_ids == ("a",)


def test_unnamed_annotators_have_a_vote_each():
    said = [Review("a", "hi", ["secrecy"])] * 2 + [Review("a", "hi", [])]

    assert settle(said).settled[0].labels == ("secrecy",)


def test_equal_folded_texts_are_one_message():
    said = [Review("a", "Our  SECRET", ["secrecy"], "kim"), Review("b", "our secret ", [], "noa")]

    assert settle(said).tied_ids == ("a",)


def test_undecided_messages_are_listed():
    result = settle([Review("a", "hi"), Review("b", "HI"), Review("c", "gg")])

    assert result.undecided == ["a", "b", "c"]


def test_annotator_is_kept_only_if_alone():
    assert settle(votes(["secrecy"])).settled[0].annotator == "person 0"
    assert settle(votes(["secrecy"], ["secrecy"])).settled[0].annotator is None


decisions = st.lists(
    st.builds(
        Review,
        st.sampled_from("abc"),
        st.sampled_from(["hi", "HI", "gg", "brb"]),
        st.none() | st.lists(st.sampled_from(LABELS[:3]), unique=True),
        st.sampled_from([None, "kim", "noa", "ana"]),
    ),
    max_size=10,
)


@given(decisions, st.randoms())
def test_no_message_is_lost_and_vote_order_does_not_matter(reviews, shuffle: random.Random):
    result = settle(reviews)
    shuffled = shuffle.sample(reviews, len(reviews))

    texts = {review.text.lower() for review in reviews}
    settled = {review.text.lower() for review in result.settled}
    tied = {same[0].text.lower() for same in result.ties}
    undecided = texts - {review.text.lower() for review in reviews if review.labels is not None}
    assert len(result.settled) + len(tied) + len(undecided) == len(texts)
    assert settled | tied | undecided == texts
    again = {review.text.lower(): review.labels for review in settle(shuffled).settled}
    assert again == {review.text.lower(): review.labels for review in result.settled}


def test_error_lists_the_first_ties_and_counts_the_rest():
    error = UnsettledError(tuple(f"m{number}" for number in range(12)))

    assert "m0, m1" in str(error)
    assert "m9 and 2 more" in str(error)
    assert len(error.ids) == 12
