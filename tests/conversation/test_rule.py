"""The rule of a conversation: no message lowers a risk; floods and cries for help do not hide it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import Conversation, load_model
from grooming_risk.labels import LEVELS
from grooming_risk.model.conversation_rule import HELP, NO_RULE
from grooming_risk.model.logistic import log_odds
from grooming_risk.training.rule_fit import highest

RISKY = ("our secret ok, dont tell your mom", "send me a pic of you on snap, just for me")
HELPLESS = "a man in the game keeps asking for my pictures, can someone help me"
QUIET = ("gg wp", "what time is practice", "my cat sleeps all day", "that boss was hard", "see you at school")
values = st.lists(st.floats(-12, 8), max_size=40)


def s_of(rule, row):
    return highest(rule, [("a", value, False) for value in row])


@given(values, values, st.sampled_from([0.0, 0.5, 1.0]))
def test_further_messages_never_lower_the_highest(row, more, floor):
    rule = NO_RULE._replace(floor=floor)

    assert s_of(rule, row + more) >= s_of(rule, row) >= 0


@given(values, st.integers(0, 400))
def test_flood_of_harmless_messages_lowers_the_sum_only_to_the_floor(row, count):
    """At the next risky message the sum is at least at the floor."""
    rule = NO_RULE
    before, last = s_of(rule, row), 5.0

    assert s_of(rule, row + [-50.0] * count + [last]) >= rule.floor * before + rule.gain(last) - rule.drift - 1e-9


@given(values)
def test_harmless_messages_sum_to_zero(row):
    rule = NO_RULE

    assert s_of(rule, [min(value, -rule.offset - 2) for value in row] * 50) == 0


def test_contributions_sum_to_the_log_odds_and_risk_never_falls():
    model = load_model()
    chat = Conversation(model=model)
    sent = [RISKY[0], *QUIET, RISKY[1]]
    states = [chat.add(text, author="a") for text in sent]
    parts = states[-1].authors["a"].contributions()

    assert sum(parts.values()) == pytest.approx(log_odds(states[-1].risk))
    rises = [log_odds(state.risk) for state in states]
    assert rises == sorted(rises)


def test_harmless_messages_between_risky_ones_do_not_hide_them():
    random = Random(0)
    chat = Conversation()
    levels = []
    for text in RISKY * 2:
        for _ in range(30):
            chat.add(random.choice(QUIET), author="a")
        levels.append(chat.add(text, author="a").level)

    assert levels[-1] == "high"


def test_cries_for_help_lower_the_risk_by_a_bounded_amount():
    """An author who writes them to hide still reaches high."""
    plain, hiding = Conversation(), Conversation()
    for text in RISKY * 2:
        last = plain.add(text, author="a")
        hiding.add(text, author="a")
        hidden = hiding.add(HELPLESS, author="a")

    assert hidden.authors["a"].asks_for_help
    assert log_odds(hidden.risk) >= log_odds(last.risk) - HELP - 1e-6
    assert hidden.level == "high"


def test_asking_for_help_alone_raises_no_level():
    chat = Conversation()
    for _ in range(20):
        state = chat.add(HELPLESS, author="kiki")

    assert state.level == "none"
    assert state.authors["kiki"].asks_for_help


def test_the_shipped_model_has_a_rule():
    rule = load_model().artifact.conversation

    assert set(rule.levels) == set(LEVELS[1:])
    assert rule != NO_RULE
