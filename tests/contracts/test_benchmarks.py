"""The benchmarks: competitors give numbers, a missing one is named, pages and tables hold what was measured."""

import re

import numpy as np
import pandas as pd
import pytest
from compare_field import measured
from competitors import FIELD, Competitor, Missing, gather, keywords, subwords, words
from competitors.same_model import calibrated_chain, folded_chain
from conversation_rate import read_chats
from field_page import Row, cells, headers, markdown_page, markdown_table, terminal_table
from hot_path_profile import by_length, profile
from hypothesis import given, settings
from hypothesis import strategies as st
from quality import HARMLESS, RATES, figures, held_out_messages, with_harmless
from rich.console import Console
from speed_ratios import SpeedRatios
from texts import harmless_messages, of_length, repeated

from grooming_risk import load_corpus, score
from grooming_risk.scoring.scorer import default_model


@pytest.fixture(scope="module")
def sample(small_corpus):
    """A few training messages of every kind."""
    return small_corpus.iloc[::15].reset_index(drop=True)


@pytest.fixture(scope="module")
def field(sample, tmp_path_factory):
    def nobody(corpus, folder):
        raise ModuleNotFoundError("No module named 'nobody'", name="nobody")

    makers = {
        "grooming_risk": FIELD["grooming_risk"],
        "words": words.make,
        "keyword list": keywords.make,
        "nobody": nobody,
    }
    return gather(makers, sample, tmp_path_factory.mktemp("field"))


@pytest.fixture(scope="module")
def tables(field):
    frame = held_out_messages()
    few = pd.concat([frame[frame["kind"] != HARMLESS], frame[frame["kind"] == HARMLESS].iloc[:310]])
    return measured(field, {"Held out": few.reset_index(drop=True)})


def test_the_keyword_list_counts_whole_words_without_case_and_apostrophes(sample, tmp_path):
    hits = keywords.make(sample, tmp_path).one

    assert hits("DON'T tell your mom, our Secret") == 3
    assert hits("a secretary met the selfiestick") == 0
    assert hits("a gift card") == hits("a gift") == 1


def test_plain_tfidf_learns_from_the_messages_it_is_given(field, sample):
    plain = field[1]

    assert plain.one("our secret, dont tell your mom") > plain.one("what page is the homework on?")
    assert f"{len(sample):,}" in plain.trained_on


def test_one_and_many_agree(field):
    texts = ["gg wp", "send me a pic", "", "what page?"]
    for competitor in field[1:3]:
        np.testing.assert_allclose(competitor.many(texts), [competitor.one(text) for text in texts])


def test_a_missing_package_is_named_and_leaves_the_others(field, tables):
    (rows,) = tables.values()
    page = markdown_table(rows)

    assert field[3] == Missing("nobody", "nobody")
    assert "| nobody | not installed (nobody) |" in page
    assert len({row.count("|") for row in page.splitlines()}) == 1


def test_the_page_holds_the_numbers_that_were_measured(tables):
    ((title, rows),) = tables.items()
    page = markdown_page(tables, "the command")
    frame = held_out_messages()
    risk = np.array([score(text).risk for text in frame["text"]])

    assert f"## {title}" in page
    assert "the command" in page
    assert "$" not in page
    for row in rows[:3]:
        assert f"| {' | '.join(cells(row))} |" in page
        assert f"| {row.figures['auc']:.3f} (" in page
    assert rows[0].figures["auc"] == figures(risk, frame["kind"].to_numpy(dtype=str))["auc"]
    assert rows[0].figures["auc"] > rows[2].figures["auc"]


def test_speed_is_a_ratio_to_the_first_and_nothing_absolute(tables):
    ((_, rows),) = tables.items()

    assert cells(rows[0])[-2:] == ["1", "1"]
    assert rows[2].speed.one < 1 < rows[2].speed.many
    assert not re.search(r"\d ?(ms|us|µs|s|seconds)\b", markdown_page(tables, "the command"))


def test_a_rate_that_too_few_messages_could_show_is_not_shown(tables):
    ((_, rows),) = tables.items()

    assert rows[0].figures["recall_0.01"] is not None
    assert rows[0].figures["recall_0.001"] is None
    assert "too few" in cells(rows[0])


def test_the_terminal_table_fits_eighty_characters(tables):
    ((title, rows),) = tables.items()
    console = Console(width=80, record=True)
    console.print(terminal_table(title, rows))
    shown = console.export_text()

    assert f"{rows[0].figures['auc']:.3f}" in shown
    assert "not installed" in shown
    assert "…" not in shown
    assert headers([Row(rows[0].competitor, {}, {})]) == headers(rows)[:-2]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 5), min_size=300, max_size=400), st.lists(st.integers(0, 5), min_size=1, max_size=50))
def test_recall_keeps_the_budget_where_many_share_a_number(harmless, grooming):
    """A count of words has few values: the threshold must not let more through than the rate allows."""
    risk = np.array([*harmless, *grooming], dtype=float)
    kind = np.array([HARMLESS] * len(harmless) + ["grooming"] * len(grooming))
    allowed = [mark for mark in range(-1, 6) if np.mean(np.array(harmless) > mark) <= RATES[0]]

    assert figures(risk, kind)["recall_0.01"] == np.mean(np.array(grooming) > min(allowed))


