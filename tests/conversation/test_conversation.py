"""Conversations: risk from the first message on, no way to hide it, roles, times, refusals, bounded memory."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from uuid import UUID

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import Conversation, load_model, score
from grooming_risk.conversation.conversation import MAX_AUTHORS
from grooming_risk.conversation.joining import JOIN_MESSAGES
from grooming_risk.conversation.page.course import shown
from grooming_risk.conversation.timestamps import are_days
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.model.conversation_rule import HELP
from grooming_risk.model.site import Site, Threshold
from support.strategies import chat, messages

RISKY = "dont tell your mom, send me a pic of you on snap"
ASKS = [
    "how old are you, are your parents home",
    "this is our secret ok, dont tell your mom",
    "send me a pic of you, just for me",
    "meet me tonight, come alone and tell nobody",
]
CRY = "someone online keeps asking me for pictures and i dont know what to do, can you help me"
HARMLESS = ["gg wp", "what time is practice", "my cat sleeps all day", "that boss fight was hard", "see you at school"]

turns = st.lists(
    st.tuples(st.one_of(chat, messages, st.sampled_from(ASKS)), st.sampled_from(["a", "b", 3]), st.integers(-50, 5000)),
    max_size=12,
)


def play(turns, **options):
    conversation = Conversation(**options)
    return conversation, [conversation.add(text, author=author, at=at) for text, author, at in turns]


def talk(texts, author="a", step=60):
    return [(text, author, number * step) for number, text in enumerate(texts)]


def test_first_message_is_scored():
    state = Conversation().add(RISKY, author="a")

    assert state.level != "none"
    assert state.authors["a"].risk == state.risk == float(state)
    assert "image_request" in state.first_seen
    assert [entry.index for entry in state.timeline] == [0] * len(state.timeline)


def test_harmless_chat_has_level_none_and_an_empty_timeline():
    _, states = play(talk(HARMLESS * 20))

    assert {state.level for state in states} == {"none"}
    assert states[-1].timeline == ()
    assert not any(state.alerts for state in states)


def test_risk_rises_with_every_ask_and_repeats_count():
    _, states = play(talk(ASKS))
    _, repeats = play(talk([ASKS[1]] * 4))

    assert [s.risk for s in states] == sorted(s.risk for s in states)
    assert states[-1].level == "high"
    assert repeats[-1].risk > repeats[0].risk


def test_uniformly_risky_author_reaches_high():
    _, states = play(talk([RISKY] * 30))

    assert states[-1].level == "high"


def test_harmless_messages_after_risky_ones_keep_the_risk():
    _, states = play(talk(ASKS + HARMLESS * 60))

    assert states[-1].risk == pytest.approx(states[len(ASKS) - 1].risk)


def test_harmless_messages_before_risky_ones_do_not_hide_them():
    _, states = play(talk(HARMLESS * 60 + ASKS))

    assert states[-1].level == "high"


def test_messages_of_others_do_not_hide_a_risky_author():
    turns = []
    for number, ask in enumerate(ASKS):
        turns += [(ask, "a", number), *[(text, f"x{n}", number) for n, text in enumerate(HARMLESS)]]
    _, states = play(turns)
    _, alone = play(talk(ASKS))

    assert states[-1].level == alone[-1].level == "high"
    assert states[-1].authors["x0"].level == "none"


def test_second_risky_author_does_not_clear_the_first():
    others = [RISKY, "dont tell anyone about us", "you have to send me a pic now", "come meet me alone"]
    turns = [(text, author, n) for n in range(4) for text, author in ((ASKS[n], "a"), (others[n], "c"))]
    _, states = play(turns)

    assert all(states[-1].authors[author].level in ("medium", "high") for author in ("a", "c"))


@pytest.mark.parametrize("others", [0, 1])
def test_split_sentence_is_found(others):
    parts = ["dont tell", "your mom", "about us"]
    turns = []
    for number, part in enumerate(parts):
        turns += [(part, "a", number)] + [("lol", "b", number)] * others
    _, states = play(turns)
    alone = max(score(part).risk for part in parts)

    assert states[-1].authors["a"].risk > 3 * Conversation().add("hello", author="a").risk
    assert states[-1].timeline
    assert alone < max(entry.probability for entry in states[-1].timeline)
    assert all(entry.evidence == () or entry.evidence[0].text == "" for entry in states[-1].timeline)


def test_split_sentence_is_found_after_a_harmless_first_part():
    parts = ["hey so", "dont tell", "your mom", "about us"]
    _, states = play(talk(parts, step=1))
    _, alone = play(talk(parts[3:], step=1))

    assert states[-1].risk > 3 * alone[-1].risk


@pytest.mark.parametrize("word", ["no", "nooo", "stop", "no stop", "pls no"])
def test_a_word_repeated_is_no_sentence(word):
    """Who refuses again and again carries no risk."""
    _, states = play(talk([word] * 8, step=5))

    assert states[-1].level == "none"
    assert states[-1].risk == pytest.approx(states[0].risk, rel=0.5)


def test_repeats_do_not_hide_a_split_sentence():
    _, once = play(talk(["dont tell", "your mom"], step=5))
    _, again = play(talk(["dont tell", "dont tell", "your mom"], step=5))

    assert again[-1].risk >= once[-1].risk


def test_messages_far_apart_are_not_one_sentence():
    _, near = play(talk(["dont tell", "your mom"], step=5))
    _, far = play(talk(["dont tell", "your mom"], step=5000))

    assert near[-1].risk > far[-1].risk


def test_alert_is_raised_once_for_each_level():
    _, states = play(talk(ASKS * 5))
    alerts = [alert for state in states for alert in state.alerts]

    assert [alert.level for alert in alerts] in (["medium", "high"], ["high"])
    assert all(alert.author == "a" and alert.patterns for alert in alerts)


def test_earlier_time_is_accepted_and_flagged():
    _, states = play([("hi", "a", 10.0), ("hello", "b", 5.0), ("gg", "a", 12.0)])

    assert [state.out_of_order for state in states] == [False, True, False]


def test_time_of_day_changes_no_risk():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=9)))
    risks = [Conversation().add(RISKY, author="a", at=at).risk for at in (None, 0.0, late, late.astimezone(UTC))]

    assert len(set(risks)) == 1


def test_disclosure_is_reported_and_raises_no_risk():
    text = "someone online keeps asking me for pictures and i dont know what to do, can you help me"
    state = Conversation().add(text, author="b")

    assert state.disclosure > 0.5
    assert state.level in ("none", "low")


def test_roles_shift_the_risk_and_absent_ones_change_nothing():
    def risk(roles):
        conversation = Conversation(roles=roles)
        conversation.add("hi", author="b")
        return conversation.add(ASKS[1], author="a").authors["a"].risk

    assert risk(None) == risk({}) == risk({"a": "unknown"})
    assert risk({"b": "minor", "a": "adult"}) > risk(None)
    assert risk({"b": "adult", "a": "adult"}) < risk(None)
    assert risk({"b": "minor", "a": "guardian"}) < risk({"b": "minor", "a": "adult"})


def test_contributions_sum_to_the_log_odds():
    import math

    _, states = play(talk(ASKS))
    author = states[-1].authors["a"]

    assert sum(author.contributions().values()) == pytest.approx(math.log(author.risk / (1 - author.risk)))


def test_steps_of_the_messages_sum_to_the_log_odds():
    from grooming_risk.model.logistic import log_odds

    _, states = play(talk([HARMLESS[0], *ASKS, *HARMLESS, CRY, ASKS[0]]))
    author = states[-1].speaker
    base = author.contributions()["base"]

    assert base + sum(state.speaker.step for state in states) == pytest.approx(log_odds(author.risk))
    assert {entry.rise for entry in states[-1].timeline} <= {round(state.speaker.step, 3) for state in states}


@pytest.mark.parametrize("harmless", [0, 30])
def test_cries_for_help_do_not_hide_a_risky_author(harmless):
    before = (HARMLESS * 6)[:harmless]
    hidden = [text for ask in ASKS for text in (*before, ask, CRY)]
    _, plain = play(talk(ASKS))
    _, states = play(talk(hidden))
    first_help = next(state for state in states if state.speaker.asks_for_help)

    assert states[-1].level in ("medium", "high")
    assert any(alert.level in ("medium", "high") for state in states for alert in state.alerts)
    assert first_help.speaker.step >= -HELP
    if not harmless:  # all that the cries take is HELP, once, and the drift of no message
        assert states[-1].speaker.contributions()["messages"] >= plain[-1].speaker.contributions()["messages"] - 1e-9


def with_help_from(value):
    """Return the shipped model with a site's threshold of disclosure."""
    model = load_model()
    levels = {name: Threshold(model.own_thresholds["levels"][name]) for name in LEVELS[1:]}
    patterns = {name: Threshold(model.own_thresholds["patterns"][name]) for name in PATTERNS}
    site = Site(model.artifact.sha256, levels, patterns, messages=0, texts=0, disclosure=Threshold(value))
    return load_model(site=site)


