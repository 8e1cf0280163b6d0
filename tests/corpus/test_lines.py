"""Hand-written lines: format and content rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.corpus.lines import KINDS, MAX_GROOMING_WORDS, REGISTERS, SPLITS, Line, read_lines
from grooming_risk.errors import DataError
from grooming_risk.labels import DISCLOSURE, PATTERNS

HEADER = "kind: {kind}\nregister: sms\nauthor: z\nsplit: train\n\n"


def write(folder, body, kind="grooming", header=HEADER):
    (folder / "a.txt").write_text(header.format(kind=kind) + body, encoding="utf-8")
    return folder


def test_line_has_its_header_and_its_place(tmp_path):
    (line,) = read_lines(write(tmp_path, "secrecy coercion | keep quiet | or else\n"))

    assert line == Line("a:6", "grooming", "sms", "z", "train", ("secrecy", "coercion"), "keep quiet | or else")
    assert line.labels == ("secrecy", "coercion")


def test_look_alike_has_names_but_no_labels(tmp_path):
    (line,) = read_lines(write(tmp_path, "secrecy | surprise party, dont tell dad\n", kind="look_alike"))

    assert (line.names, line.labels) == (("secrecy",), ())


@pytest.mark.parametrize("kind", ["everyday", "disclosure"])
def test_kinds_without_names_may_contain_a_bar(tmp_path, kind):
    (line,) = read_lines(write(tmp_path, "a | b\n", kind=kind))

    assert line.text == "a | b"
    assert line.labels == ((DISCLOSURE,) if kind == "disclosure" else ())


@pytest.mark.parametrize(
    ("body", "header", "row", "problem"),
    [
        ("no names\n", HEADER, 6, "expected: pattern names"),
        ("kindness | hi\n", HEADER, 6, "expected: pattern names"),
        (" | hi\n", HEADER, 6, "expected: pattern names"),
        ("secrecy | " + "word " * 21 + "\n", HEADER, 6, "at most 20 words"),
        ("", "kind: gossip\n", 1, "kind must be"),
        ("", "kinds: grooming\n", 1, "expected a header row"),
        ("", "kind: grooming\n\n", 1, "the header lacks author, register, split"),
        ("", "kind: grooming\nauthor:\n", 2, "author must be given"),
    ],
)
def test_errors_name_file_and_row(tmp_path, body, header, row, problem):
    with pytest.raises(DataError, match=problem) as caught:
        read_lines(write(tmp_path, body, header=header))

    assert caught.value.line == row


def test_folder_without_lines_is_refused(tmp_path):
    with pytest.raises(DataError, match="no line found"):
        read_lines(tmp_path)


@given(st.lists(st.lists(st.sampled_from("abcd"), min_size=2, max_size=3), max_size=3))
def test_alternatives_give_every_wording(choices):
    text = " ".join("{" + "|".join(options) + "}" for options in choices)
    wordings = Line("a:1", "everyday", "sms", "z", "train", (), text).wordings()
    expected = 1
    for options in choices:
        expected *= len(options)

    assert len(wordings) == expected
    assert wordings[0] == " ".join(options[0] for options in choices)


@pytest.fixture(scope="module")
def shipped():
    return read_lines()


def test_shipped_lines_have_every_kind_and_pattern_in_every_split(shipped):
    for split in SPLITS:
        lines = [line for line in shipped if line.split == split]
        assert {line.kind for line in lines} == set(KINDS)
        assert {name for line in lines for name in line.labels} == {*PATTERNS, DISCLOSURE}


def test_every_register_has_harmless_and_risky_lines(shipped):
    for risky in (True, False):
        assert {line.register for line in shipped if (line.kind == "grooming") == risky} == set(REGISTERS)


def test_an_author_writes_for_one_split(shipped):
    splits = {}
    for line in shipped:
        splits.setdefault(line.author, set()).add(line.split)

    assert all(len(found) == 1 for found in splits.values())


def test_risky_lines_are_short_and_few(shipped):
    risky = [line for line in shipped if line.kind == "grooming"]

    assert len(risky) <= 3500
    assert all(len(wording.split()) <= MAX_GROOMING_WORDS for line in risky for wording in line.wordings())


def test_no_line_repeats(shipped):
    seen = {}
    for line in shipped:
        key = (line.kind == "grooming", "".join(filter(str.isalnum, line.text.lower())) or line.text)
        assert key not in seen, f"{line.name} repeats {seen[key]}"
        seen[key] = line.name


def test_no_line_has_a_telephone_number_or_address(shipped):
    import re

    suspect = re.compile(r"\d{7,}|\b[\w.]+@(?!example\.)[\w.]+\.\w+|https?://(?!(?:[\w-]+\.)?example\.)", re.IGNORECASE)

    assert [line.name for line in shipped if suspect.search(line.text)] == []
