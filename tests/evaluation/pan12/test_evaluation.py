"""Figures of the PAN 2012 shared task: right on an invented copy that can be counted by hand."""

import pytest

from grooming_risk import Conversation, evaluate_conversations, load_conversations, score
from grooming_risk.errors import DataError
from grooming_risk.evaluation.pan12.evaluation import evaluate_pan12
from grooming_risk.evaluation.pan12.reader import load_pan12
from support.pan12_copy import TRAINING, copy_of, write_copy, xml_of

ASK = "dont tell your parents, send me a pic on snap"
CALM = [("kim", "10:00", "gg wp"), ("lee", "10:01", "same time tomorrow?")]
RISKY = [("rex", "10:00", "hi"), ("kim", "10:00", "hello"), ("rex", "10:01", ASK), ("rex", "10:02", "gg")]


def by_hand(folder, conversations, predators, lines, level="medium"):
    return evaluate_pan12(load_pan12(write_copy(folder, xml_of(conversations), predators, lines)), level=level)


def test_message_and_conversation_of_these_tests_reach_the_level():
    chat = Conversation()
    chat.add(ASK, author="rex")

    assert score(ASK).level in ("medium", "high")
    assert chat.state.level in ("medium", "high")


def test_figures_by_hand(tmp_path):
    chats = {"c1": RISKY, "c2": [*CALM, ("max", "10:02", ASK)], "c3": CALM}
    found = by_hand(tmp_path, chats, ["rex", "lee"], [("c1", 3), ("c3", 2), ("c3", 1)]).figures

    assert (found["conversations"], found["messages"], found["authors"], found["predators"]) == (3, 9, 4, 2)
    # raised are rex (listed) and max (not); lee is missed: one of two predicted, one of two listed
    assert found["author"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "f0.5": 0.5}
    # predicted are the two asks; one of them is listed, two listed lines are missed
    assert found["line"]["precision"] == 0.5
    assert found["line"]["recall"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["line"]["f3"] == pytest.approx(10 * 1 / (9 * 3 + 2), abs=1e-4)


def test_f_half_weighs_precision_more(tmp_path):
    chats = {"c1": RISKY, "c2": CALM}
    found = by_hand(tmp_path, chats, ["rex", "lee"], []).figures["author"]

    assert (found["precision"], found["recall"]) == (1.0, 0.5)
    assert found["f0.5"] == pytest.approx(1.25 * 0.5 / (0.25 + 0.5), abs=1e-4)
    assert found["f1"] < found["f0.5"]


def told_and_alone(said):
    """Return the lines of the timeline of a conversation, and those that reach the level alone."""
    chat = Conversation()
    for author, _, text in said:
        chat.add(text, author=author)
    raised = {name for name, state in chat.state.authors.items() if state.level in ("medium", "high")}
    told = {entry.index + 1 for entry in chat.state.timeline if entry.author in raised}
    return told, {number for number, (*_, text) in enumerate(said, start=1) if score(text).level in ("medium", "high")}


def test_line_of_the_timeline_counts_though_it_is_harmless_alone(tmp_path):
    chats = load_conversations("validation")
    grooming = copy_of(chats[chats["kind"] == "grooming"])[0]
    untimed = {name: [(author, "", text) for author, _, text in said] for name, said in grooming.items()}
    said, told, alone = next(
        (said, told, alone) for said in untimed.values() for told, alone in [told_and_alone(said)] if told - alone
    )
    found = by_hand(tmp_path, {"c": said}, [], [("c", line) for line in told]).figures["line"]

    assert found["recall"] == 1.0
    assert found["precision"] == pytest.approx(len(told) / len(told | alone), abs=1e-4)


def test_author_is_raised_by_any_conversation_and_counts_once(tmp_path):
    chats = {"c1": RISKY, "c2": [("rex", "10:00", "gg"), *CALM], "c3": RISKY}
    found = by_hand(tmp_path, chats, ["rex"], [("c1", 3), ("c3", 3)]).figures

    assert found["author"]["precision"] == found["author"]["recall"] == found["line"]["f3"] == 1.0


def test_what_is_listed_but_not_there_is_counted_apart(tmp_path):
    found = by_hand(tmp_path, {"c1": RISKY}, ["rex", "nobody", "noone"], [("c1", 3), ("gone", 1), ("c1", 99)]).figures

    assert (found["unheard_predators"], found["unheard_lines"]) == (2, 2)
    assert found["author"]["recall"] == found["line"]["recall"] == 1.0


def test_without_marked_lines_only_authors_are_measured(tmp_path):
    data = load_pan12(write_copy(tmp_path, xml_of({"c1": RISKY}), ["rex"], names=TRAINING))
    found = evaluate_pan12(data)

    assert found.figures["author"]["recall"] == 1.0
    assert found.figures["line"] == {"precision": None, "recall": None, "f3": None}
    assert found.figures["unheard_lines"] is None
    assert not [name for name in found.intervals if name.startswith("line")]


def test_without_predators_there_is_no_recall(tmp_path):
    found = by_hand(tmp_path, {"c": CALM}, [], []).figures

    assert set(found["author"].values()) == set(found["line"].values()) == {None}


def test_lower_level_predicts_more(tmp_path):
    conversations, predators, lines = copy_of(some_chats())
    data = load_pan12(write_copy(tmp_path, xml_of(conversations), predators, lines))
    recalls = [evaluate_pan12(data, level=level).figures["author"]["recall"] for level in ("low", "medium", "high")]

    assert recalls == sorted(recalls, reverse=True)
    assert recalls[0] > recalls[2]
    with pytest.raises(ValueError, match="no level 'none'"):
        evaluate_pan12(data, level="none")


def some_chats():
    """Harmless and grooming conversations of the validation split."""
    chats = load_conversations("validation")
    chats = chats[chats["kind"] != "disclosure"]
    return chats[chats["conversation"].isin(chats["conversation"].unique()[:60])]


def test_invented_copy_of_synthetic_conversations(tmp_path):
    chats = some_chats()
    conversations, predators, lines = copy_of(chats)
    folder = write_copy(tmp_path, xml_of(conversations), predators, lines)
    found = evaluate_pan12(load_pan12(folder))

    assert found.figures["messages"] == len(chats)
    assert found.figures["predators"] == chats["suspect"].notna().groupby(chats["conversation"]).any().sum()
    assert found.figures["author"]["f1"] > 0.7
    assert found.figures["unheard_lines"] == 0
    assert "line.f3" in found.intervals
    for name in {"author.recall", "author.f0.5", "line.recall", "line.f3"} & set(found.intervals):
        low, high = found.intervals[name]
        part, _, figure = name.partition(".")
        assert low <= found.figures[part][figure] <= high
    assert evaluate_pan12(load_pan12(folder)) == found


def test_table_of_the_copy_fits_evaluate_conversations(tmp_path):
    conversations, predators, lines = copy_of(some_chats())
    data = load_pan12(write_copy(tmp_path, xml_of(conversations), predators, lines))
    found = evaluate_conversations(data.to_frame()).figures

    assert sum(found["conversations"].values()) == len(conversations)
    assert found["medium"]["recall"] > 0.5


def test_corpus_without_a_conversation_is_an_error(tmp_path):
    with pytest.raises(DataError, match="holds no conversation"):
        by_hand(tmp_path, {}, [], [])