@pytest.mark.parametrize(("value", "asks"), [(0.001, True), (1.0, False)])
def test_threshold_of_disclosure_of_a_site_holds_in_conversations(value, asks):
    model = with_help_from(value)
    state = Conversation(model=model).add(CRY, author="kiki")

    assert state.speaker.asks_for_help == model.score(CRY).asks_for_help == asks
    assert [alert.kind for alert in state.alerts] == ["help"] * asks
    assert shown(model, CRY, None, state).asks == asks


NO_CRIES = [
    "shes not talking to me", "is that normal?", "help me pls i cant beat this boss", "my teacher is weird but nice",
    "can someone help me with homework", "he keeps killing me in game what do i do", "my coach yells at me",
    "someone pls help my minecraft crashed", "im scared of the exam", "my friend is mad at me what do i do",
    "my dad is weird", "mom wont let me play", "hes scaring me lol (the boss)", "i dont know what to do", "can u help",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_CRIES)
def test_everyday_trouble_is_no_cry_for_help(text):
    state = Conversation().add(text, author="kiki")

    assert not state.speaker.asks_for_help
    assert not state.alerts


@pytest.mark.parametrize(
    "text", ["{}", "im {}", "i'm {}", "{} f", "f{}", "{}/f", "age {}", "{} years old", "im {}!", "{}?"]
)
def test_a_bare_age_shows_no_pattern(text):
    for age in range(8, 19):
        said = text.format(age)
        state = Conversation().add(said, author="kiki")

        assert score(said).found == state.found == ()
        assert score(said).level in ("none", "low")
        assert state.level == "none"


