"""The conversation model: the same twice, never lowered by evidence, read by models that have not seen its lines."""

import numpy as np
import pytest

from grooming_risk import load_model
from grooming_risk.author import FEATURES
from grooming_risk.conversation_training import MAX_ROLE_SHIFT, Rows, _fit, role_shifts, train_conversations
from grooming_risk.labels import LEVELS


@pytest.fixture(scope="module")
def weights(small_chats, scorer):
    return train_conversations(small_chats, scorer)


def test_training_gives_the_same_twice(weights, small_chats, scorer):
    assert train_conversations(small_chats, scorer) == weights


def test_only_disclosure_may_lower_a_risk(weights):
    lowering = [name for name, weight in zip(FEATURES, weights.coef, strict=True) if weight < 0]

    assert set(lowering) <= {"disclosure"}
    assert 0 < weights.levels["low"] <= weights.levels["medium"] <= weights.levels["high"] <= 1


def test_the_message_is_read_by_a_model_that_has_not_seen_its_line(small_chats, scorer):
    """A second model that is always asked stands for the fold; only lines sent to it change the numbers."""
    shipped = load_model()
    lines = sorted(small_chats["line"].unique())
    one = train_conversations(small_chats, scorer, [scorer, shipped], dict.fromkeys(lines, 0))
    other = train_conversations(small_chats, scorer, [scorer, shipped], dict.fromkeys(lines, 1))

    assert one == train_conversations(small_chats, scorer)
    assert one.coef != other.coef


def test_fit_finds_the_feature_that_tells():
    draw = np.random.default_rng(0)
    values = draw.random((400, len(FEATURES)))
    target = (values[:, 3] + 0.1 * draw.standard_normal(400) > 0.5).astype(int)
    coef, intercept = _fit(Rows(values, target, np.ones(400), np.arange(400)))

    assert np.argmax(coef) == 3
    assert intercept < 0


def test_role_shifts_are_bounded_and_two_adults_lower_it(small_chats):
    shifts = role_shifts(small_chats)

    assert all(abs(shift) <= MAX_ROLE_SHIFT for shift in shifts.values())
    assert shifts["adult adult"] < 0 < shifts["adult minor"]
    assert "unknown unknown" not in shifts


def test_one_kind_alone_is_refused(small_chats, scorer):
    with pytest.raises(ValueError, match="some of kind grooming and some others"):
        train_conversations(small_chats[small_chats["kind"] == "grooming"], scorer)


def test_shipped_model_has_levels_and_weights():
    conversation = load_model().artifact.conversation

    assert set(conversation.levels) == set(LEVELS[1:])
    assert any(conversation.coef)
