"""Latency of alarms: counted by hand, and that of a model."""

import numpy as np
import pytest

from grooming_risk import load_conversations, load_model
from grooming_risk.conversation.frame import score_conversations
from grooming_risk.labels import OVERT
from grooming_risk.plots import (
    AlarmLatencyDisplay,
)


def test_latency_by_hand():
    display = AlarmLatencyDisplay.from_predictions({"high": [0, 4, None, 9]}, [10, 10, 10, 10], [0, 6, 3, None])
    messages, share = display.curve(display.alarms["high"], by="message")
    passed, by_share = display.curve(display.alarms["high"], by="share")

    assert share[[0, 1, 4, 5, 9, 10]].tolist() == [0, 0.25, 0.25, 0.5, 0.5, 0.75]
    assert by_share[[9, 10, 49, 50, 99, 100]].tolist() == [0, 0.25, 0.25, 0.5, 0.5, 0.75]
    assert (messages[-1], passed[-1]) == (10, 1.0)
    assert display.before_first_overt("high") == pytest.approx(1 / 3)
    assert AlarmLatencyDisplay.from_predictions({"high": [0]}, [1]).before_first_overt("high") is None


@pytest.mark.parametrize(
    ("alarms", "lengths", "first_overt", "problem"),
    [
        ({"high": [1, 2]}, [5], None, "lengths differ: high has 2, lengths has 1"),
        ({"high": [1]}, [5], [1, 2], "lengths differ: first_overt has 2"),
        ({"high": [5]}, [5], None, "high: message 5 is not in its conversation"),
        ({"high": [-1]}, [5], None, "message -1 is not"),
        ({}, [5], None, "at least one level"),
    ],
)
def test_alarms_that_cannot_be_are_refused(alarms, lengths, first_overt, problem):
    with pytest.raises(ValueError, match=problem):
        AlarmLatencyDisplay.from_predictions(alarms, lengths, first_overt)


def test_latency_counts_messages_or_shares_alone():
    display = AlarmLatencyDisplay.from_predictions({"high": [0]}, [1])

    assert display.plot(by="share").ax_.get_xlim() == (0, 1)
    with pytest.raises(ValueError, match="by must be one of message, share"):
        display.plot(by="minute")


def test_latency_of_a_model_is_that_of_its_scores():
    chats = load_conversations("validation")
    chats = chats[chats["conversation"].isin(chats["conversation"].unique()[:25])]
    display = AlarmLatencyDisplay.from_estimator(load_model(), chats)
    grooming = chats[chats["kind"] == "grooming"]
    at = grooming["start"] + grooming["minutes"].map(lambda minutes: np.timedelta64(round(minutes * 60), "s"))
    levels = score_conversations(grooming.assign(at=at), at="at", model=load_model())["level"]
    for number, (_, messages) in enumerate(grooming.groupby("conversation", sort=False)):
        high = np.flatnonzero((levels[messages.index] == "high").to_numpy())
        overt = np.flatnonzero([not set(OVERT).isdisjoint(labels) for labels in messages["labels"]])
        np.testing.assert_equal(display.alarms["high"][number], high[0] if len(high) else np.nan)
        np.testing.assert_equal(display.first_overt[number], overt[0] if len(overt) else np.nan)
        assert display.lengths[number] == len(messages)


def test_latency_needs_a_loaded_model_and_grooming_conversations(classifier, scorer):
    chats = load_conversations("validation")

    with pytest.raises(TypeError, match="loaded model"):
        AlarmLatencyDisplay.from_estimator(classifier, chats)
    with pytest.raises(ValueError, match="no grooming conversation"):
        AlarmLatencyDisplay.from_estimator(scorer, chats[chats["kind"] == "harmless"])