def test_held_out_messages_are_distinct_and_hold_no_disclosure():
    frame = held_out_messages()
    disclosures = load_corpus("held_out").query("kind == 'disclosure'")["text"]

    assert frame["text"].is_unique
    assert set(frame["kind"]) == {"grooming", "look_alike", HARMLESS}
    assert not set(frame["text"]) & set(disclosures)
    assert (frame["kind"] == HARMLESS).sum() * min(RATES) > 3


def test_own_harmless_messages_replace_the_others():
    frame = with_harmless(held_out_messages(), ["a", "b"])

    assert frame.loc[frame["kind"] == HARMLESS, "text"].tolist() == ["a", "b"]
    assert (frame["kind"] == "grooming").sum() == (held_out_messages()["kind"] == "grooming").sum()


@pytest.mark.parametrize("make", [calibrated_chain, folded_chain])
def test_the_scikit_learn_chain_is_the_shipped_model(make, sample, tmp_path):
    chain = make(sample, tmp_path)
    short = [text for text in load_corpus("held_out")["text"] if len(text.split()) <= 8][:50]
    expected = [score(text).risk for text in short]

    np.testing.assert_allclose(chain.many(short), expected, atol=1e-6)
    np.testing.assert_allclose(chain.load().predict_proba(short)[:, 1], expected, atol=1e-6)


def test_without_fasttext_a_stand_in_says_that_it_is_one(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(subwords, "find_spec", lambda name: None)
    stand_in = subwords.make(sample, tmp_path)

    assert "stand-in" in stand_in.name
    assert stand_in.one("our secret, dont tell your mom") > stand_in.one("what page is the homework on?")


@pytest.mark.parametrize("package", ["floret", "fasttext"])
def test_fasttext_gives_the_same_numbers_one_by_one_and_again(package, sample, tmp_path, monkeypatch):
    pytest.importorskip(package)
    monkeypatch.setattr(subwords, "find_spec", lambda name: name == package)
    first, again = subwords.make(sample, tmp_path), subwords.make(sample, tmp_path)
    texts = ["our secret, dont tell your mom", "what page is the homework on?", "", "two\nlines"]

    assert first.one(texts[0]) > first.one(texts[1])
    assert first.many(texts) == [first.one(text) for text in texts] == again.many(texts)


@given(st.lists(st.text(max_size=30), min_size=1), st.integers(1, 200), st.integers(1, 5))
def test_texts_have_the_length_asked_for(messages, length, count):
    assert [len(text) for text in of_length(messages, length, count)] == [length] * count


def test_inputs_come_from_the_file_or_from_harmless_training_lines(tmp_path, small_corpus):
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")
    grooming = small_corpus.loc[small_corpus["kind"] == "grooming", "text"]

    assert repeated(harmless_messages(path), 3) == ["a", "b", "a"]
    assert grooming.isin(harmless_messages()).mean() < 0.01  # a few bare lines are written on both sides
    assert all(message["author"] for messages in read_chats() for message in messages)


def test_speed_ratios_are_multiples_of_ours():
    ratios = SpeedRatios()
    for who, cost in (("other", 6.0), ("grooming_risk", 2.0), ("floor", 0.5)):
        ratios.add("one message", who, cost)
    ratios.add("only theirs", "other", 1.0)
    ratios.of_ours["Conversation.add / score"] = 4.0
    console = Console(width=100, record=True)
    console.print(ratios.against_others())
    console.print(ratios.against_ourselves())
    shown = console.export_text()

    assert re.search(r"one message +3 +0\.25", shown)
    assert "only theirs" not in shown
    assert re.search(r"Conversation\.add / score +4", shown)


def test_every_competitor_of_the_field_has_its_own_name(field):
    assert len({competitor.name for competitor in field}) == len(field)
    assert isinstance(field[0], Competitor)


def test_the_page_of_speed_holds_what_was_measured():
    ratios = SpeedRatios()
    for who, cost in (("grooming_risk", 2.0), ("others", 50.0)):
        ratios.add("one message", who, cost)
    ratios.add("nobody of ours", "others", 1.0)
    ratios.of_ours["add / score"] = 3.14159
    page = ratios.page("make speed")

    assert "| one message | 25 |" in page
    assert "nobody of ours" not in page
    assert "| add / score | 3.1 |" in page
    assert "make speed" in page
    assert "$" not in page


def test_the_profile_of_the_hot_path_shares_out_the_time():
    model = default_model()
    some = by_length(model, [*harmless_messages()[:200], "gg wp " * 20, ""])

    whole, parts = some.values()
    assert len(whole) > 100 > len(parts) > 0
    assert "" not in whole
    assert list(profile(model, whole))[1:3] == ["words, pairs of words, forms", "concepts and their pairs"]
    assert profile(model, parts)["parts"] > 0
