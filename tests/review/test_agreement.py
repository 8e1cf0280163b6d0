"""How far people agree: the figures of the literature, and None where there is none."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk.review import LABELS, Review
from grooming_risk.review.agreement import agreement


def reviews(said):
    """What each person decided of messages 0, 1, 2 ...; None where the person did not see it."""
    return [
        Review(f"m{number}", "hi", labels, who) for who, every in said.items() for number, labels in enumerate(every)
    ]


def of_marks(marks):
    """Marks of one label, a string a person: y, n, or a dash."""
    meaning = {"y": ["secrecy"], "n": [], "-": None}
    return reviews({who: [meaning[mark] for mark in row] for who, row in marks.items()})


def test_cohens_kappa_of_the_textbook_table():
    # 50 messages: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no. Observed 0.7, by chance 0.5: kappa 0.4.
    result = agreement(of_marks({"kim": "y" * 25 + "n" * 25, "noa": "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15}))

    assert result.labels["secrecy"].kappa == pytest.approx(0.4)
    assert result.labels["secrecy"].found == 35
    assert result.labels["risk"] == result.labels["secrecy"]


def test_krippendorffs_alpha_of_the_textbook_table_with_gaps():
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", A: two observers, ten units, alpha 0.095.
    result = agreement(of_marks({"a": "nynnnnnnyn", "b": "yyynnynnnn"}))

    assert result.labels["secrecy"].alpha == pytest.approx(0.095, abs=5e-4)


def test_alpha_leaves_out_messages_that_one_person_decided():
    whole = agreement(of_marks({"a": "yynn", "b": "ynnn", "c": "yynn"}))
    more = agreement(of_marks({"a": "yynny", "b": "ynnn-", "c": "yynn-"}))

    assert more.labels["secrecy"] == whole.labels["secrecy"]
    assert (more.messages, more.alone, more.annotators) == (4, 1, 3)


def test_perfect_agreement_is_1():
    said = [["secrecy"], [], ["coercion", "secrecy"], ["disclosure"]]
    result = agreement(reviews({"kim": said, "noa": said}))

    assert (result.kappa, result.alpha) == (1, 1)
    assert result.labels["risk"].kappa == result.labels["disclosure"].alpha == 1


def test_sets_that_share_a_label_are_nearer_than_sets_that_do_not():
    base = [["secrecy"], [], ["coercion"]]
    near = agreement(reviews({"kim": base, "noa": [["secrecy", "coercion"], [], ["coercion"]]}))
    far = agreement(reviews({"kim": base, "noa": [["gift_offer"], [], ["coercion"]]}))

    assert near.kappa == pytest.approx(far.kappa, abs=0.02)
    assert near.alpha > far.alpha + 0.1


def test_kappa_is_for_two_people():
    result = agreement(of_marks({"a": "yn", "b": "yn", "c": "yn"}))

    assert result.labels["secrecy"].kappa is None
    assert result.labels["secrecy"].alpha == 1


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kim": [["secrecy"], []]},
        {"kim": [["secrecy"], None], "noa": [None, []]},
        {"kim": [["secrecy"], ["secrecy"]], "noa": [["secrecy"], ["secrecy"]]},
        {"kim": [[], []], "noa": [[], []]},
    ],
    ids=["nothing", "one person", "nothing shared", "always the same label", "always harmless"],
)
def test_what_is_not_defined_is_none(said):
    result = agreement(reviews(said))

    assert result.kappa is None
    assert result.alpha is None
    assert all(label.kappa is None and label.alpha is None for label in result.labels.values())


def test_decisions_without_a_name_are_counted_and_left_out():
    result = agreement([*of_marks({"kim": "yn", "noa": "yn"}), Review("m0", "hi", []), Review("m1", "hi", [])])

    assert result.unnamed == 2
    assert (result.annotators, result.alpha) == (2, 1)


def test_who_decides_a_message_again_is_heard_last():
    again = [*of_marks({"kim": "nn", "noa": "yn"}), Review("m0", "hi", ["secrecy"], "kim")]

    assert agreement(again).alpha == 1


def test_one_id_for_two_messages_pairs_nothing():
    assert agreement([Review("a", "hi", [], "kim"), Review("a", "gg", [], "noa")]).messages == 0


def test_figures_are_plain_data_and_a_table():
    result = agreement(of_marks({"kim": "yn", "noa": "yn"}))
    table = result.to_frame().set_index("figure")["value"]

    assert result.figures["labels"]["secrecy"] == {"found": 1, "kappa": 1.0, "alpha": 1.0}
    assert table["labels.secrecy.alpha"] == 1
    assert set(result.labels) == {"risk", *LABELS}


decided = st.lists(st.sampled_from([*LABELS[:3], "disclosure"]), unique=True, max_size=2)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), st.lists(st.none() | decided, max_size=6)), st.randoms())
def test_figures_are_numbers_in_their_range_whatever_was_decided_in_whatever_order(said, shuffle: random.Random):
    every = reviews(said)
    result = agreement(every)
    found = [result, *result.labels.values()]
    numbers = [value for item in found for value in (item.kappa, item.alpha) if value is not None]

    assert all(math.isfinite(value) and -1 <= value <= 1 for value in numbers)
    assert agreement(shuffle.sample(every, len(every))) == result