@settings(max_examples=60, deadline=None)
@given(turns)
def test_patterns_of_alerts_have_their_messages(turns):
    _, states = play(turns)
    for state in states:
        entries = {(entry.author, entry.pattern): entry for entry in state.timeline}
        for alert in state.alerts:
            assert all((alert.author, pattern) in entries for pattern in alert.patterns)
    assert set(states[-1].found if states else ()) == {entry.pattern for state in states for entry in state.timeline}


def test_alerts_name_only_the_patterns_of_their_messages():
    chat = Conversation(keep_text=True)
    alerts = []
    for text in ("our secret ok, dont tell your mom", "send me a pic of you on snap, just for me"):
        state = chat.add(text, author="rex")
        alerts += state.alerts

    assert [alert.patterns for alert in alerts] == [("secrecy",), ("image_request", "secrecy")]
    assert all(entry.evidence for entry in state.timeline)


def test_cry_for_help_alerts_once_for_each_author():
    turns = [(CRY, "kiki", 0), (CRY, "kiki", 1), (CRY, "mia", 2)]
    _, states = play(turns)
    alerts = [[(alert.kind, alert.author, alert.level) for alert in state.alerts] for state in states]

    assert alerts == [[("help", "kiki", "none")], [], [("help", "mia", "none")]]


