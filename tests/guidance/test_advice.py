"""Advice: rules for texts for children, parents and moderators; topics by urgency."""

import json
import re
import tomllib
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import pytest
import textstat
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import DISCLOSURE, PATTERNS, Conversation, score
from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.guidance.advice import AUDIENCES, FOLDER, PARTS, TOPICS, advise
from grooming_risk.guidance.helplines import Helpline, read_helplines
from grooming_risk.guidance.language_files import languages, read_language_file
from grooming_risk.guidance.notice import caution
from grooming_risk.labels import LEVELS, OVERT, URGENCY
from support.cli import run
from support.strategies import messages

EVERY = [(audience, topic) for audience in AUDIENCES for topic in TOPICS]
GRADE = {"child": 6, "friend": 6, "parent": 8, "teacher": 10, "moderator": 11, "ngo": 11}
"""Highest Flesch-Kincaid grade of a text; most friends of a child are children."""

ACCUSING = re.compile(
    r"\b(predators?|groomers?|pedo\w*|paedo\w*|pervert\w*|monsters?|criminals?|abusers?|offenders?|perpetrators?|culprits?|"
    r"guilty of|molester\w*|creeps?|liars?|evil|sick|victims? should)\b",
    re.IGNORECASE,
)
BLAMING = re.compile(
    r"(should(n't| not)? have|why (did|didn't) you|naive|careless|stupid|gullible|silly|foolish of|fell for|"
    r"let this happen|your own fault|you knew)",
    re.IGNORECASE,
)
PROMISING = re.compile(
    r"(guarantee|will be (fine|safe|okay|ok|over|deleted|arrested|caught)|always works|everything will|will stop|"
    r"never happen again|we will catch)",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(keep|kept|preserv\w+|don't delete|not deleting|secure)\b[^.]*\b(messages?|chat|thread|conversation|words|ad|"
    r"advertisement|device|messages|everything|whole run|what they point to|transaction data|copy of)\b"
    r"|\b(messages?|chat)\b[^.]*\b(kept|keep)\b",
    re.IGNORECASE,
)


def text_of(audience, topic):
    """All sentences of an advice as one text."""
    (advice,) = advise(topic, audience)
    return " ".join([advice.line, advice.what, *advice.do, *advice.dont, advice.help])


@pytest.mark.parametrize("language", languages(FOLDER))
@pytest.mark.parametrize(("audience", "topic"), EVERY)
def test_every_text_has_four_parts_a_line_and_a_source(language, audience, topic):
    (advice,) = advise(topic, audience, language)
    parts = advice.parts()

    assert len(parts) == len(PARTS) == 4
    assert all(text.strip() == text and text for part in parts.values() for text in part)
    assert 2 <= len(advice.do) <= 4
    assert 2 <= len(advice.dont) <= 4
    assert 20 < len(advice.line) <= 130
    assert "\n" not in advice.line
    assert len(advice.source) > 20
    assert len(text_of(audience, topic).split()) < 200


def test_every_text_has_a_topic():
    for audience in AUDIENCES:
        assert set(read_language_file(FOLDER, "en", audience)) == set(TOPICS)


@pytest.mark.parametrize(("audience", "topic"), EVERY)
def test_reading_level(audience, topic):
    assert textstat.flesch_kincaid_grade(text_of(audience, topic)) <= GRADE[audience]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_part_for_a_child_is_easy_to_read(topic):
    (advice,) = advise(topic, "child")

    assert textstat.flesch_kincaid_grade(advice.what) <= 6
    assert textstat.flesch_kincaid_grade(" ".join([*advice.do, *advice.dont])) <= 6
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!:]\s", text_of("child", topic))) <= 26


@pytest.mark.parametrize(("audience", "topic"), EVERY)
def test_no_text_has_a_number_address_or_quotation(audience, topic):
    text = text_of(audience, topic)

    assert not re.search(r"\d", text)
    assert not re.search(r"https?:|www\.|@|\.(com|org|net)\b", text)
    assert not re.search(r"[\"“”«»]", text)


@pytest.mark.parametrize(("audience", "topic"), EVERY)
def test_nobody_is_accused_blamed_or_promised_anything(audience, topic):
    text = text_of(audience, topic)

    for forbidden in (ACCUSING, BLAMING, PROMISING):
        assert not forbidden.search(text), forbidden.search(text)
    for found in re.finditer(r"\b(fault|blame)\b", text):  # only to say that it is not, or to ask for none
        assert re.search(r"\b(not|no|nor|don't|never|without)\b[^.]*$", text[: found.start()].lower()), text[
            : found.end()
        ]
    if topic != DISCLOSURE:
        (advice,) = advise(topic, audience)
        assert re.search(r"\b(may|can|could|might)\b", f"{advice.line} {advice.what}")


