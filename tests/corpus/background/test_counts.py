"""Counts of a site's chat: no rare word is kept, merging is associative, drawn bigrams are in the table."""

import json
from collections import Counter
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.cli.main import main
from grooming_risk.corpus.background.counts import BackgroundCounts, count_background, read_counts
from grooming_risk.corpus.background.pseudo_messages import BEGIN, END, draw_words
from grooming_risk.errors import DataError
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.tokenizer import Tokenizer
from support.strategies import messages

CHAT = ["gg wp all", "gg wp", "gg wp :)", "brb", "brb", "brb", "see you at 4", "see you at 5", "see you soon"]

count_words = Tokenizer(read_lexicon(), (), correct_typos=False).words

words = st.sampled_from(["a", "b", "c", "d"])
tables = st.builds(
    BackgroundCounts,
    st.integers(10, 20),
    st.integers(2, 4),
    st.dictionaries(words, st.integers(4, 9)),
    st.dictionaries(st.tuples(st.sampled_from([BEGIN, "a", "b"]), st.sampled_from([END, "a", "b"])), st.integers(4, 9)),
)


@given(st.lists(st.tuples(messages, st.integers(0, 4)), min_size=1, max_size=30), st.integers(2, 4))
def test_no_count_is_below_the_minimum(rows, minimum):
    texts, authors = zip(*rows, strict=True)
    try:
        counts = count_background(texts, authors, minimum=minimum)
    except ValueError:
        return  # no message with words
    said = Counter()
    speakers = {}
    for text, author in rows:
        for word in set(count_words(text)):
            said[word] += 1
            speakers.setdefault(word, set()).add(author)

    assert all(said[word] == n >= minimum for word, n in counts.words.items())
    assert all(len(speakers[word]) >= minimum for word in counts.words)
    assert all(n >= minimum for n in counts.pairs.values())


def test_rare_words_names_links_and_numbers_are_left_out():
    texts = [f"see @sam{n} at www.example.org/{n} 555010{n} agatha" for n in range(3)] + ["agnes said so"] * 2
    written = json.dumps(count_background(texts).to_dict())

    assert "agnes" not in written
    assert "sam" not in written
    assert "example" not in written
    assert "555" not in written
    assert '"agatha": 3' in written  # a name without @ is a word


@given(tables, tables, tables)
def test_merging_is_associative_and_commutative(one, two, three):
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(two).messages == one.messages + two.messages


@given(st.integers(0, 9))
def test_drawing_is_deterministic_and_uses_only_bigrams_of_the_table(seed):
    counts = count_background(CHAT, minimum=2)
    drawn = list(draw_words(counts.pairs, 20, seed=seed))

    assert drawn == list(draw_words(counts.pairs, 20, seed=seed))
    for row in drawn:
        assert all(pair in counts.pairs for pair in pairwise([BEGIN, *row]))
    assert counts.draw(20, seed=seed) == counts.draw(20, seed=seed)


def test_drawn_messages_tokenize_to_the_words_drawn():
    counts = count_background(CHAT * 3)

    assert [count_words(text) for text in counts.draw(50)] == list(draw_words(counts.pairs, 50))


def test_round_trip(tmp_path):
    counts = count_background(CHAT, minimum=2)
    counts.save(tmp_path / "counts.json")

    assert read_counts(tmp_path / "counts.json") == counts


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format_version": 2}, "format version 2"),
        ({"words": {"gg": 1}}, "altered"),
        ({"messages": 10**6}, "altered"),
        ({"sha256": ""}, "altered"),
    ],
)
def test_an_altered_table_is_refused(tmp_path, change, problem):
    path = tmp_path / "counts.json"
    path.write_text(json.dumps({**count_background(CHAT).to_dict(), **change}))

    with pytest.raises(DataError, match=problem):
        read_counts(path)


@pytest.mark.parametrize("content", ["", "[]", "{", "null", '{"format_version": 1}'])
def test_invalid_table_is_refused(tmp_path, content):
    (tmp_path / "counts.json").write_text(content)

    with pytest.raises(DataError, match=r"counts\.json"):
        read_counts(tmp_path / "counts.json")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (([],), "no message with words"),
        (([" ", "!!"],), "no message with words"),
        ((["gg"], ["a", "b"]), "give one each"),
    ],
)
def test_invalid_input_is_refused(arguments, problem):
    with pytest.raises(ValueError, match=problem):
        count_background(*arguments)
    with pytest.raises(TypeError, match="wrap it in a list"):
        count_background("gg wp")


def test_drawing_from_a_too_small_table_is_refused():
    with pytest.raises(DataError, match="count more messages"):
        count_background(["a b", "c d", "e f"]).draw(1)


def test_commands_count_and_merge(tmp_path):
    chat = tmp_path / "chat.jsonl"
    chat.write_text("".join(json.dumps({"text": text, "who": n % 3}) + "\n" for n, text in enumerate(CHAT)))
    runner = CliRunner()
    for name in ("a", "b"):
        done = runner.invoke(main, ["background", "count", str(chat), "-o", str(tmp_path / f"{name}.json")])
        assert done.exit_code == 0, done.output
    merged = ["background", "merge", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "-o", str(tmp_path / "c.json")]

    assert runner.invoke(main, merged).exit_code == 0
    assert read_counts(tmp_path / "c.json").words["gg"] == 6
    by_author = ["background", "count", str(chat), "-o", str(tmp_path / "d.json"), "--author-column", "who"]
    assert runner.invoke(main, by_author).exit_code == 0
    assert "no field 'x'" in str(runner.invoke(main, [*by_author[:-1], "x"]).exception)
