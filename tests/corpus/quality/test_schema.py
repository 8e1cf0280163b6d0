"""The schema of built files: the shipped ones fit, and a row that does not is named with its field."""

import json

import pytest

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.quality.schema import check_built
from grooming_risk.errors import DataError


def test_shipped_files_fit_the_schema():
    assert check_built() > 10_000


def some_built(folder):
    """Copy the first rows of every built file."""
    root = resource_folder("data/synthetic")
    for path in root.glob("*/*.jsonl"):
        (folder / path.parent.name).mkdir(exist_ok=True)
        rows = path.read_text(encoding="utf-8").splitlines()[:3]
        (folder / path.parent.name / path.name).write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("part", "change", "problem"),
    [
        ("messages", {"kind": "gossip"}, "data.kind breaks the rule 'enum'"),
        ("messages", {"text": " "}, "data.text breaks the rule 'pattern'"),
        ("messages", {"extra": 1}, "additionalProperties"),
        ("conversations", {"roles": {}}, "roles must name every author"),
        ("conversations", {"messages": []}, "data.messages breaks the rule 'minItems'"),
    ],
)
def test_row_that_breaks_the_schema_is_named_with_its_field(tmp_path, part, change, problem):
    some_built(tmp_path)
    path = tmp_path / part / "validation.jsonl"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[1] = json.dumps({**json.loads(rows[1]), **change})
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")

    with pytest.raises(DataError, match=problem) as caught:
        check_built(tmp_path)
    assert caught.value.line == 2


def test_clock_that_runs_backwards_is_named(tmp_path):
    some_built(tmp_path)
    path = tmp_path / "conversations" / "held_out.jsonl"
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    chat = json.loads(first)
    chat["messages"][0]["minutes"] = 1e9
    path.write_text("\n".join([json.dumps(chat), *rest]) + "\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"held_out\.jsonl:1: the field minutes goes backwards"):
        check_built(tmp_path)