@pytest.mark.parametrize(("audience", "topic"), EVERY)
def test_every_text_says_to_keep_messages_and_not_to_confront(audience, topic):
    text = text_of(audience, topic)

    assert KEEPING.search(text)
    for sentence in re.split(r"(?<=[.?!])\s", text):
        if re.search(r"\b(confront|write to (the|that|this|either) (person|side|account)|reply to)\b", sentence):
            assert re.search(r"\b(not|don't|never|no)\b", sentence, re.IGNORECASE), sentence


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("topic", ["image_request", "coercion", DISCLOSURE])
def test_texts_say_not_to_pass_pictures_on(audience, topic):
    (advice,) = advise(topic, audience)

    assert re.search(r"forward|pass on|view, download", " ".join(advice.dont))
    assert re.search(r"report|police|hotline", f"{advice.help} {' '.join(advice.do)}", re.IGNORECASE)


@pytest.mark.parametrize("topic", TOPICS)
def test_texts_without_helpline_name_whom_to_ask(topic):
    for audience, whom in {
        "child": "adult you trust|parent",
        "friend": "adult|parent",
        "parent": "police|school",
        "teacher": "child protection",
        "moderator": "policy|Escalate|team",
        "ngo": "Refer|police|contact",
    }.items():
        (advice,) = advise(topic, audience)
        assert re.search(whom, advice.help), advice.help


@pytest.mark.parametrize("topic", ["meeting_request", "coercion", DISCLOSURE])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_texts_on_danger_name_the_police(topic, audience):
    assert "police" in advise(topic, audience)[0].help.lower()


@pytest.mark.parametrize("topic", TOPICS)
def test_moderators_follow_policy_and_never_sanction_a_disclosure(topic):
    text = text_of("moderator", topic)

    assert re.search(r"polic(y|ies)|emergency path|trained team|child safety lead", text)
    if topic == DISCLOSURE:
        assert "never to a sanction" in text
        assert "Do not sanction" in text


@pytest.mark.parametrize("topic", TOPICS)
def test_texts_mention_harmless_explanations(topic):
    harmless = (
        r"harmless|normal|fine|friends?|famil|common|ordinary|real|teams?|peers?|parents|schools?|just kind|sweet|true|"
        r"surprises?|everybody|counsellors?|many causes|raids|young people|homework|it happens|moods|lawful|birthdays|"
        r"it is good|people who care|classmates"
    )
    for audience in AUDIENCES:
        if topic not in (DISCLOSURE, "coercion"):
            assert re.search(harmless, advise(topic, audience)[0].what, re.IGNORECASE)


def test_texts_differ_between_audiences_and_between_patterns():
    shared = [(one, other) for one, other in combinations(EVERY, 2) if set(_sentences(*one)) & set(_sentences(*other))]

    assert shared == []


def _sentences(audience, topic):
    """Parts of a text that must be unique."""
    (advice,) = advise(topic, audience)
    return advice.line, advice.what, advice.help


def test_sources_are_listed_with_their_titles():
    listed = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for audience, topic in EVERY:
        source = advise(topic, audience)[0].source
        for name, year in re.findall(
            r"([A-Z][\w'-]+)(?: and others| and [A-Z]\w+)?,? \((?:[^()]*, )?(\d{4})\)", source
        ):
            lines = [line for line in re.split(r"\n- ", listed) if year in line]
            assert any(name.lower() in line.lower() for line in lines), f"{name} {year}"


def test_disclosure_comes_first_then_patterns_by_urgency():
    chances = dict.fromkeys(PATTERNS, 0.0) | {"gift_offer": 0.9, "secrecy": 0.7, "isolation": 0.4}
    found = SimpleNamespace(level="high", patterns=chances, disclosure=0.6)

    assert [one.pattern for one in advise(found)] == [DISCLOSURE, "secrecy", "gift_offer"]
    found.disclosure = 0.1
    assert [one.pattern for one in advise(found)] == ["secrecy", "gift_offer"]


def test_urgency_beats_probability():
    found = advise({"trust_building": 0.99, "meeting_request": 0.56})

    assert [one.pattern for one in found] == ["meeting_request", "trust_building"]


def test_at_most_three_topics_for_a_score_but_all_named_ones():
    assert len(advise(dict.fromkeys(PATTERNS, 0.9))) == 3
    assert [one.pattern for one in advise(TOPICS)] == list(TOPICS)
    assert [one.pattern for one in advise(["secrecy", "secrecy"])] == ["secrecy"]


