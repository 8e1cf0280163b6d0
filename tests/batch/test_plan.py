"""Parts: named after their files, and none replaces another file."""

import os

import pytest

from grooming_risk.batch.plan import plan_parts
from grooming_risk.errors import OutputFolderError


def names(files, folder, form="auto", known=None):
    return [part.name for part in plan_parts(files, folder, form, known or {})]


def test_parts_are_named_after_their_files(tmp_path):
    assert names(["in/a.jsonl", "in/b.csv", "in/c.PARQUET"], tmp_path) == ["a.jsonl", "b.csv.jsonl", "c.PARQUET"]
    assert names(["in/a.jsonl", "in/b.parquet"], tmp_path, "parquet") == ["a.jsonl.parquet", "b.parquet"]
    assert names(["in/b.parquet"], tmp_path, "jsonl") == ["b.parquet.jsonl"]
    assert names(["in/day=1/a.txt", "in/day=2/a.txt"], tmp_path) == ["day=1/a.txt.jsonl", "day=2/a.txt.jsonl"]


def test_a_file_keeps_the_name_its_part_once_had(tmp_path):
    first = {os.path.abspath("in/day=1/a.txt"): "a.txt.jsonl"}

    assert names(["in/day=1/a.txt", "in/day=2/b.txt"], tmp_path, known=first) == ["a.txt.jsonl", "day=2/b.txt.jsonl"]
    with pytest.raises(OutputFolderError, match=r"its part a\.txt\.jsonl is that of .*day=1"):
        names(["in/day=2/a.txt"], tmp_path, known=first)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (["in/a.jsonl", "in/../in/a.jsonl"], "each file once"),
        (["in/a.csv", "in/a.csv.jsonl"], "is that of"),
        (["in/_a.jsonl"], "begin with _"),
        (["in/x/a.jsonl", "in/.y/a.jsonl"], "begin with _"),
    ],
)
def test_parts_that_would_be_lost_are_refused(files, problem, tmp_path):
    with pytest.raises(OutputFolderError, match=problem):
        names(files, tmp_path)


def test_no_part_replaces_an_input_file(tmp_path):
    (tmp_path / "a.jsonl").write_text("")

    with pytest.raises(OutputFolderError, match="replace an input file"):
        names([tmp_path / "a.jsonl"], tmp_path)
