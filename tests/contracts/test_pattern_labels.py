"""A pattern label is at home in `grooming_risk.labels`, its lines and its texts: each file that lacks one is named."""

import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from grooming_risk import DISCLOSURE, PATTERNS, labels
from grooming_risk.cli import terminal
from grooming_risk.corpus.lines import SPLITS, read_lines
from grooming_risk.guidance import advice
from grooming_risk.guidance.language_files import languages

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "grooming_risk"
LINES = read_lines()
WORDS = {
    "personal_probing": "age", "trust_building": "praise", "gift_offer": "gifts", "job_lure": "work",
    "isolation": "home", "platform_switch": "apps", "boundary_pushing": "boundary", "image_request": "image",
    "meeting_request": "meeting", "coercion": "threat", DISCLOSURE: "help",
}  # fmt: skip
"""Concept file of the lexicon that holds the words of a label, where it is not called like the label."""


def in_toml(path, *keys):
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    for key in keys:
        found = found[key]
    return set(found)


def in_text(path, label, form=r"\b{}\b"):
    return re.search(form.format(re.escape(label)), path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def written_in(language):
    """Return the files of advice of a language: English has all of them, others may lack some."""
    paths = [advice.FOLDER / language / f"{name}.toml" for name in (*advice.AUDIENCES, "words")]
    return [path for path in paths if path.is_file() or language == "en"]


def lacking(label):
    """Return the files that lack a label, below the root of the repository."""
    pattern = label != DISCLOSURE
    has = {"src/grooming_risk/labels.py": not pattern or (
        label in labels.URGENCY and any(label in stage for stage in labels.STAGE_WEIGHTS)
    )}  # fmt: skip
    for split in SPLITS:
        found = (line for line in LINES if line.split == split and line.kind in ("grooming", DISCLOSURE))
        has[f"data/synthetic/lines ({split})"] = any(label in line.names for line in found)
    has["data/synthetic/schema.json"] = (
        label
        in json.loads((ROOT / "data/synthetic/schema.json").read_text(encoding="utf-8"))["definitions"]["label"]["enum"]
    )
    has["models/default/manifest.json"] = (
        label in json.loads((ROOT / "models/default/manifest.json").read_text(encoding="utf-8"))["heads"]
    )
    concepts = PACKAGE / "text/languages/en" / f"{WORDS.get(label, label)}.txt"
    has[str(concepts.relative_to(ROOT))] = concepts.is_file()
    for language in languages(advice.FOLDER):
        for path in written_in(language):
            has[str(path.relative_to(ROOT))] = label in in_toml(path, *["titles"][: path.name == "words.toml"])
    has["src/grooming_risk/review/hints.txt"] = in_text(PACKAGE / "review/hints.txt", label, r"^{} \| ")
    has["docs/explanation/patterns.md"] = in_text(ROOT / "docs/explanation/patterns.md", label, r"`{}`")
    has["docs/reference/scoring.md"] = in_text(ROOT / "docs/reference/scoring.md", label)
    has["README.md"] = not pattern or in_text(ROOT / "README.md", label, "`{}`")
    return [path for path, known in has.items() if not known]


@pytest.mark.parametrize("label", [*PATTERNS, DISCLOSURE])
def test_no_file_lacks_a_label(label):
    assert lacking(label) == []


def test_tables_of_the_labels_hold_no_other_label():
    stages = {name for stage in labels.STAGE_WEIGHTS for name in stage}

    assert sorted(labels.URGENCY) == sorted(PATTERNS)
    assert stages == set(PATTERNS) > set(labels.OVERT)


def test_a_new_label_is_missed_in_every_file_until_it_is_there(monkeypatch):
    monkeypatch.setattr(labels, "PATTERNS", (*PATTERNS, "new_pattern"))
    texts = [str(path.relative_to(ROOT)) for language in languages(advice.FOLDER) for path in written_in(language)]
    others = [
        "data/synthetic/lines (train)", "data/synthetic/lines (validation)", "data/synthetic/lines (held_out)",
        "data/synthetic/schema.json", "models/default/manifest.json",
        "src/grooming_risk/text/languages/en/new_pattern.txt",
        *texts, "src/grooming_risk/review/hints.txt",
        "docs/explanation/patterns.md", "docs/reference/scoring.md", "README.md",
    ]  # fmt: skip

    assert lacking(labels.PATTERNS[-1]) == ["src/grooming_risk/labels.py", *others]
    monkeypatch.setattr(labels, "URGENCY", (*labels.URGENCY, "new_pattern"))
    monkeypatch.setattr(labels, "STAGE_WEIGHTS", (*labels.STAGE_WEIGHTS, {"new_pattern": 1}))
    assert lacking("new_pattern") == others


def test_a_terminal_has_a_colour_for_each_pattern_however_many(monkeypatch):
    many = (*PATTERNS, *(f"pattern_{number}" for number in range(20)))
    with monkeypatch.context() as patch:
        patch.setattr(labels, "PATTERNS", many)
        assert tuple(importlib.reload(terminal)._PATTERN_COLOURS) == many
    importlib.reload(terminal)

    assert len(set(terminal._PATTERN_COLOURS.values())) == len(PATTERNS)