chances = st.dictionaries(st.sampled_from(PATTERNS), st.floats(0, 1), max_size=len(PATTERNS))


@given(chances, st.randoms(use_true_random=False))
def test_the_first_advice_is_on_the_open_ask_and_nothing_is_rounded(values, random):
    """The order depends on what was found, not on the order of a mapping, nor on how near two probabilities are."""
    found = [name for name in URGENCY if values.get(name, 0) >= 0.5]
    shuffled = dict(random.sample(sorted(values.items()), len(values)))
    topics = [one.pattern for one in advise(shuffled, "moderator")]

    assert topics == found[:3]
    assert not found or caution(shuffled, "moderator") == advise(found[0], "moderator")[0].line
    assert not set(found) & set(OVERT) or topics[0] in OVERT


@given(chances, st.sets(st.sampled_from(PATTERNS)), st.booleans(), st.sampled_from(LEVELS[1:]))
def test_the_one_line_is_on_a_pattern_that_was_found(values, found, asks, level):
    scored = SimpleNamespace(level=level, patterns=values, disclosure=0.9, asks_for_help=asks,
                             found=tuple(found))  # fmt: skip
    first = min(found, key=URGENCY.index) if found else "unclear"
    lines = [advise(topic, "moderator")[0].line for topic in [DISCLOSURE] * asks + [first]]

    assert caution(scored, "moderator") == " ".join(lines)


def test_level_without_pattern_is_unclear():
    chances = dict.fromkeys(PATTERNS, 0.1) | {"job_lure": 0.3}
    found = SimpleNamespace(level="low", patterns=chances, disclosure=0.0)

    assert [one.pattern for one in advise(found)] == ["unclear"]


def test_each_pattern_has_its_own_threshold():
    chances = dict.fromkeys(PATTERNS, 0.0) | {"trust_building": 0.953, "image_request": 0.6, "coercion": 0.55}
    found = SimpleNamespace(level="high", patterns=chances, disclosure=0.9, asks_for_help=False,
                            found=("trust_building", "image_request"))  # fmt: skip

    assert [one.pattern for one in advise(found)] == ["image_request", "trust_building"]


def test_urgency_lists_every_pattern_once():
    assert sorted(URGENCY) == sorted(PATTERNS)
    assert set(URGENCY[:3]) == set(OVERT)


def test_headline_and_alert_name_the_overt_pattern_first():
    chat = Conversation()
    alerts = []
    for text in ("you are so mature, nobody understands you like me", "our secret ok, dont tell your mom",
                 "send me a pic of you, just for me", "if you dont i will show everyone your pics"):  # fmt: skip
        state = chat.add(text, author="rex")
        alerts += state.alerts

    assert state.found == tuple(sorted(state.found, key=URGENCY.index))
    assert state.found[0] in OVERT
    assert advise(state, "moderator")[0].pattern == state.found[0]
    assert all(set(alert.patterns) <= set(state.found) for alert in alerts)


@given(messages)
def test_only_flagged_messages_get_advice_and_no_text_quotes_a_message(message):
    result = score(message)
    found = advise(result, "moderator")

    assert bool(found) == (result.level != "none" or result.asks_for_help)
    for one in found:
        assert one == advise(one.pattern, "moderator")[0]  # independent of the message


def test_conversations_and_authors_get_advice():
    state = Conversation().add("our secret ok, dont tell your mom", author="rex")

    assert state.level != "none"
    assert advise(state)[0].pattern == advise(state.authors["rex"])[0].pattern == "secrecy"


def test_helplines_come_only_from_the_site_and_come_first():
    line = Helpline("the school counsellor", "room 12")
    (plain,), (helped,) = advise("secrecy", "child"), advise("secrecy", "child", helplines=[line])

    assert "room 12" not in plain.to_text()
    assert helped.parts()["Where to get help"] == ("You can also reach the school counsellor: room 12", plain.help)
    assert helped == advise("secrecy", "child", helplines={"the school counsellor": "room 12"})[0]
    assert helped.to_dict()["helplines"] == [{"name": "the school counsellor", "contact": "room 12"}]


