"""Decisions on conversations as decisions on messages."""

import pytest

from grooming_risk.conversation.page.course import shown
from grooming_risk.desk import CaseFile, LeftOut
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.ranking import play
from grooming_risk.review.record import predict, read_reviews, write_reviews
from grooming_risk.scoring.scorer import default_model
from support.desk_client import CHATS, START, filled, key_of, messages

SECRET = "our secret ok, dont tell your mom"
PICTURE = "send me a pic of you on snap, just for me"
HELP = CHATS["help"][1][1]


def exported(cases, left_out=None):
    """Labels by conversation, text and person."""
    found = cases.reviews(default_model(), left_out=left_out)
    return {(review.meta["conversation"], review.text, review.annotator): review.labels for review in found}


def marked(name):
    """The texts of a conversation that stand out, with the patterns that they show."""
    model, found = default_model(), {}
    chat = {name: CHATS[name]}
    for message, read, state in play(messages(chat), model, keep_text=True):
        seen = shown(model, message.text, None, state, read)
        if seen.stands_out:
            found[message.text] = {one.pattern for one in seen.evidence} if seen.sure else set()
    return found


def test_without_decisions_nothing_is_exported(cases):
    left_out = LeftOut()

    assert exported(cases, left_out) == {}
    assert left_out == {"conversations that nobody decided": 4}


def test_nothing_makes_all_marked_messages_harmless_and_no_other(cases):
    cases.decide(key_of(cases, "lobby"), "kim", "nothing")

    assert exported(cases) == {("lobby", text, "kim"): () for text in marked("lobby")}
    assert len(marked("lobby")) > 2


def test_confirmed_patterns_are_the_labels_and_rejected_ones_harmless(cases):
    cases.decide(key_of(cases, "lobby"), "kim", "confirmed", ["secrecy", "personal_probing"])
    found, shows = exported(cases), marked("lobby")

    assert found["lobby", SECRET, "kim"] == ("secrecy",)
    assert found["lobby", PICTURE, "kim"] == ()  # image_request was not there, the person says
    for text, patterns in shows.items():
        if patterns:
            assert set(found["lobby", text, "kim"]) == patterns & {"secrecy", "personal_probing"}


@pytest.mark.parametrize("verdict", ["confirmed", "escalate", "help"])
def test_found_without_a_pattern_says_nothing_of_messages(cases, verdict):
    cases.decide(key_of(cases, "trade"), "kim", verdict)
    left_out = LeftOut()

    assert exported(cases, left_out) == {}
    assert left_out["marked messages that a decision says nothing about"] == len(marked("trade"))


def test_only_help_makes_a_request_for_help_a_disclosure(cases):
    key = key_of(cases, "help")
    for verdict, labels in (("confirmed", None), ("nothing", ()), ("help", ("disclosure",))):
        cases.decide(key, "kim", verdict)
        assert exported(cases).get(("help", HELP, "kim")) == labels


def test_unsure_is_left_out(cases):
    cases.decide(key_of(cases, "lobby"), "kim", "unsure", ["secrecy"])
    left_out = LeftOut()

    assert exported(cases, left_out) == {}
    assert left_out["marked messages of decisions that are unsure"] == len(marked("lobby"))


def test_labels_of_a_message_win_and_need_no_decision(cases):
    lobby, raid = key_of(cases, "lobby"), key_of(cases, "raid")
    cases.decide(lobby, "kim", "nothing")
    cases.label(lobby, 5, "kim", ["isolation"])
    cases.label(raid, 1, "noa", ["trust_building"])
    found = exported(cases)

    assert found["lobby", SECRET, "kim"] == ("isolation",)
    assert found["lobby", PICTURE, "kim"] == ()
    assert found["raid", "gg wp", "noa"] == ("trust_building",)
    assert not [key for key in found if key[0] == "raid" and key[1] != "gg wp"]


def test_both_readings_are_votes_and_a_correction_replaces_the_first(tmp_path):
    with filled(tmp_path / "a", second_share=1) as cases:
        cases.decide(key_of(cases, "trade"), "kim", "confirmed", ["secrecy"])
        cases.decide(key_of(cases, "trade"), "noa", "nothing")
        found = exported(cases)
    assert (found["trade", SECRET, "kim"], found["trade", SECRET, "noa"]) == (("secrecy",), ())
    with filled(tmp_path / "b", second_share=0) as cases:
        cases.decide(key_of(cases, "trade"), "kim", "confirmed", ["secrecy"])
        cases.decide(key_of(cases, "trade"), "noa", "nothing")
        assert {person for _, _, person in exported(cases)} == {"noa"}