def test_help_alert_comes_before_risk_alert():
    chat, _ = play(talk([*ASKS, CRY]), observe_only=True)
    chat.observe_only = False
    state = chat.add("ok", author="a", at=9999.0)

    assert [alert.kind for alert in state.alerts] == ["help", "risk"]


def test_cries_for_help_alone_raise_no_risk():
    _, states = play(talk([CRY] * 50))

    assert states[-1].level == "none"
    assert states[-1].risk <= states[0].risk


def test_state_is_not_changed_by_later_messages():
    conversation, (first,) = play(talk(["hi"]))
    before = first.to_dict(), first.timeline
    conversation.add(RISKY, author="a", at=1.0)

    assert (first.to_dict(), first.timeline) == before


def test_text_is_kept_only_on_request():
    silent, states = play(talk([RISKY]))
    kept, kept_states = play(talk([RISKY]), keep_text=True)

    assert silent.texts is None
    assert {e.text for entry in states[0].timeline for e in entry.evidence} == {""}
    assert all(e.text == RISKY[e.start : e.end] for entry in kept_states[0].timeline for e in entry.evidence)
    assert kept.texts == [RISKY]


@settings(max_examples=60, deadline=None)
@given(turns, st.integers(0, 12))
def test_conversation_restored_from_bytes_continues_equally(turns, cut):
    _, whole = play(turns)
    first, states = play(turns[:cut])
    second = Conversation.from_bytes(first.to_bytes())
    states += [second.add(text, author=author, at=at) for text, author, at in turns[cut:]]

    assert [(s.to_dict(), s.timeline) for s in states] == [(s.to_dict(), s.timeline) for s in whole]


@settings(max_examples=60, deadline=None)
@given(turns)
def test_any_text_gives_risks_between_0_and_1(turns):
    _, states = play(turns)

    assert all(0 <= state.risk <= 1 for state in states)
    assert all(set(state.authors) == {author for _, author, _ in turns[: state.index + 1]} for state in states)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(ASKS + HARMLESS), min_size=1, max_size=8))
def test_casing_and_padding_change_no_risk(texts):
    _, plain = play(talk(texts))
    _, loud = play(talk([f"  {text.upper()} " for text in texts]))

    assert [state.risk for state in loud] == pytest.approx([state.risk for state in plain])


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"author": None}, TypeError),
        ({"author": 1.5}, TypeError),
        ({"author": True}, TypeError),
        ({"author": ["a"]}, TypeError),
        ({"author": "a" * 257}, ValueError),
        ({"author": float("nan")}, TypeError),
        ({"author": 10**400}, ValueError),
        ({"author": 10**5000}, ValueError),
        ({"author": "a", "at": "noon"}, TypeError),
        ({"author": "a", "at": float("inf")}, ValueError),
        ({"author": "a", "at": 10**400}, ValueError),
        ({"author": "a", "at": -(10**400)}, ValueError),
        ({"author": "a", "at": 1_772_381_700_000}, ValueError),
        ({"author": "a", "at": pd.NaT}, ValueError),
        ({"author": "a", "at": np.datetime64("2026-03-01")}, TypeError),
        ({"author": "a", "at": True}, TypeError),
        ({"author": "a", "at": float("nan")}, ValueError),
        ({"author": "a", "at": datetime(2026, 1, 1)}, ValueError),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(options, error):
    conversation, _ = play([("hi", "a", None)])
    before = conversation.to_bytes()

    with pytest.raises(error):
        conversation.add("hello", **options)
    assert conversation.to_bytes() == before


def test_milliseconds_and_spreadsheet_days_are_refused_with_a_hint():
    with pytest.raises(ValueError, match="look like milliseconds: give the time unit milliseconds, or divide by 1000"):
        Conversation().add("hi", author="a", at=1_772_381_700_000)
    chat, _ = play([("hi", "a", 46082.92708333333)])
    before = chat.to_bytes()
    with pytest.raises(ValueError, match="spreadsheet's days, not seconds; give the time unit days"):
        chat.add("hi", author="b", at=46082.92714120370)
    assert chat.to_bytes() == before
    with pytest.raises(ValueError, match="unknown time unit 'ms'; known are seconds, milliseconds, microseconds, days"):
        Conversation(time_unit="ms")


