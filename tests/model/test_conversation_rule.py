"""The CUSUM rule: its highest sum counts, its floor bounds harmless talk, roles are bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import load_model
from grooming_risk.labels import LEVELS
from grooming_risk.model.conversation_rule import NO_RULE, ConversationRule
from grooming_risk.model.logistic import sigmoid

RULE = NO_RULE._replace(
    offset=2.0, drift=0.3, floor=0.5, slope=1.2, levels={"low": 0.1, "medium": 0.5, "high": 0.9}, roles={"a b": 1.0}
)
log_odds = st.floats(-1000, 20)


def play(rule, values):
    current = highest = 0.0
    course = []
    for value in values:
        current = rule.after(current, highest, rule.gain(value))
        highest = max(highest, current)
        course.append((current, highest))
    return course


@given(st.lists(log_odds, min_size=1, max_size=40))
def test_the_sum_is_between_its_floor_and_its_highest_which_never_falls(values):
    course = play(RULE, values)
    tops = [highest for _, highest in course]

    assert tops == sorted(tops)
    assert all(RULE.floor * highest - 1e-9 <= current <= highest + 1e-9 for current, highest in course)


@given(st.lists(log_odds, max_size=20), log_odds, st.floats(0, 5))
def test_a_riskier_message_never_lowers_the_highest(values, value, more):
    assert play(RULE, [*values, value + more])[-1][1] >= play(RULE, [*values, value])[-1][1] - 1e-9


def test_harmless_talk_stops_at_the_floor():
    current, highest = play(RULE, [3.0, 3.0, *[-1000.0] * 500])[-1]

    assert current == pytest.approx(RULE.floor * highest)


def test_years_of_harmless_talk_without_a_start_add_nothing():
    assert play(RULE, [-8.0] * 10_000)[-1] == (0.0, 0.0)


@given(st.floats(0, 50), st.floats(0, 50))
def test_risk_is_monotone_in_the_highest(one, other):
    low, high = sorted((one, other))

    assert RULE.log_odds(low, eased=False) <= RULE.log_odds(high, eased=False)
    assert sigmoid(RULE.log_odds(low, eased=True)) <= sigmoid(RULE.log_odds(low, eased=False))


def test_levels_are_reached_at_their_thresholds():
    assert [RULE.level(risk) for risk in (0.0, 0.1, 0.5, 0.9)] == list(LEVELS)


@pytest.mark.parametrize(
    "change",
    [
        {"floor": 1.1},
        {"floor": -0.1},
        {"drift": 0.0},
        {"slope": 0.0},
        {"offset": "much"},
        {"offset": float("nan")},
        {"intercept": float("inf")},
        {"levels": {"low": 0.1}},
        {"levels": {"low": 0.1, "medium": 0.5, "high": float("nan")}},
        {"levels": {"low": 0.6, "medium": 0.5, "high": 0.9}},
        {"roles": {"adult minor": float("nan")}},
    ],
)
def test_rule_of_another_shape_is_refused(change):
    with pytest.raises((ValueError, TypeError, KeyError)):
        ConversationRule.from_json({**RULE.to_json(), **change})


def test_shipped_rule_round_trips():
    rule = load_model().artifact.conversation

    assert ConversationRule.from_json(rule.to_json()) == rule
    assert rule.levels["low"] < rule.levels["medium"] < rule.levels["high"]