def test_a_decision_says_nothing_of_messages_that_came_later(cases):
    cases.decide(key_of(cases, "trade"), "kim", "nothing")
    late = Message("new.jsonl", 1, "trade", "ben", f"{SECRET} ok?", START.replace(hour=23), id="late")
    cases.fill([late], default_model())
    left_out = LeftOut()

    assert set(exported(cases, left_out)) == {("trade", text, "kim") for text in marked("trade")}
    assert left_out["marked messages that came after the decision"] == 1


def test_a_review_has_origin_prediction_and_a_text_without_markup(tmp_path):
    text = "<@123> our ||secret|| ok, dont  tell your mom"
    with CaseFile(tmp_path / "desk.sqlite") as cases:
        chat = [Message("chats/log.csv", 4, "c", "rex", text, id="77"), Message("log.csv", 5, "c", "rex", text)]
        cases.fill(chat, default_model())
        cases.decide(1, "kim", "confirmed", ["secrecy"])
        write_reviews(cases.reviews(default_model()), tmp_path / "reviews.jsonl")
    first, second = read_reviews(tmp_path / "reviews.jsonl")

    assert (first.id, second.id) == ("c:77", "c#2")
    assert first.text == SECRET
    assert first.meta == {"conversation": "c", "source": "log.csv", "line": 4}
    assert first.predictions == predict(SECRET)
    assert (first.labels, first.annotator) == (("secrecy",), "kim")


TRADE = {"trade": [*CHATS["trade"], ("ben", "just us two")]}
PERHAPS = "just us two"  # stands out, without a pattern that is sure


@pytest.mark.parametrize("settled", [True, False])
def test_an_overruled_reading_is_alone_on_no_message(tmp_path, settled):
    left_out = LeftOut()
    with filled(tmp_path / "desk.sqlite", TRADE, second_share=1) as cases:
        for person, verdict in (("kim", "nothing"), ("noa", "confirmed"), ("ada", "escalate")):
            cases.decide(1, person, verdict, [] if verdict == "nothing" else ["secrecy"])
        cases.label(1, 1, "kim", ["trust_building"])
        found = list(cases.reviews(default_model(), left_out=left_out, settled=settled))
    votes = {(review.text, review.annotator) for review in found}

    winners = {(text, person) for text in (SECRET, PICTURE) for person in ("noa", "ada")}
    overruled = {(SECRET, "kim"), (PICTURE, "kim")}  # votes against the others, for their agreement
    assert votes == winners | {("want to swap skins", "kim")} | (set() if settled else overruled)
    assert left_out["marked messages of a reading that the others overruled"] == (3 if settled else 1)
    assert left_out["marked messages that a decision says nothing about"] == 2


def test_a_label_of_the_overruled_reader_stays_a_vote(tmp_path):
    with filled(tmp_path / "desk.sqlite", TRADE, second_share=1) as cases:
        for person, verdict in (("kim", "nothing"), ("noa", "confirmed"), ("ada", "escalate")):
            cases.decide(1, person, verdict)
        cases.label(1, 5, "kim", [])
        found = list(cases.reviews(default_model(), settled=True))

    assert [(review.text, review.labels, review.annotator) for review in found] == [(PERHAPS, (), "kim")]


def test_readings_that_differ_settle_nothing(tmp_path):
    left_out = LeftOut()
    with filled(tmp_path / "desk.sqlite", TRADE, second_share=1) as cases:
        cases.decide(1, "kim", "nothing")
        cases.decide(1, "noa", "confirmed", ["secrecy"])
        votes = {(review.text, review.annotator) for review in cases.reviews(default_model())}
        settled = list(cases.reviews(default_model(), left_out=left_out, settled=True))

    assert votes == {(text, person) for text in (SECRET, PICTURE) for person in ("kim", "noa")}
    assert settled == []
    assert left_out["marked messages of readings that differ, which nobody settled"] == 5
