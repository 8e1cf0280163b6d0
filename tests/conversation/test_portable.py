"""Conversations and models are copied, pickled, compared and shown without text."""

import copy
import pickle

import pytest

from grooming_risk import Conversation, GroomingRiskError, load_model
from grooming_risk.scoring.scorer import default_model

RISKY = "our secret ok, dont tell your mom zanzibar"
TURNS = [("hey", "kiki", 0), (RISKY, "rex", 60), ("dont tell", "rex", 61), ("gg wp", 7, 100)]
COPIES = [copy.copy, copy.deepcopy, lambda chat: pickle.loads(pickle.dumps(chat))]


def played(**options):
    chat = Conversation(**options)
    for text, author, at in TURNS:
        chat.add(text, author=author, at=at)
    return chat


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize(
    "options",
    [{}, {"roles": {"rex": "adult"}, "max_authors": 3}, {"observe_only": True}, {"time_unit": "milliseconds"},
     {"keep_text": True}],
)  # fmt: skip
def test_a_copy_is_equal_and_goes_its_own_way(copied, options):
    chat = played(**options)
    other = copied(chat)

    assert other == chat
    assert other is not chat
    assert other.state.to_dict() == chat.state.to_dict()
    states = [one.add("your mom", author="rex", at=62) for one in (chat, other)]
    assert states[0].to_dict() == states[1].to_dict()
    assert other == chat
    other.add(RISKY, author="rex", at=63)
    assert other != chat


@pytest.mark.parametrize("copied", COPIES)
def test_an_empty_conversation_is_copied(copied):
    assert copied(Conversation()) == Conversation()
    assert copied(Conversation()).state is None


@pytest.mark.parametrize("copied", COPIES[:2])
def test_copies_keep_their_own_texts(copied):
    chat = played(keep_text=True)
    other = copied(chat)
    other.add("gg", author="kiki", at=101)

    assert other.texts == [*chat.texts, "gg"]


def test_a_pickle_holds_a_small_state_and_no_text():
    chat = played(keep_text=True)
    data = pickle.dumps(chat)

    assert len(data) < 3_000
    assert b"zanzibar" not in data
    assert pickle.loads(data).texts is None


@pytest.mark.parametrize("other", [{"observe_only": True}, {"time_unit": "days"}, {"max_authors": 5},
                                   {"roles": {"a": "minor"}}, {"model": load_model(base_rate=0.2)}])  # fmt: skip
def test_other_settings_make_another_conversation(other):
    assert Conversation(**other) != Conversation()
    assert Conversation() != "a conversation"


def test_a_conversation_changes_so_it_has_no_hash():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Conversation())


def test_the_shipped_model_loaded_again_is_left_out_too():
    assert pickle.loads(pickle.dumps(played(model=load_model()))) == played()


def test_a_model_of_its_own_is_copied_but_not_pickled():
    chat = played(model=load_model(base_rate=0.2))

    assert copy.deepcopy(chat) == chat
    with pytest.raises(GroomingRiskError, match=r"a pickle holds no model; send chat.to_bytes\(\)"):
        pickle.dumps(chat)


def test_one_line_shows_a_conversation_without_text_or_names():
    chat = played(keep_text=True)

    assert repr(Conversation()) == "Conversation(messages=0, authors=0, risk=0.0000, level='none')"
    assert repr(chat) == f"Conversation(messages=4, authors=3, risk={chat.state.risk:.4f}, level={chat.state.level!r})"


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_of_a_model_scores_and_remembers_equally(copied):
    model = copied(default_model())
    chat = played(model=model)

    assert model.score(RISKY) == default_model().score(RISKY)
    assert chat == played()
    assert pickle.loads(pickle.dumps(chat)) == chat


def test_a_model_is_shown_in_one_line():
    model = default_model()

    assert repr(model) == (
        f"Scorer(model={model.artifact.sha256[:12]!r}, terms={len(model.artifact.terms)}, site='no')"
    )
