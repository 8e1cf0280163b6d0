"""Lines of the languages besides English."""

import re
from collections import Counter

import pytest

from grooming_risk.corpus.language_lines import load_language_lines
from grooming_risk.corpus.lines import read_lines
from grooming_risk.text.language import language_codes

FEWEST = {"grooming": 150, "look_alike": 300, "everyday": 300, "disclosure": 60}
MOST_GROOMING = 300


@pytest.fixture(scope="module")
def lines():
    return {code: load_language_lines(code) for code in language_codes()}


@pytest.mark.parametrize("code", language_codes())
def test_a_language_has_enough_lines_of_each_kind_and_not_too_many(lines, code):
    counts = Counter(lines[code]["kind"])

    assert all(counts[kind] >= fewest for kind, fewest in FEWEST.items()), counts
    assert counts["grooming"] <= MOST_GROOMING


@pytest.mark.parametrize("code", language_codes())
def test_authors_of_the_splits_differ_and_one_is_held_out(lines, code):
    authors = lines[code].groupby("split")["author"].unique()

    assert set(authors.index) == {"train", "held_out"}
    assert len(authors["held_out"]) == 1
    assert not set(authors["train"]) & set(authors["held_out"])


@pytest.mark.parametrize("code", language_codes())
def test_no_line_of_a_language_repeats(lines, code):
    keys = Counter(re.sub(r"[\W_]+", "", text.casefold()) or text for text in lines[code]["text"])

    assert [key for key, count in keys.items() if count > 1] == []


def test_english_lines_are_without_those_of_languages():
    assert not {line.author[:2] for line in read_lines()} & {f"{code}_"[:3] for code in language_codes()}
    assert not any("_" in line.author for line in read_lines())
