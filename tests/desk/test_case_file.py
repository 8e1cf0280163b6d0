"""The file of a desk: queue, decisions, second reading, labels, undo, log."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from grooming_risk.desk import CaseFile, DeskError, Wanted
from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore
from grooming_risk.queue.ranking import ranked
from grooming_risk.scoring.scorer import default_model
from support.desk_client import CHATS, START, WHATEVER, filled, key_of, messages


def names(cases, person="kim", wanted=WHATEVER):
    return [case.row.conversation for case in cases.cases(wanted, person)]


@pytest.fixture
def both(tmp_path):
    """A desk whose every conversation is read twice."""
    with filled(tmp_path / "desk.sqlite", second_share=1) as made:
        yield made


def case_of(cases, name, person):
    return cases.case(key_of(cases, name), person)


def test_queue_is_the_ranking_of_the_export(cases):
    with MessageStore() as store:
        store.add(messages(CHATS))
        expected = ranked(store, default_model())

    found = cases.cases(WHATEVER, "kim")
    assert [case.row._replace(key=0) for case in found] == [row._replace(key=0) for row in expected]
    assert [case.rank for case in found] == [1, 2, 3, 4]
    assert found[0].row.conversation == "help"


def test_pages_follow_the_rank_and_lose_nothing_when_a_case_is_decided_between(cases):
    first = cases.cases(Wanted(), "kim", count=2)
    cases.decide(first[0].row.key, "kim", "help")
    rest = cases.cases(Wanted(), "kim", start=first[-1].rank)

    assert [case.row.conversation for case in (*first, *rest)] == names(cases)
    assert cases.next_case(first[0].rank, Wanted(), "kim") == first[1]
    assert cases.next_case(4, Wanted(), "kim") is None


def test_messages_come_in_order_with_the_ids_of_the_export(cases):
    assert [m.text for m in cases.messages(key_of(cases, "lobby"))] == [text for _, text in CHATS["lobby"]]
    assert cases.messages(key_of(cases, "help"))[1].id == "help-1"
    assert cases.messages(999) == []


def test_a_decision_is_kept_and_takes_the_case_out_of_the_queue(tmp_path, cases):
    key = key_of(cases, "lobby")
    decision = cases.decide(key, " kim ", "confirmed", ["secrecy", "gift_offer"], note=" seen before ")

    assert (decision.person, decision.note, decision.reading) == ("kim", "seen before", 1)
    assert decision.confirmed == ("gift_offer", "secrecy")
    found = cases.case(key, "kim").row.patterns
    assert decision.rejected == tuple(name for name in found if name != "secrecy")
    assert decision.rejected
    assert "lobby" not in names(cases, wanted=Wanted())
    assert cases.counts(WHATEVER, "kim")[:2] == (4, 3)
    with CaseFile(cases._file.path) as again:
        assert again.case(key, "noa").decision == decision
        assert "lobby" not in names(again, "noa", Wanted())


def test_another_person_corrects_a_decision_that_they_can_see(cases):
    key = key_of(cases, "lobby")
    cases.decide(key, "kim", "nothing")
    cases.decide(key, "noa", "escalate", ["secrecy"])

    assert {cases.case(key, who).decision.verdict for who in ("kim", "noa", "ada")} == {"escalate"}
    assert {"lobby"} & {*names(cases, "kim", Wanted()), *names(cases, "noa", Wanted())} == set()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((1, "kim", "guilty"), "unknown verdict 'guilty'"),
        ((1, "kim", "confirmed", ["rudeness"]), "unknown pattern 'rudeness'"),
        ((1, "kim", "nothing", ["secrecy"]), "nothing was found"),
        ((1, "  ", "nothing"), "give a name"),
        ((1, "k" * 101, "nothing"), "give a name"),
        ((1, "kim", "nothing", (), "x" * 2001), "2,001 characters"),
        ((99, "kim", "nothing"), "no conversation 99"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(cases, arguments, problem):
    with pytest.raises((DeskError, UnknownNameError), match=problem):
        cases.decide(*arguments)
    assert cases.counts(WHATEVER, "kim").undecided == 4
    assert [entry.action for entry in cases.log()] == ["fill"]


def test_new_messages_make_a_decided_case_undecided_and_keep_what_was_decided(cases):
    for name in ("lobby", "trade"):
        cases.decide(key_of(cases, name), "kim", "confirmed", ["secrecy"])
    late = Message("new.jsonl", 1, "lobby", "rex", "gg", START + timedelta(hours=9), title="#lobby", id="late")
    filled_again = cases.fill([*messages(CHATS), late], default_model())

    assert (filled_again.duplicates, filled_again.changed) == (45, 1)
    lobby, trade = (case_of(cases, name, "kim") for name in ("lobby", "trade"))
    assert (lobby.decision, lobby.changed, lobby.second) == (None, True, False)
    assert (trade.decision.verdict, trade.changed) == ("confirmed", False)
    assert cases.figures().verdicts == {"confirmed": 2}
    cases.decide(lobby.row.key, "kim", "nothing")
    assert not case_of(cases, "lobby", "kim").changed
    assert cases.figures().verdicts == {"confirmed": 1, "nothing": 1}


def test_an_export_that_breaks_off_changes_nothing(tmp_path, cases):
    def broken():
        for number in range(20_000):
            yield Message("new.jsonl", number, f"new {number % 3}", "rex", "our secret ok", id=str(number))
        raise DataError("new.jsonl", 20_000, "cut short")

    before = cases.cases(WHATEVER, "kim"), cases.log()
    with pytest.raises(DataError, match="cut short"):
        cases.fill(broken(), default_model())

    assert (cases.cases(WHATEVER, "kim"), cases.log()) == before
    with pytest.raises(DeskError, match="no conversation"):
        cases.key_of("new 0")
    assert cases.fill(messages(CHATS), default_model()).duplicates == 45


def test_the_same_export_without_ids_adds_nothing(tmp_path):
    chat = [Message("a.txt", n, "c", "rex", text, START) for n, text in enumerate(["gg", "gg", "our secret ok"], 1)]
    with CaseFile(tmp_path / "desk.sqlite") as cases:
        cases.fill(chat, default_model())
        cases.decide(1, "kim", "nothing")
        again = cases.fill([*chat, Message("a.txt", 4, "c", "rex", "gg", START)], default_model())

        assert (again.duplicates, again.changed) == (3, 1)
        assert [m.text for m in cases.messages(1)] == ["gg", "gg", "our secret ok", "gg"]
        assert {m.id for m in cases.messages(1)} == {""}


def test_a_second_person_reads_blind_and_nobody_reads_their_own(both):
    key = key_of(both, "lobby")
    both.decide(key, "kim", "confirmed", ["secrecy"])
    first, second = both.case(key, "kim"), both.case(key, "noa")

    assert (first.decision.verdict, first.second) == ("confirmed", False)
    assert (second.decision, second.second) == (None, True)
    assert "lobby" not in names(both, "kim", Wanted())
    assert "lobby" in names(both, "noa", Wanted())
    assert not any("confirmed" in entry.detail for entry in both.log())  # the log tells no verdict either
    assert both.decide(key, "noa", "help").reading == 2
    assert both.case(key, "noa").decision.verdict == "help"
    assert both.case(key, "kim").decision.verdict == "confirmed"
    assert both.case(key, "ada").decision.verdict == "confirmed"  # both found something: the first stands
    assert "lobby" not in names(both, "ada", Wanted())


def test_a_third_person_settles_what_two_see_differently(both):
    key = key_of(both, "lobby")
    both.decide(key, "kim", "confirmed", ["secrecy"])
    both.decide(key, "noa", "nothing")
    third = both.case(key, "ada")

    assert (third.decision, third.second) == (None, True)
    assert both.figures().differing == 1
    assert both.decide(key, "ada", "nothing").reading == 3
    assert both.case(key, "eve").decision.verdict == "nothing"
    assert both.figures().verdicts == {"nothing": 1}
    assert "lobby" not in names(both, "eve", Wanted())


def test_who_changes_their_mind_keeps_their_reading(both):
    key = key_of(both, "lobby")
    for person, verdict in (("kim", "nothing"), ("noa", "help"), ("kim", "help")):
        last = both.decide(key, person, verdict)

    assert last.reading == 1
    assert "lobby" not in names(both, "ada", Wanted())  # now they agree


def test_share_of_second_readings_is_kept_and_can_be_changed(tmp_path):
    path = tmp_path / "desk.sqlite"
    with filled(path, second_share=1) as cases:
        cases.decide(1, "kim", "nothing")
    with CaseFile(path) as cases:
        assert cases.case(1, "noa").second
    with CaseFile(path, second_share=0) as cases:
        assert cases.case(1, "noa").decision.verdict == "nothing"
    with pytest.raises(DeskError, match="between 0 and 1"):
        CaseFile(path, second_share=2)


def test_undo_takes_back_decisions_and_labels_from_the_last_on(cases):
    lobby, trade = key_of(cases, "lobby"), key_of(cases, "trade")
    cases.decide(lobby, "kim", "nothing")
    cases.decide(lobby, "kim", "unsure")
    cases.label(trade, 2, "kim", ["secrecy"])
    cases.decide(trade, "noa", "help")

    assert cases.undo("kim")[:3] == (trade, "trade", "label")
    assert cases.labels(trade, "kim") == {}
    assert cases.undo("kim")[:3] == (lobby, "lobby", "decide")
    assert cases.case(lobby, "kim").decision.verdict == "nothing"
    assert cases.undo("kim")[:3] == (lobby, "lobby", "decide")
    assert "lobby" in names(cases, "noa", Wanted())
    assert cases.undo("kim") is None
    assert cases.case(trade, "noa").decision.verdict == "help"  # another person's stays


def test_labels_are_a_persons_own_and_stay_with_their_message(cases):
    key = key_of(cases, "trade")
    cases.label(key, 2, "kim", ["secrecy", "isolation"])
    cases.label(key, 3, "kim", [])
    cases.label(key, 4, "kim", ["coercion"])
    cases.label(key, 4, "kim", None)
    earlier = Message("new.jsonl", 1, "trade", "ben", "hi", START - timedelta(hours=1), id="early")
    cases.fill([earlier], default_model())

    assert cases.labels(key, "kim") == {3: ("secrecy", "isolation"), 4: ()}
    assert cases.labels(key, "noa") == {}
    with pytest.raises(UnknownNameError, match="unknown label 'harmless'"):
        cases.label(key, 1, "kim", ["harmless"])
    with pytest.raises(DeskError, match="no message 6; it has 5"):
        cases.label(key, 6, "kim", [])


def test_log_says_who_did_what_when_and_quotes_nothing(cases):
    key = key_of(cases, "help")
    cases.decide(key, "kim", "help", note="phoned")
    cases.label(key, 2, "kim", ["disclosure"])
    cases.undo("kim")
    list(cases.reviews(default_model(), person="noa"))
    log = cases.log()

    assert [(one.person, one.action, one.conversation) for one in log] == [
        ("noa", "export", None), ("kim", "undo", key), ("kim", "label", key), ("kim", "decide", key), ("", "fill", None)
    ]  # fmt: skip
    assert [one.number for one in log] == [5, 4, 3, 2, 1]
    assert all(one.at.utcoffset() == timedelta() for one in log)
    assert {"phoned", "help", "#help", "tom"}.isdisjoint(" ".join(one.detail for one in log).split())
    assert cases.log(start=1, count=2) == log[1:3]


def test_only_the_owner_can_read_the_files(tmp_path, cases):
    cases.decide(1, "kim", "nothing")

    modes = {stat.S_IMODE(os.stat(path).st_mode) for path in tmp_path.glob("desk.sqlite*")}
    assert modes == {0o600}


def test_several_threads_decide_at_once(cases):
    with ThreadPoolExecutor(8) as pool:
        keys = [number % 4 + 1 for number in range(40)]
        list(pool.map(lambda key: cases.decide(key, f"person {key}", "unsure"), keys))

    assert cases.counts(WHATEVER, "kim").undecided == 0
    assert sum(cases.figures().days.values()) == 40


def test_a_failed_write_leaves_nothing(cases, monkeypatch):
    monkeypatch.setattr("grooming_risk.desk.case_file.settle_place", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cases.decide(1, "kim", "nothing")

    assert len(cases.log()) == 1
    assert cases.figures().days == {}


def test_half_a_character_stops_nothing(tmp_path):
    """A command line gives them for bytes that are no UTF-8, and JSON may hold them."""
    chat = Message("a.json", 1, "c\ud800", "rex\ud800", "gg \ud800", name="r\ud800", title="t\ud800")
    with CaseFile(tmp_path / "desk.sqlite") as cases:
        assert cases.fill([chat, chat._replace(id="7")], default_model()).conversations == 1
        key = cases.key_of("c\ud800")
        decision = cases.decide(key, "k\ud800", "unsure", note="n\ud800")
        assert (decision.person, decision.note) == ("k\ufffd", "n\ufffd")
        assert cases.cases(Wanted(author="rex\ud800", undecided=False), "k\ud800") == cases.cases(WHATEVER, "k\ufffd")
        cases.label(key, 1, "k\ud800", ["secrecy"])
        assert cases.labels(key, "k\ud800") == {1: ("secrecy",)}
        assert cases.undo("k\ud800").action == "label"
        assert cases.forget(key, "k\ud800") == 2


def test_case_and_blanks_around_a_name_make_no_other_person(both):
    key = key_of(both, "lobby")
    first = both.decide(key, "Kim", "confirmed", ["secrecy"])
    again = both.decide(key, " KIM ", "nothing")
    both.label(key, 5, "kiM", [])

    assert (first.person, again.person, again.reading) == ("Kim", "Kim", 1)
    assert not both.case(key, "kim").second
    assert both.case(key, "KIM").decision == again
    assert both.labels(key, "kim") == {5: ()}
    assert {entry.person for entry in both.log(count=3)} == {"Kim"}
    assert [both.undo("KIM").action, both.undo("kim").action] == ["label", "decide"]
    assert both.case(key, "kim").decision == first


def test_second_readings_are_counted(cases, both):
    assert cases.second_readings() == (0, 4, 0.0)
    assert both.second_readings() == (4, 4, 1)
