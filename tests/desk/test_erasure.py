"""What is forgotten is in no byte of the files; figures stay."""

import shutil

import pytest

from grooming_risk.desk import CaseFile, DeskError, Wanted
from grooming_risk.errors import DataError
from grooming_risk.scoring.scorer import default_model
from support.desk_client import CHATS, WHATEVER, filled, key_of, messages

SECRET = "our secret ok, dont tell your mom"


def content(folder):
    """All bytes of a desk's files."""
    return b"".join(path.read_bytes() for path in folder.glob("desk.sqlite*"))


@pytest.fixture
def decided(tmp_path):
    chats = {**CHATS, "crew": [("zed", "lets build a castle today"), ("zed", "send me a pic in ur bikini")]}
    with filled(tmp_path / "desk.sqlite", chats, second_share=1) as cases:
        key = key_of(cases, "crew")
        cases.decide(key, "kim", "confirmed", ["image_request"], note="spoke with parents")
        cases.decide(key, "noa", "confirmed", ["image_request"])
        cases.label(key, 2, "kim", ["image_request"])
        yield cases


def test_a_forgotten_conversation_leaves_no_byte(tmp_path, decided):
    for text in (b"castle", b"bikini", b"crew", b"zed", b"spoke with parents"):
        assert text in content(tmp_path)
    key, before = key_of(decided, "crew"), decided.figures()

    assert decided.forget(key, "ada") == 2
    for text in (b"castle", b"bikini", b"crew", b"zed", b"spoke with parents"):
        assert text not in content(tmp_path)
    assert b"our secret ok" in content(tmp_path)  # the others are there
    assert decided.figures() == before
    assert decided.case(key, "kim") is None
    assert decided.messages(key) == []
    assert decided.counts(WHATEVER, "kim").total == 4
    assert decided.log()[0][2:] == ("ada", "forget", key, "2 messages")
    assert decided.undo("kim") is None  # its decisions are nobody's now


def test_all_is_forgotten(tmp_path, decided):
    before = decided.figures()
    erased = decided.forget(None, "ada")

    assert erased == 47
    for said in CHATS.values():
        for author, text in said:
            if len(text) > 6:
                assert text.encode() not in content(tmp_path), author
    assert decided.cases(WHATEVER, "kim") == []
    thresholds = [one._replace(undecided=0) for one in before.thresholds]  # nobody decided what is gone
    assert decided.figures() == before._replace(thresholds=thresholds)
    assert list(decided.reviews(default_model())) == []


def test_a_forgotten_conversation_that_comes_again_is_a_new_one(decided):
    key = key_of(decided, "lobby")
    decided.decide(key, "kim", "nothing")
    decided.forget(key, "ada")
    decided.fill(messages({"lobby": CHATS["lobby"]}), default_model())
    case = next(case for case in decided.cases(Wanted(), "kim") if case.row.conversation == "lobby")

    assert case.row.key != key
    assert (case.decision, case.changed) == (None, False)


def test_what_cannot_be_forgotten_is_said(decided):
    with pytest.raises(DeskError, match="no conversation 99"):
        decided.forget(99, "ada")
    with pytest.raises(DeskError, match="give a name"):
        decided.forget(None, " ")
    assert decided.counts(WHATEVER, "kim").total == 5


def test_a_program_that_reads_the_file_is_named_as_the_hindrance(tmp_path, decided):
    with CaseFile(tmp_path / "desk.sqlite") as other:
        reading = other._file.connection.execute("SELECT text FROM message")
        next(reading)
        decided._file.connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(DataError, match="another program"):
            decided.forget(key_of(decided, "crew"), "ada")
        reading.close()
    assert decided.forget(key_of(decided, "trade"), "ada") == 4
    assert b"castle" not in content(tmp_path)


def test_a_copy_of_the_file_after_a_crash_is_whole(tmp_path, decided):
    """What was decided is on the disk before `decide` returns."""
    for path in tmp_path.glob("desk.sqlite*"):
        shutil.copy(path, tmp_path / path.name.replace("desk", "copy"))
    with CaseFile(tmp_path / "copy.sqlite") as copy:
        assert copy.case(key_of(copy, "crew"), "kim").decision.note == "spoke with parents"
