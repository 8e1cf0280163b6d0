"""Levels of conversations by alert budget: budgets kept, small samples refused, levels used everywhere."""

from dataclasses import replace

import pandas as pd
import pytest
from starlette.testclient import TestClient

from grooming_risk import (
    LEVELS,
    Conversation,
    calibrate,
    calibrate_conversations,
    evaluate_conversations,
    load_conversations,
    load_corpus,
    load_model,
    score_conversations,
)
from grooming_risk.errors import BudgetError
from grooming_risk.model.site import Threshold
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.thresholds.conversations import ChatSample, chat_budgets, levels_of
from grooming_risk.training.calibrated_artifact import to_artifact

BUDGET = 50.0
LOWERED = {"low": Threshold(1e-9), "medium": Threshold(2e-9), "high": Threshold(3e-9)}
"""Levels that everybody reaches."""


@pytest.fixture(scope="module")
def chats():
    """Harmless conversations, in the order they were written, with their times."""
    frame = load_conversations("held_out")
    frame = frame[frame["kind"] == "harmless"].copy()
    frame["at"] = frame["start"] + pd.to_timedelta((frame["minutes"] * 60).round(), unit="s")
    return frame


@pytest.fixture(scope="module")
def site(chats):
    return calibrate_conversations(default_model(), chats, BUDGET, at="at")


def lowered(model=None):
    """The shipped model with levels of conversations that everybody reaches."""
    base = calibrate_site(model)
    return load_model(site=base.with_conversations(LOWERED, 400))


def calibrate_site(model=None):
    frame = load_corpus("train")
    lines = frame[frame["kind"] == "everyday"]["text"].drop_duplicates().tolist()[:600]
    return calibrate(model or default_model(), lines, 5000)


def test_every_level_keeps_its_budget_on_the_sample(chats, site):
    scored = score_conversations(chats, at="at", model=load_model(site=site))
    highest = scored["risk"].groupby(chats["conversation"]).max()
    opened = scored["alert"].notna().groupby(chats["conversation"]).any().sum()

    assert site.chats == len(highest) == 308
    assert [site.conversations[level].budget for level in LEVELS[1:]] == [250_000.0, 50_000.0, 10_000.0]
    for level in LEVELS[1:]:
        one = site.conversations[level]
        reached = int((highest >= one.value).sum())
        assert one.reached == reached
        assert one.extrapolated == (reached < 10)
        assert one.interval[0] <= one.expected <= one.interval[1]
        assert 1e6 * reached / 308 <= max(one.budget, 1e6 / 308)
    assert opened == site.conversations["medium"].reached
    assert 0 < site.conversations["medium"].expected <= 50_000


def test_messages_keep_the_thresholds_of_the_model(site):
    own = default_model()

    assert site.thresholds == own.thresholds
    assert all(one.by_hand and one.expected is None for one in [*site.levels.values(), *site.patterns.values()])
    assert load_model(site=site).score("our secret ok").to_dict() == own.score("our secret ok").to_dict()


def test_the_base_rate_does_not_matter(chats, site):
    at_rate = calibrate_conversations(load_model(base_rate=0.001), chats, BUDGET, at="at")

    assert at_rate.thresholds == site.thresholds
    for level in LEVELS[1:]:
        assert at_rate.conversations[level].value == pytest.approx(site.conversations[level].value, rel=1e-9)


def test_a_site_keeps_its_thresholds_of_messages(chats, site):
    """Its threshold of disclosure counts in conversations too: see `Conversation`."""
    messages = replace(calibrate_site(), disclosure=None).with_observe_only(True)
    both = calibrate_conversations(load_model(site=messages), chats, BUDGET, at="at")
    with_disclosure = calibrate_conversations(load_model(site=calibrate_site()), chats, BUDGET, at="at")

    assert with_disclosure.with_conversations(None) == calibrate_site()
    assert both == messages.with_conversations(site.conversations, site.chats)
    assert not calibrate_conversations(load_model(site=messages), chats, BUDGET, observe_only=False).observe_only


def test_the_order_of_conversations_and_the_names_of_columns_do_not_matter(chats, site):
    mixed = chats.sort_values("minutes", kind="stable").rename(columns={"conversation": "room", "author": "who"})

    assert calibrate_conversations(default_model(), mixed, BUDGET, conversation="room", author="who", at="at") == site


