"""Small talk: three kinds of file with headers; turns and replies count as everyday lines."""

import pytest

from grooming_risk.corpus.small_talk import SCENARIOS, read_small_talk
from grooming_risk.errors import DataError

EXCHANGE = "kind: exchange\nscenario: friends\nroles: minor minor\nauthor: x\nsplit: train\n\n"
REPLY = "kind: reply\nstance: refusal\nauthor: x\nsplit: held_out\n\n"
BARE = "kind: bare\nauthor: x\nsplit: train\n\n"


def write(folder, body):
    (folder / "a.txt").write_text(body, encoding="utf-8")
    return folder


def test_exchange_is_split_into_turns(tmp_path):
    (exchange,) = read_small_talk(write(tmp_path, EXCHANGE + "hi | hey | u ok?\n")).exchanges

    assert exchange == ("a:7", "friends", ("minor", "minor"), "x", "train", ("hi", "hey", "u ok?"))


def test_reply_and_bare_line_are_read(tmp_path):
    (reply,) = read_small_talk(write(tmp_path, REPLY + "no thanks\n")).replies
    (bare,) = read_small_talk(write(tmp_path, BARE + "secrecy isolation | shh, alone?\n")).bare

    assert reply == ("a:6", "refusal", "x", "held_out", "no thanks")
    assert bare == ("a:5", ("secrecy", "isolation"), "x", "train", "shh, alone?")


def test_everyday_lines_are_the_turns_and_replies_of_a_split(tmp_path):
    write(tmp_path, EXCHANGE + "hi | hey\n")
    (tmp_path / "b.txt").write_text(REPLY + "no\n")
    talk = read_small_talk(tmp_path)

    assert [(line.name, line.text, line.labels) for line in talk.of("train").everyday_lines()] == [
        ("a:7.1", "hi", ()),
        ("a:7.2", "hey", ()),
    ]
    assert [line.kind for line in talk.of("held_out").everyday_lines()] == ["everyday"]


@pytest.mark.parametrize(
    ("body", "place", "problem"),
    [
        ("scenario: friends\n", "a.txt:1", "the first row must be 'kind: '"),
        (EXCHANGE + "only one turn\n", "a.txt:7", "2 to 6 turns"),
        (EXCHANGE + "hi | | there\n", "a.txt:7", "2 to 6 turns"),
        (EXCHANGE + " | ".join("abcdefg") + "\n", "a.txt:7", "2 to 6 turns"),
        (EXCHANGE.replace("friends", "pirates"), "a.txt:2", "scenario must be"),
        (REPLY.replace("refusal", "anger"), "a.txt:2", "stance must be"),
        (BARE + "shh\n", "a.txt:5", "expected: pattern names"),
    ],
)
def test_errors_name_file_and_row(tmp_path, body, place, problem):
    with pytest.raises(DataError, match=problem) as caught:
        read_small_talk(write(tmp_path, body))

    assert place in str(caught.value)


def test_every_scenario_has_small_talk_in_every_split():
    talk = read_small_talk()
    for split in ("train", "validation", "held_out"):
        part = talk.of(split)
        assert {exchange.scenario for exchange in part.exchanges} == set(SCENARIOS)
        assert {reply.stance for reply in part.replies} == {"refusal", "hesitation", "small_reply", "goodbye"}
        assert part.bare
