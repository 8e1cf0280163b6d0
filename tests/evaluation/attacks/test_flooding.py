"""Flood and chats in a row: built as they are named, and measured against real chats."""

import pandas as pd
import pytest

from grooming_risk import evaluate_conversations, load_conversations, load_model
from grooming_risk.corpus.background.chat import Chat
from grooming_risk.evaluation.attacks.flooding import CRIES, FLOODS, ROWS, Said, flood, in_a_row, said_in
from grooming_risk.evaluation.real_chat import RATES, SHORTEST, play_real, unseen_chats

REAL = 80
"""Real chats that are measured on."""
CHAT = [Said("rex", "hi", False), Said("kiki", "hi", False), Said("rex", "our secret ok, dont tell your mom", True)]


@pytest.mark.parametrize("name", FLOODS)
def test_flood_comes_from_the_author_before_the_risky_line_and_the_cry_after_it(name):
    count, helps = FLOODS[name]
    found = flood(CHAT, ["gg", "brb"], name)

    assert found[:2] == CHAT[:2]
    assert {(said.author, said.text in ("gg", "brb")) for said in found[2 : 2 + count]} == {("rex", True)}
    assert found[2 + count] == CHAT[2]
    assert [said.text in CRIES for said in found[3 + count :]] == [True] * helps
    assert flood(CHAT, ["gg", "brb"], name) == found


def test_unknown_floods_are_refused():
    with pytest.raises(ValueError, match="flood_10"):
        flood(CHAT, ["gg"], "flood_7")
    with pytest.raises(ValueError, match="harmless messages"):
        flood(CHAT, [], "flood_10")


def test_only_lines_of_the_suspect_are_risky():
    frame = pd.DataFrame({"author": ["a", "b"], "text": ["x", "y"], "labels": [["secrecy"], ["disclosure"]],
                          "suspect": "a"})  # fmt: skip

    assert [said.risky for said in said_in(frame)] == [True, False]


def test_rows_hold_whole_chats_of_two_people():
    chats = [Chat(str(n), ((f"x{n}", 0.0, f"a{n}"), (f"y{n}", 1.0, f"b{n}"))) for n in range(10)]
    rows = list(in_a_row(chats, 4))

    assert len(rows) == 4
    assert all({said.author for said in row} == {0, 1} and len(row) == 8 for row in rows)
    assert list(in_a_row(chats, 11)) == []


@pytest.fixture(scope="module")
def result():
    frame = load_conversations("held_out")
    some = pd.concat(chat for _, chat in list(frame.groupby("conversation", sort=False))[:24])
    real = [chat for chat in unseen_chats() if len(chat.messages) >= SHORTEST][:REAL]
    return evaluate_conversations(some, real_chats=real, rounds=20)


def test_metrics_against_real_chats(result):
    found = result.figures["against_real"]

    assert found["n"] == REAL
    assert 0 <= found["alarmed"]["1_in_1000"] <= found["alarmed"]["1_in_100"] <= 0.01 + 1 / REAL
    assert found["marks"]["1_in_100"] <= found["marks"]["1_in_1000"]
    assert found["1_in_1000"]["recall"] <= found["1_in_100"]["recall"]
    assert set(found["in_a_row"]) == {f"{count}_chats" for count in ROWS}
    assert set(found["flood"]) == {"n", "plain", *FLOODS}
    assert all(f"against_real.alarmed.{name}" in result.intervals for name in ("medium", "high", *RATES))
    assert 0 <= found["asked_for_help"] < 0.1
    assert "against_real.asked_for_help" in result.intervals


def test_flood_does_not_buy_silence(result):
    found = result.figures["against_real"]["flood"]

    assert found["flood_30"]["kept_medium"] >= 0.75
    assert found["flood_30_help"]["kept_medium"] >= 0.75


def test_share_read_is_a_share(result):
    assert 0 < result.figures["medium"]["share_read"] <= result.figures["high"]["share_read"] <= 1


def test_tables_show_them(result):
    titles = [table.title for table in result.tables()]

    assert "real harmless chats alarmed" in titles
    assert "flood, grooming conversations alarmed" in titles
    assert "real chats in a row, share of rows alarmed" in titles


def test_short_or_uniform_real_chats_are_refused():
    with pytest.raises(ValueError, match="8 messages or more"):
        play_real([Chat("short", (("a", 0.0, "hi"),))], load_model())
    with pytest.raises(ValueError, match="hardly differ"):
        play_real([Chat("same", (("a", 0.0, "hi"),) * 9)] * 30, load_model())
