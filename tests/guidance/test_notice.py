"""The just-in-time notice: one line per pattern, independent of the message."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import DISCLOSURE, PATTERNS, Conversation, score
from grooming_risk.errors import UnknownNameError
from grooming_risk.guidance.advice import AUDIENCES, TOPICS, advise
from grooming_risk.guidance.notice import caution
from support.strategies import messages


def scored(level, disclosure=0.0, **patterns):
    return SimpleNamespace(level=level, disclosure=disclosure, patterns=dict.fromkeys(PATTERNS, 0.0) | patterns)


def test_every_topic_and_audience_has_its_own_line():
    lines = [caution(scored("medium", **{name: 0.9}), audience) for audience in AUDIENCES for name in PATTERNS]
    lines += [caution(scored("none", disclosure=0.9), audience) for audience in AUDIENCES]
    lines += [caution(scored("medium"), audience) for audience in AUDIENCES]

    assert None not in lines
    assert len(set(lines)) == len(lines) == len(AUDIENCES) * len(TOPICS)


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_the_most_urgent_pattern_decides(level):
    assert caution(scored(level, secrecy=0.6, gift_offer=0.8)) == advise("secrecy", "child")[0].line
    assert caution(scored(level, secrecy=0.1, gift_offer=0.3)) == advise("unclear", "child")[0].line


def test_help_comes_before_every_pattern():
    both = f"{advise(DISCLOSURE, 'child')[0].line} {advise('coercion', 'child')[0].line}"
    assert caution(scored("high", disclosure=0.5, coercion=1.0)) == both
    assert caution(scored("none", disclosure=0.5, coercion=1.0)) == advise(DISCLOSURE, "child")[0].line
    assert caution(scored("high", disclosure=0.4, coercion=1.0)) == advise("coercion", "child")[0].line


@given(st.floats(0, 0.49), st.dictionaries(st.sampled_from(PATTERNS), st.floats(0, 1)))
def test_level_none_gives_no_notice(disclosure, patterns):
    assert caution(scored("none", disclosure, **patterns)) is None


@given(messages)
def test_a_notice_does_not_depend_on_the_words_of_the_message(message):
    line = caution(score(message))
    lines = {advise(name, "child")[0].line for name in TOPICS}

    assert line is None or line in lines | {f"{advise(DISCLOSURE, 'child')[0].line} {other}" for other in lines}


def test_states_of_conversations_and_authors_get_a_notice():
    chat = Conversation()
    assert caution(chat.add("gg wp", author="rex")) is None
    state = chat.add("our secret ok, dont tell your mom", author="rex")

    assert caution(state) == caution(state.authors["rex"]) == advise("secrecy", "child")[0].line


def test_unknown_names_are_refused_even_without_a_finding():
    with pytest.raises(UnknownNameError, match="child, friend, parent, teacher, moderator, ngo"):
        caution(scored("none"), "nurse")
    with pytest.raises(UnknownNameError, match="known are en"):
        caution(scored("none"), language="x")
    with pytest.raises(TypeError, match="a score"):
        caution(3)
