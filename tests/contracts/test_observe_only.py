"""Observe only: levels and risks as ever, no alert, nobody marked; switched off later, the alert comes."""

import pytest

from grooming_risk import PATTERNS, Conversation, load_model
from grooming_risk.model.site import Site, Threshold
from grooming_risk.scoring.scorer import default_model

MESSAGES = ("nice game! how old are you, are your parents home?", "our secret ok, dont tell your mom",
            "send me a pic of you on snap, just for me")  # fmt: skip


def played(chat, messages=MESSAGES):
    return [chat.add(text, author="rex", at=60.0 * second) for second, text in enumerate(messages)]


@pytest.fixture
def sited():
    """The shipped model with a site that only observes."""
    levels = {"low": Threshold(0.4), "medium": Threshold(0.8), "high": Threshold(0.9)}
    patterns = dict.fromkeys(PATTERNS, Threshold(0.5))
    site = Site(default_model().artifact.sha256, levels, patterns, messages=0, texts=0, observe_only=True)
    return load_model(site=site)


def test_states_are_the_same_but_for_the_alerts():
    usual, observed = played(Conversation()), played(Conversation(observe_only=True))

    assert [alert.level for state in usual for alert in state.alerts][-1] in ("medium", "high")
    assert not [alert for state in observed for alert in state.alerts]
    assert [{**a.to_dict(), "alerts": []} for a in usual] == [b.to_dict() for b in observed]


def test_switched_off_later_the_alert_is_raised_once():
    chat = Conversation(observe_only=True)
    before = played(chat)
    chat.observe_only = False
    first, second = played(chat, ["hello", "are you there"])

    assert before[-1].level in ("medium", "high")
    assert [(alert.author, alert.level) for alert in first.alerts] == [("rex", before[-1].level)]
    assert second.alerts == ()


def test_switched_on_in_between_keeps_what_was_told():
    chat = Conversation()
    told = [alert for state in played(chat) for alert in state.alerts]
    chat.observe_only = True
    played(chat, ["hello"])
    chat.observe_only = False

    assert told
    assert played(chat, ["hello"])[0].alerts == ()


def test_it_is_a_setting_of_the_process_not_of_the_state():
    usual, observed = Conversation(), Conversation(observe_only=True)
    played(usual, MESSAGES[:1])
    played(observed, MESSAGES[:1])

    assert usual.to_bytes() == observed.to_bytes()
    assert not Conversation.from_bytes(observed.to_bytes()).observe_only
    assert Conversation.from_bytes(usual.to_bytes(), observe_only=True).observe_only


def test_the_site_file_says_it_unless_told_otherwise(sited):
    assert Conversation(model=sited).observe_only
    assert not Conversation(model=sited, observe_only=False).observe_only
    assert not [alert for state in played(Conversation(model=sited)) for alert in state.alerts]
    assert [alert for state in played(Conversation(model=sited, observe_only=False)) for alert in state.alerts]


def test_thresholds_of_a_site_do_not_move_conversations(sited):
    ours = [state.level for state in played(Conversation(model=sited))]

    assert ours == [state.level for state in played(Conversation())]


def test_a_state_goes_from_a_model_to_the_same_model_with_a_site(sited):
    chat = Conversation(observe_only=True)
    played(chat, MESSAGES[:2])

    assert Conversation.from_bytes(chat.to_bytes(), model=sited).observe_only
