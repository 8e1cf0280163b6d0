"""Lines of the languages besides English."""

import re
from collections import Counter

import pytest

from grooming_risk.corpus.language_lines import held_out, load_language_lines, training_lines
from grooming_risk.corpus.lines import KINDS, read_lines
from grooming_risk.errors import DataError
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


def write(folder, splits, kinds=KINDS):
    place = folder / "lines" / "xx"
    place.mkdir(parents=True)
    for author, split in splits:
        for kind in kinds:
            names = "secrecy | " if kind in ("grooming", "look_alike") else ""
            head = f"kind: {kind}\nregister: social_dm\nauthor: {author}\nsplit: {split}\n\n"
            (place / f"{kind}_{author}_{split}.txt").write_text(
                f"{head}{names}{kind} {author} {split}\n", encoding="utf-8"
            )


def test_lines_that_cannot_measure_are_refused(tmp_path):
    write(tmp_path, [("a", "train")])

    assert len(training_lines("xx", tmp_path)) == len(KINDS)
    with pytest.raises(DataError, match="no lines with split: held_out"):
        held_out("xx", tmp_path)


def test_an_author_is_in_one_split(tmp_path):
    write(tmp_path, [("a", "train"), ("b", "train"), ("b", "held_out")])

    with pytest.raises(DataError, match="the author b is in two splits"):
        training_lines("xx", tmp_path)


def test_every_kind_trains(tmp_path):
    write(tmp_path, [("a", "train"), ("b", "held_out")], ("grooming", "everyday", "look_alike"))

    with pytest.raises(DataError, match="no training lines of the kinds disclosure"):
        training_lines("xx", tmp_path)
