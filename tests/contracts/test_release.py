"""What names the version follows it; the changelog and the citation file have the form that their readers expect."""

import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from packaging.version import Version

from grooming_risk import __version__

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
"""The sections of https://keepachangelog.com."""
CITATION_KEYS = {
    "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
    "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
    "repository-code", "title", "type", "url", "version",
}  # fmt: skip
"""The keys of the Citation File Format 1.2.0."""


def versions(text):
    """Return the version and the date of each heading, and the kinds of changes below it."""
    parts = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)[1:]
    return [
        (head, re.findall(r"^### (.*)$", body, re.MULTILINE), body)
        for head, body in zip(parts[::2], parts[1::2], strict=True)
    ]


def problems(text):
    """Yield what in a changelog is not of its form."""
    first, *released = versions(text)
    if first[0] != "[Unreleased]":
        yield f"{first[0]}: unreleased changes stand first"
    heads = [re.fullmatch(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})", head) for head, _, _ in released]
    yield from (
        f"{head}: no version and date" for (head, _, _), match in zip(released, heads, strict=True) if not match
    )
    for later, earlier in pairwise(filter(None, heads)):
        if Version(later[1]) <= Version(earlier[1]) or later[2] < earlier[2]:
            yield f"{later[1]}: stands above {earlier[1]}"
    for head, kinds, body in (first, *released):
        yield from (f"{head}: {kind} is no kind of change" for kind in kinds if kind not in KINDS)
        yield from (f"{head}: {kind} stands twice" for kind in set(kinds) if kinds.count(kind) > 1)
        yield from (f"{head}: {kind} is empty" for kind in re.findall(r"^### (.*)\n\s*(?=###|\Z)", body, re.MULTILINE))


def test_the_changelog_has_its_form():
    assert list(problems(CHANGELOG)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("## [0.2.0] - 2026-01-01\n", "[0.2.0] - 2026-01-01: unreleased changes stand first"),
        ("## [Unreleased]\n## 0.2.0\n", "0.2.0: no version and date"),
        ("## [Unreleased]\n## [0.1.0] - 2026-01-01\n## [0.2.0] - 2025-01-01\n", "0.1.0: stands above 0.2.0"),
        ("## [Unreleased]\n### Model\n- a\n", "[Unreleased]: Model is no kind of change"),
        ("## [Unreleased]\n### Added\n- a\n### Added\n- b\n", "[Unreleased]: Added stands twice"),
        ("## [Unreleased]\n### Added\n\n### Fixed\n- b\n", "[Unreleased]: Added is empty"),
    ],
)
def test_a_changelog_of_another_form_is_noticed(text, problem):
    assert list(problems(text)) == [problem]


def test_the_version_is_the_newest_of_the_changelog():
    assert versions(CHANGELOG)[1][0].startswith(f"[{__version__}] - ")


def test_the_citation_names_this_version_and_its_date():
    assert str(CITATION["version"]) == __version__
    assert versions(CHANGELOG)[1][0] == f"[{__version__}] - {CITATION['date-released']}"


def test_the_citation_is_valid():
    assert set(CITATION) <= CITATION_KEYS
    assert (CITATION["cff-version"], CITATION["type"]) == ("1.2.0", "software")
    assert isinstance(CITATION["date-released"], date)
    assert all(CITATION[key].strip() for key in ("message", "title", "abstract"))
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"]) > 0


def test_the_citation_is_of_the_project_and_names_nobody():
    assert CITATION["license"] == PROJECT["license"]
    assert CITATION["keywords"] == PROJECT["keywords"]
    assert CITATION["authors"] == PROJECT["authors"] == [{"name": "The grooming_risk contributors"}]


def test_pages_that_name_a_version_name_this_one():
    named = {
        (path.name, found)
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/how-to/**/*.md"), *ROOT.glob("docs/tutorials/**/*.md")]
        for found in re.findall(r"grooming[-_]risk[-:= ]+(\d+\.\d+\.\d+)", path.read_text(encoding="utf-8"))
    }

    assert named
    assert {one for one in named if one[1] != __version__} == set()