def test_roles_from_a_column_are_used(chats, site):
    with_roles = calibrate_conversations(default_model(), chats, BUDGET, at="at", role="role")
    scored = score_conversations(chats, at="at", role="role", model=load_model(site=with_roles))
    opened = scored["alert"].notna().groupby(chats["conversation"]).any().sum()

    assert with_roles.conversations != site.conversations
    assert opened == with_roles.conversations["medium"].reached


@pytest.mark.parametrize(
    ("budget", "options", "said"),
    [(0, {}, "0, 1000"), (1000, {}, "0, 1000"), (10, {"low": 0.5}, "low must be 1"), (10, {"high": 2}, "high in")],
)
def test_budgets_out_of_range_are_refused(chats, budget, options, said):
    with pytest.raises(BudgetError, match=said):
        calibrate_conversations(default_model(), chats, budget, **options)


def test_too_few_conversations_are_refused_with_the_number_needed(chats):
    with pytest.raises(
        BudgetError, match=r"2 conversations in a thousand need 500 conversations or more, .* holds 308"
    ):
        calibrate_conversations(default_model(), chats, 2)
    few = chats[chats["conversation"].isin(chats["conversation"].unique()[:299])]
    with pytest.raises(BudgetError, match="needs 300 conversations of two messages or more, and holds 299"):
        calibrate_conversations(default_model(), few, BUDGET)


def test_conversations_of_one_message_count_for_the_budget_but_not_for_the_300():
    budgets = chat_budgets(BUDGET)
    log_odds = [number / 100 - 8 for number in range(1000)]

    assert levels_of(ChatSample(log_odds, 300), budgets)[1] == 1000
    with pytest.raises(BudgetError, match="holds 299"):
        levels_of(ChatSample(log_odds, 299), budgets)


def test_risks_of_exactly_one_give_valid_levels():
    levels, _ = levels_of(ChatSample([40.0] * 50 + [n / 100 - 8 for n in range(1000)], 1000), chat_budgets(10))

    assert [levels[level].value for level in ("medium", "high")] == [1.0, 1.0]


def test_a_model_that_was_never_saved_is_refused(classifier, scorer, chats):
    unsaved = Scorer(to_artifact(classifier, scorer.artifact.thresholds, {}))

    with pytest.raises(ValueError, match="save the model"):
        calibrate_conversations(unsaved, chats, BUDGET)


def test_conversations_use_the_levels_and_states_of_other_sites_load():
    own, model = Conversation(), lowered()
    assert own.add("gg", author="a").level == "none"
    again = Conversation.from_bytes(own.to_bytes(), model=model)
    state = again.add("wp", author="b")

    assert again.state.level == state.level == state.authors["a"].level == "high"
    assert [(alert.author, alert.level) for alert in state.alerts] == [("b", "high")]
    back = Conversation.from_bytes(again.to_bytes())
    assert back.state.level == "none"
    assert back.state.risk == state.risk


def test_evaluation_names_the_source_of_its_levels(small_chats):
    some = small_chats[small_chats["conversation"].isin(small_chats["conversation"].unique()[:6])]
    own, sited = (evaluate_conversations(some, model=model, rounds=0) for model in (None, lowered()))

    rule = default_model().conversation_rule
    assert own.figures["alarmed_from"] == {
        "levels_of": "model", **{level: round(rule.levels[level], 6) for level in ("medium", "high")}
    }  # fmt: skip
    assert sited.figures["alarmed_from"]["levels_of"] == "site"
    assert "alarmed_from" not in own.summary()
    assert sited.predictions["alarm_high"].tolist() == [0.0] * 6
    assert "levels of the site: medium from risk" in sited.tables()[0].note


def test_the_service_uses_and_reports_the_levels(tmp_path, site):
    app = create_app(ServiceSettings(str(tmp_path / "state")), load_model(site=site.with_conversations(LOWERED)))
    with TestClient(app) as client:
        answer = client.post("/v1/conversations/room/messages", json={"author": "a", "text": "gg"}).json()
        reported = client.get("/v1/model").json()["thresholds"]["conversations"]

    assert (answer["level"], [alert["level"] for alert in answer["alerts"]]) == ("high", ["high"])
    assert reported == {level: one.value for level, one in LOWERED.items()}
