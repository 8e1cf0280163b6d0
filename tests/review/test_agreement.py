"""Agreement: values of the literature, and None if undefined."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk.review import LABELS, Review
from grooming_risk.review.agreement import agreement


def reviews(said):
    """Reviews of messages 0, 1, 2 ... by person; None is undecided."""
    return [
        Review(f"m{number}", "hi", labels, who) for who, every in said.items() for number, labels in enumerate(every)
    ]


def of_votes(votes):
    """Reviews of one label from a string per person: y, n, or a dash."""
    meaning = {"y": ["secrecy"], "n": [], "-": None}
    return reviews({who: [meaning[vote] for vote in row] for who, row in votes.items()})


def test_cohens_kappa_equals_the_textbook_value():
    # 50 messages: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no. Observed 0.7, by chance 0.5: kappa 0.4.
    result = agreement(of_votes({"kim": "y" * 25 + "n" * 25, "noa": "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15}))

    assert result.labels["secrecy"].kappa == pytest.approx(0.4)
    assert result.labels["secrecy"].found == 35
    assert result.labels["risk"] == result.labels["secrecy"]


def test_krippendorffs_alpha_equals_the_textbook_value():
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", A: two observers, ten units, alpha 0.095.
    result = agreement(of_votes({"a": "nynnnnnnyn", "b": "yyynnynnnn"}))

    assert result.labels["secrecy"].alpha == pytest.approx(0.095, abs=5e-4)


def test_alpha_ignores_messages_with_one_annotator():
    whole = agreement(of_votes({"a": "yynn", "b": "ynnn", "c": "yynn"}))
    more = agreement(of_votes({"a": "yynny", "b": "ynnn-", "c": "yynn-"}))

    assert more.labels["secrecy"] == whole.labels["secrecy"]
    assert (more.messages, more.alone, more.annotators) == (4, 1, 3)


def test_perfect_agreement_is_1():
    said = [["secrecy"], [], ["coercion", "secrecy"], ["disclosure"]]
    result = agreement(reviews({"kim": said, "noa": said}))

    assert (result.kappa, result.alpha) == (1, 1)
    assert result.labels["risk"].kappa == result.labels["disclosure"].alpha == 1


def test_label_sets_that_overlap_agree_more():
    base = [["secrecy"], [], ["coercion"]]
    near = agreement(reviews({"kim": base, "noa": [["secrecy", "coercion"], [], ["coercion"]]}))
    far = agreement(reviews({"kim": base, "noa": [["gift_offer"], [], ["coercion"]]}))

    assert near.kappa == pytest.approx(far.kappa, abs=0.02)
    assert near.alpha > far.alpha + 0.1


def test_kappa_needs_two_annotators():
    result = agreement(of_votes({"a": "yn", "b": "yn", "c": "yn"}))

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
def test_undefined_metrics_are_none(said):
    result = agreement(reviews(said))

    assert result.kappa is None
    assert result.alpha is None
    assert all(label.kappa is None and label.alpha is None for label in result.labels.values())


def test_unnamed_decisions_are_counted_and_left_out():
    result = agreement([*of_votes({"kim": "yn", "noa": "yn"}), Review("m0", "hi", []), Review("m1", "hi", [])])

    assert result.unnamed == 2
    assert (result.annotators, result.alpha) == (2, 1)


def test_last_decision_of_a_person_counts():
    again = [*of_votes({"kim": "nn", "noa": "yn"}), Review("m0", "hi", ["secrecy"], "kim")]

    assert agreement(again).alpha == 1


def test_two_texts_with_one_id_are_two_messages():
    assert agreement([Review("a", "hi", [], "kim"), Review("a", "gg", [], "noa")]).messages == 0


def test_metrics_are_plain_data_and_a_table():
    result = agreement(of_votes({"kim": "yn", "noa": "yn"}))
    table = result.to_frame().set_index("figure")["value"]

    assert result.figures["labels"]["secrecy"] == {"found": 1, "kappa": 1.0, "alpha": 1.0}
    assert table["labels.secrecy.alpha"] == 1
    assert set(result.labels) == {"risk", *LABELS}


decided = st.lists(st.sampled_from([*LABELS[:3], "disclosure"]), unique=True, max_size=2)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abc"), st.lists(st.none() | decided, max_size=6)), st.randoms())
def test_metrics_are_in_range_for_any_decisions_in_any_order(said, shuffle: random.Random):
    every = reviews(said)
    result = agreement(every)
    found = [result, *result.labels.values()]
    numbers = [value for item in found for value in (item.kappa, item.alpha) if value is not None]

    assert all(math.isfinite(value) and -1 <= value <= 1 for value in numbers)
    assert agreement(shuffle.sample(every, len(every))) == result