@given(st.lists(st.one_of(st.floats(0, 1400).map(lambda n: 60.0 * round(n, 2)), st.floats(30_000, 80_000).map(
    lambda n: round(n, 3))), max_size=30))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_rounded_seconds_are_not_taken_for_days(times):
    assert not any(are_days(earlier, later) for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("unit", "times"),
    [
        ("seconds", [1_772_381_700, 1_772_381_705]),
        ("milliseconds", [1_772_381_700_000, 1_772_381_705_000]),
        ("microseconds", [1_772_381_700_000_000, 1_772_381_705_000_000]),
        ("days", [46082.92708333333, 46082.92714120370]),
        ("seconds", [np.int64(1_772_381_700), np.float32(1_772_381_760)]),
        ("seconds", [43200.5, 43205.25]),
    ],
)
def test_split_sentence_scores_equally_in_every_time_unit(unit, times):
    def risk(times, **options):
        chat = Conversation(**options)
        return [
            chat.add(text, author="a", at=at).risk for text, at in zip(["dont tell", "your mom"], times, strict=True)
        ]

    assert risk(times, time_unit=unit) == risk([0.0, 5.0])


def test_restored_state_continues_in_its_time_unit():
    chat = Conversation(time_unit="milliseconds")
    chat.add("dont tell", author="a", at=1_772_381_700_000)
    again = Conversation.from_bytes(chat.to_bytes(), time_unit="milliseconds")

    late = 1_772_381_705_000
    assert again.add("your mom", author="a", at=late).risk == chat.add("your mom", author="a", at=late).risk


def test_numpy_numbers_and_uuids_name_authors():
    key = UUID(int=7)
    chat = Conversation(roles={key: "minor", np.int64(5): "adult"})
    chat.add("hi", author=key)
    chat.add("hi", author=np.int64(5))
    state = chat.add("hi", author=5)

    assert list(state.authors) == [str(key), 5]
    assert Conversation.from_bytes(chat.to_bytes()).state.to_dict()["authors"] == state.to_dict()["authors"]


def test_seconds_beside_datetimes_are_refused():
    conversation, _ = play([("hi", "a", 1.0)])

    with pytest.raises(ValueError, match="counts time as seconds"):
        conversation.add("hi", author="a", at=datetime(2026, 1, 1, tzinfo=UTC))


def test_roles_of_messages_equal_roles_given_at_the_start():
    """A role that comes with the first message of an author counts as one given at the start."""
    given, later = Conversation(roles={"b": "minor", "a": "adult"}), Conversation()
    for n, text in enumerate(["hi", *ASKS]):
        author, role = ("a", "adult") if n else ("b", "minor")
        states = given.add(text, author=author), later.add(text, author=author, role=role)

        assert states[0].to_dict() == {**states[1].to_dict(), "authors": states[0].to_dict()["authors"]}
    assert states[0].authors["a"].risk == states[1].authors["a"].risk
    assert states[0].authors["a"].contributions() == states[1].authors["a"].contributions()


def test_later_role_counts_from_then_on_for_its_author_only():
    def heard(late):
        chat = Conversation(roles={"b": "minor"})
        chat.add("hi", author="b")
        chat.add(ASKS[0], author="c")
        before = chat.add(ASKS[1], author="a")
        return before, chat.add("gg", author="a", role=late), chat.add("gg", author="a")

    plain, adult = heard(None), heard("adult")

    assert adult[0].to_dict() == plain[0].to_dict()
    assert adult[1].authors["a"].risk > plain[1].authors["a"].risk
    assert adult[2].authors["a"].risk == adult[1].authors["a"].risk
    assert adult[0].authors["a"].risk == plain[0].authors["a"].risk  # a state that was read stays as it was
    for name in ("b", "c"):
        assert adult[2].authors[name].to_dict() == plain[2].authors[name].to_dict()


