"""``grooming-risk corpus build`` and ``train``: a model from lines."""

import shutil

import pytest

from grooming_risk._resources import resource_folder
from support.cli import rows, run, run_process

RISKY = "dont tell your parents, send me a pic on snap"


def every_tenth_line(folder):
    """Copy the sources of the shipped corpus with a tenth of their lines."""
    shutil.copytree(resource_folder("data/synthetic"), folder, ignore=shutil.ignore_patterns("*.jsonl"))
    for path in (folder / "lines").rglob("*.txt"):
        header, _, lines = path.read_text(encoding="utf-8").partition("\n\n")
        path.write_text("\n".join([header, "", *lines.splitlines()[::10], ""]), encoding="utf-8")
    return folder


def test_build_train_score_from_lines_of_ones_own(tmp_path, few_chats):
    source, built, model = every_tenth_line(tmp_path / "source"), tmp_path / "built", tmp_path / "model"
    run("corpus", "build", "--source", source, "-o", built)
    told = run("train", "--no-search", "--no-languages", "--no-package", "--corpus", built, "-o", model)[1]

    steps = [line.split(",")[0] for line in told.splitlines() if " of 5: " in line]
    assert steps == [
        "1 of 5: hard negatives",
        "2 of 5: features and heads",
        "3 of 5: probabilities",
        "4 of 5: conversation rule",
        "5 of 5: figures on the held-out split",
    ]
    assert "left" in told
    assert (built / "DATASHEET.md").stat().st_size > 0
    assert rows(run("score", RISKY, "--model", model))[0]["level"] != "none"


@pytest.mark.full
@pytest.mark.slow
def test_build_train_score_from_all_lines(tmp_path):
    run_process("corpus", "build", "-o", tmp_path)
    run_process("train", "--no-search", "--corpus", tmp_path, "-o", tmp_path / "model", "--jobs", "2")

    assert rows(run("score", RISKY, "--model", tmp_path / "model"))[0]["level"] != "none"
