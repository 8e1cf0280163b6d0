"""Fitting the rule: deterministic, budgets kept on the real chats, refusals."""

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.corpus.background.chat import Chat, chats
from grooming_risk.labels import LEVELS
from grooming_risk.model.conversation_rule import NO_RULE
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.training.rule_fit import (
    CHAT_BUDGETS,
    GRID,
    HARMLESS,
    MAX_ROLE_SHIFT,
    fit_rule,
    flood,
    highest,
    in_a_row,
)


@pytest.fixture(scope="module")
def real():
    return [chat for chat in chats("calibration") if len(chat.messages) >= 8][:60]


@pytest.fixture(scope="module")
def some_chats(small_chats):
    return small_chats[small_chats["conversation"].isin(small_chats["conversation"].unique()[:60])]


@pytest.fixture(scope="module")
def fitted(some_chats, real):
    return fit_rule(load_model(), some_chats, real)


@pytest.fixture(scope="module")
def rule(fitted):
    return fitted.rule


def test_constants_come_from_the_grid_and_come_again(fitted, some_chats, real):
    assert all(getattr(fitted.rule, name) in values for name, values in GRID.items())
    assert fit_rule(load_model(), some_chats, real) == fitted


def test_a_higher_floor_alarms_more_rows_of_chats(fitted):
    first, *_, last = fitted.floors.values()

    assert first["rows"] <= last["rows"]
    assert all(0 <= share <= 1 for metrics in fitted.floors.values() for share in metrics.values())


def test_levels_rise_and_keep_their_budgets_on_the_real_chats(rule, real):
    model = Scorer(load_model().artifact._replace(conversation=rule))
    risks = []
    for chat in real:
        conversation = Conversation(model=model)
        risks.append(max(conversation.add(text, author=author).risk for author, _, text in chat.messages))
    bounds = [rule.levels[level] for level in LEVELS[1:]]

    assert bounds == sorted(bounds)
    assert all(
        sum(risk >= rule.levels[level] for risk in risks) <= max(share * len(real), 1)
        for level, share in CHAT_BUDGETS.items()
    )


def test_few_harmless_validation_chats_reach_medium(rule, some_chats):
    model = Scorer(load_model().artifact._replace(conversation=rule))
    harmless = some_chats[some_chats["kind"] == "harmless"]
    alarmed = []
    for _, chat in harmless.groupby("conversation"):
        conversation = Conversation(model=model)
        risks = [conversation.add(row.text, author=row.author).risk for row in chat.itertuples()]
        alarmed.append(max(risks) >= rule.levels["medium"])

    assert len(alarmed) >= 20
    assert sum(alarmed) <= HARMLESS * len(alarmed)


def test_role_shifts_are_bounded(rule):
    assert all(abs(shift) <= MAX_ROLE_SHIFT for shift in rule.roles.values())
    assert rule.roles["adult minor"] > 0


def test_what_is_missing_is_said(some_chats, real):
    with pytest.raises(ValueError, match="40 real chats or more"):
        fit_rule(load_model(), some_chats, real[:39])
    with pytest.raises(ValueError, match="of kind grooming"):
        fit_rule(load_model(), some_chats[some_chats["kind"] != "grooming"], real)
    with pytest.raises(ValueError, match="40 real chats or more"):
        fit_rule(load_model(), some_chats, [Chat("short", (("a", 0.0, "hi"),))] * 60)


def test_flood_adds_harmless_messages_of_the_author_before_each_risky_one():
    from random import Random

    flooded = flood([("a", 3.0, True), ("b", -9.0, False)], [-8.0], 30, Random(0))

    assert flooded == [("a", -8.0, False)] * 30 + [("a", 3.0, True), ("b", -9.0, False)]
    assert highest(NO_RULE, flooded) <= highest(NO_RULE, [("a", 3.0, True)])


def test_a_row_of_chats_has_the_same_two_authors():
    (row,) = in_a_row([[("x", 1.0, False), ("y", 2.0, False)], [("z", 1.0, False)]], 2)

    assert {author for author, _, _ in row} == {0, 1}
    assert len(row) == 3