def test_role_may_change_and_none_keeps_it():
    chat = Conversation(roles={"b": "minor"})
    chat.add("hi", author="b")
    chat.add(ASKS[1], author="a", role="adult")
    adult = chat.add("gg", author="a", role=None).authors["a"].risk
    unknown = chat.add("gg", author="a", role="unknown").authors["a"].risk

    assert chat.add("gg", author="a", role="guardian").authors["a"].risk < unknown < adult


@pytest.mark.parametrize("role", ["child", "", "Minor", 5, ["minor"]])
def test_unknown_role_of_a_message_is_refused_and_changes_nothing(role):
    chat, _ = play(talk(ASKS[:2], author="a"))
    before = chat.to_bytes()

    with pytest.raises(ValueError, match="unknown role; known are minor, adult, unknown, guardian, staff"):
        chat.add("hi", author="a", role=role)
    assert chat.to_bytes() == before


def test_roles_are_bounded_and_those_of_remembered_authors_stay():
    chat = Conversation(max_authors=4)
    chat.add("hi", author="b", role="minor")
    chat.add(ASKS[1], author="a", role="adult")
    sizes = []
    for number in range(100):
        chat.add("gg", author=number, role="adult")
        chat = Conversation.from_bytes(chat.to_bytes())
        sizes.append(len(chat.to_bytes()))

    assert max(sizes[20:]) < sizes[0] + 600
    assert chat._roles["a"] == "adult"
    assert len(chat._roles) == 8


def test_unknown_role_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown role 'child'; known are minor, adult"):
        Conversation(roles={"a": "child"})


def test_thousands_of_authors_leave_the_risky_one():
    conversation, _ = play(talk(ASKS, author="a"))
    for number in range(5_000):
        state = conversation.add("gg", author=number)

    assert state.dropped_authors == 5_001 - MAX_AUTHORS
    assert len(state.authors) == MAX_AUTHORS
    assert state.authors["a"].level == "high"


def test_author_with_the_lowest_risk_is_dropped_if_all_have_evidence():
    conversation, _ = play(talk(ASKS, author="a"), max_authors=2)
    conversation.add(ASKS[0], author="b")
    state = conversation.add(RISKY, author="c")

    assert set(state.authors) == {"a", "c"}


BY_WORD = ["our secret ok dont tell your mom", "meet me tonight come alone and tell nobody",
           "send me a pic of you just for me", "hide this chat so your mom never finds our secret"]  # fmt: skip


@pytest.mark.parametrize("line", BY_WORD)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_line_in_pieces_of_one_to_three_words_is_found(line, count):
    words = line.split()
    pieces = [" ".join(words[first : first + count]) for first in range(0, len(words), count)]
    _, (plain,) = play(talk([line]))
    _, states = play(talk(pieces, step=2))

    assert states[-1].risk >= 0.8 * plain.risk
    assert states[-1].level in ("medium", "high")


def test_harmless_short_talk_does_not_rise():
    short = [
        "g",
        "g",
        "wp",
        "lol",
        "u",
        "?",
        "k",
        "ok",
        "brb",
        "no",
        "yes",
        "haha",
        "same",
        "idk",
        "nice",
        "o",
        "r",
        "n",
    ]
    _, states = play(talk(short * 10, step=2))

    assert states[-1].level == "none"
    assert states[-1].risk == pytest.approx(states[0].risk, rel=0.5)


def test_messages_that_can_no_longer_be_continued_are_forgotten():
    chat, _ = play(talk(["gg", "wp ok", "this is a message of so many words that no other one could ever continue it"]))
    long, _ = play(talk(["no", "ok"] * 40))

    assert chat._authors["a"].tail == ()
    assert len(long._authors["a"].tail) == JOIN_MESSAGES
    assert [part.reading.size for part in long._authors["a"].tail] == [1] * JOIN_MESSAGES