@pytest.mark.parametrize("helplines", [["room 12"], {"a": ""}, {"": "b"}, {"a": "b\nc"}, {"a": 12}, 3])
def test_bad_helplines_are_refused(helplines):
    with pytest.raises((TypeError, ValueError), match="helpline"):
        advise("secrecy", helplines=helplines)


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [
        (("secrecy", "nurse"), "child, friend, parent, teacher, moderator, ngo"),
        (("secrecy", "child", "../en"), "language '../en'; known are en"),
        (("secret",), "personal_probing, .*, disclosure"),
        ((["secrecy", "secret"],), "personal_probing, .*, disclosure"),
        (({"secret": 0.9},), "personal_probing, .*, disclosure"),
    ],
)
def test_an_unknown_name_lists_the_valid_ones(arguments, listed):
    with pytest.raises(UnknownNameError, match=listed):
        advise(*arguments)


def test_a_language_without_texts_gets_english_with_a_note():
    (advice,), (english,) = advise("secrecy", "child", "ja"), advise("secrecy", "child")

    assert "'ja'" in advice.note
    assert advice.note in advice.to_text()
    assert advice == replace(english, note=advice.note)
    assert not english.note


def test_codes_and_regions_lead_to_the_folder_that_serves_them():
    assert advise("secrecy", "child", "en-GB") == advise("secrecy", "child")
    served = {advise("secrecy", "child", code)[0].language for code in ("sr", "hr", "bs", "sh", "SR-Latn-RS")}
    assert served == {"sh"}


def test_error_does_not_quote_a_message_given_as_pattern():
    with pytest.raises(UnknownNameError) as caught:
        advise("dont tell your mom")

    assert "mom" not in str(caught.value)


def test_another_type_is_refused():
    with pytest.raises(TypeError, match="a score or names of patterns, not int"):
        advise(3)


def test_an_incomplete_language_is_refused(tmp_path):
    (tmp_path / "xx").mkdir()
    with pytest.raises(DataError, match=r"child\.toml: not found; a language needs every file"):
        read_language_file(tmp_path, "xx", "child")
    (tmp_path / "xx" / "child.toml").write_text("[secrecy", encoding="utf-8")
    with pytest.raises(DataError, match="not TOML"):
        read_language_file(tmp_path, "xx", "child")


def test_helplines_from_a_file(tmp_path):
    path = tmp_path / "help.toml"
    path.write_text('[other]\na = 1\n[helplines]\n"the counsellor" = "room 12"\n', encoding="utf-8")

    assert read_helplines(path) == (Helpline("the counsellor", "room 12"),)
    for bad in ("[helplines", "helplines = 3", "[helplines]\na = 3"):
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(DataError, match=r"help\.toml"):
            read_helplines(path)


def test_output_formats():
    (advice,) = advise("secrecy", "teacher")

    assert str(advice) == advice.to_text()
    assert "What not to do:\n- " in advice.to_text()
    assert "## Asking for secrecy\n\n**What this can be**\n\n" in advice.to_markdown()
    assert json.loads(json.dumps(advice.to_dict()))["dont"] == list(advice.dont)


def test_score_explains_with_a_line_for_the_audience():
    def printed(*options):
        return run("score", "our secret ok, dont tell your mom", "--format", "table", *options)[0]

    assert advise("secrecy", "moderator")[0].line in printed("--explain")
    assert advise("secrecy", "parent")[0].line in printed("--explain", "--audience", "parent")
    assert "advice" not in printed()
    assert "advice" not in run("score", "gg wp", "--format", "table", "--explain")[0]


def test_score_explains_an_alert_in_a_conversation_and_a_disclosure():
    row = {"conversation": "x", "author": "rex", "text": "our secret ok, dont tell your mom, send me a pic on snap"}
    chat = "".join(json.dumps(row | {"text": text}) + "\n" for text in ("hi", row["text"])).encode()
    out = run("score", "--conversation-column", "conversation", "--format", "table", "--explain", stdin=chat)[0]
    help_text = run("score", "a man keeps asking me for pics and i am scared", "--format", "table", "--explain")[0]

    assert out.count("advice, moderator: ") == out.count("alert: ") > 0
    assert advise(DISCLOSURE, "moderator")[0].line in help_text


def test_page_has_a_line_for_the_audience(tmp_path):
    chat = tmp_path / "chat.jsonl"
    rows = [{"author": "rex", "text": "our secret ok, dont tell your mom, send me a pic on snap"}]
    chat.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run("view", chat, "-o", tmp_path / "a.html", "--audience", "parent")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")

    assert page.count('class="advice"') == 1
    assert any(advise(name, "parent")[0].line in page.replace("&#x27;", "'") for name in PATTERNS)


def test_every_file_is_valid_toml_without_tabs():
    for path in FOLDER.glob("*/*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert data
        assert "\t" not in path.read_text(encoding="utf-8")
