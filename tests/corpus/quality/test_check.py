"""The content rules: each broken rule is named by its row.

That the shipped sources keep every rule is the example of `check_sources`, which runs with the doctests.
"""

import shutil

import pytest

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import REGISTERS
from grooming_risk.corpus.quality.check import check_sources, read_ceiling
from grooming_risk.errors import DataError

HEADER = "kind: {kind}\nregister: sms\nauthor: {author}\nsplit: {split}\n\n"


@pytest.fixture
def source(tmp_path):
    """Sources with a risky and a harmless line for each register, an author and the ceiling."""
    shutil.copy(resource_folder("data/synthetic") / "ceiling.txt", tmp_path / "ceiling.txt")
    (tmp_path / "authors.toml").write_text("".join(f'[{name}]\nwho = "somebody"\n' for name in ("e", "new", "newer")))
    (tmp_path / "small_talk").mkdir()
    (tmp_path / "lines" / "grooming").mkdir(parents=True)
    for register in REGISTERS:
        for kind, row in (("grooming", "secrecy | a riddle for {0}"), ("everyday", "some talk of {0}")):
            header = f"kind: {kind}\nregister: {register}\nauthor: e\nsplit: train\n\n"
            path = tmp_path / "lines" / ("grooming" if kind == "grooming" else ".") / f"{register}_{kind}.txt"
            path.write_text(header + row.format(register) + "\n", encoding="utf-8")
    return tmp_path


def add(source, text, kind="everyday", author="new", split="train", name="new"):
    header = HEADER.format(kind=kind, author=author, split=split)
    (source / "lines" / f"{name}.txt").write_text(header + text + "\n", encoding="utf-8")
    return [(problem.name, problem.problem) for problem in check_sources(source)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("write to someone.else@example.org", "an e-mail address"),
        ("follow @nobody_here", "an account name"),
        ("ring 0123 456 789", "a telephone"),
        ("look at http://nowhere.test/x", "a link other than"),
        ("look at HTTP://Nowhere.test/x", "a link other than"),
    ],
)
def test_personal_data_is_found(source, text, problem):
    ((name, found),) = add(source, text)

    assert name == "new:6"
    assert problem in found
    assert text not in found


def test_reserved_links_and_short_numbers_are_allowed(source):
    assert add(source, "see https://example.org/a at 18 30, room 101") == []


def test_ceiling_sees_through_disguises_and_is_stricter_for_grooming(source):
    assert "ceiling.txt" in add(source, "image_request | ｎｕｄｅｓ now", kind="grooming")[0][1]
    assert add(source, "the class talks about sex education today") == []


def test_author_of_two_splits_is_found(source):
    ((name, problem),) = add(source, "an altogether unheard of remark", author="e", split="held_out")

    assert name == "author e"
    assert "held_out, train" in problem


@pytest.mark.parametrize(
    "text", ["a wholly unheard of remark!", "A WHOLLY unheard-of remark", "wholly unheard of remark"]
)
def test_near_copy_in_another_split_is_found(source, text):
    add(source, "a wholly unheard of remark")
    ((name, problem),) = add(source, text, author="newer", split="held_out", name="copy")

    assert name == "copy:6"
    assert "new:6" in problem


def test_one_sided_register_is_found(source):
    for path in (source / "lines" / "grooming").glob("advert_*"):
        path.unlink()

    assert ("register advert", "has no grooming training line: the register gives the label away") in [
        tuple(problem) for problem in check_sources(source)
    ]


def test_author_without_a_note_is_found(source):
    assert add(source, "an altogether unheard of remark", author="zz") == [
        ("author zz", "is not in authors.toml; describe the speakers there")
    ]


def test_ceiling_without_heading_is_refused(tmp_path):
    (tmp_path / "ceiling.txt").write_text("word\n")

    with pytest.raises(DataError, match=r"ceiling\.txt:1"):
        read_ceiling(tmp_path / "ceiling.txt")
