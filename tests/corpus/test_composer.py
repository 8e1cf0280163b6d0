"""Composed conversations: labelled by their lines; length and time do not depend on the kind."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from grooming_risk import load_conversations
from grooming_risk.corpus.build import read_sources
from grooming_risk.corpus.composer import Composer
from grooming_risk.labels import PATTERNS

SOURCES = read_sources()
COMPOSER = Composer([line for line in SOURCES.lines if line.split == "held_out"], SOURCES.talk.of("held_out"))


@given(st.text(min_size=1, max_size=8), st.integers(0, 9))
def test_conversation_is_deterministic_by_name_and_seed(name, seed):
    chat = COMPOSER.compose(name, seed)

    assert chat == COMPOSER.compose(name, seed)
    assert {message["author"] for message in chat["messages"]} == set(chat["roles"])
    minutes = [message["minutes"] for message in chat["messages"]]
    assert minutes == sorted(minutes)
    assert minutes[0] == 0
    assert datetime.fromisoformat(chat["start"]).tzinfo is not None
    assert all(message["text"].strip() for message in chat["messages"])


@pytest.fixture(scope="module")
def chats():
    return load_conversations("held_out")


def test_only_the_suspect_of_a_grooming_chat_has_patterns(chats):
    labelled = chats[chats["labels"].str.len() > 0]

    assert set(labelled["kind"]) == {"grooming", "disclosure"}
    grooming = labelled[labelled["kind"] == "grooming"]
    assert (grooming["author"] == grooming["suspect"]).all()
    assert chats[chats["kind"] != "grooming"]["suspect"].isna().all()
    assert chats[chats["kind"] == "grooming"]["suspect"].notna().all()


def test_every_grooming_chat_has_risky_lines_and_every_pattern_occurs(chats):
    grooming = chats[chats["kind"] == "grooming"]

    assert (grooming.groupby("conversation")["labels"].apply(lambda labels: labels.str.len().max()) > 0).all()
    assert set(grooming["labels"].explode().dropna()) == set(PATTERNS)


def test_some_risky_lines_are_split_and_some_chats_end_with_a_goodbye(chats):
    grooming = chats[chats["kind"] == "grooming"]
    same = (grooming["line"] == grooming["line"].shift()) & (grooming["labels"].str.len() > 0)

    assert same.any()
    assert grooming.groupby("conversation")["line"].last().str.contains("goodbye").any()


def test_length_hour_and_speakers_do_not_give_the_kind_away(chats):
    by_chat = chats.groupby("conversation")
    risky = by_chat["kind"].first() == "grooming"
    properties = {
        "messages": by_chat.size(),
        "minutes": by_chat["minutes"].max(),
        "hour": by_chat["start"].first().dt.hour,
        "speakers": by_chat["author"].nunique(),
    }
    for name, values in properties.items():
        auc = roc_auc_score(risky, values)
        assert 0.4 < auc < 0.6, name
