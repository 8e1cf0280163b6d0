"""``grooming-risk corpus build`` and ``train``: a model from lines."""

import shutil

import pytest

from grooming_risk import load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.corpus.background import chat
from grooming_risk.corpus.background.chat import Chat
from grooming_risk.model.artifact import read_artifact, write_artifact
from grooming_risk.training import train as training
from grooming_risk.training.card import render_card
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


@pytest.fixture
def trained(monkeypatch):
    """What the command hands to the training, which is not done."""
    given, artifact = {}, read_artifact(resource_folder("models") / "default")

    def train(frame, **named):
        given["frame"] = frame
        given.update(named)
        return artifact

    def save(made, folder, held_out, **named):
        given.update(named)
        write_artifact(made, folder, render_card(made))

    quiet = [Chat(f"c{number}", (("a", 0.0, "gg"),) * (number % 16)) for number in range(300)]
    monkeypatch.setattr(chat, "chat_messages", lambda part: [f"{part} {n}" for n in range(4000)])
    monkeypatch.setattr(chat, "chats", lambda part: quiet)
    monkeypatch.setattr(training, "train", train)
    monkeypatch.setattr(training, "save_model", save)
    return given


def test_quick_takes_a_part_of_everything_and_marks_the_model(tmp_path, trained):
    told = run("train", "--quick", "-o", tmp_path)
    lines = load_corpus("train")

    assert set(trained["frame"]["author"]) == set(lines["author"])
    assert set(trained["frame"]["labels"].explode().dropna()) == set(lines["labels"].explode().dropna())
    assert len(lines) / 8 < len(trained["frame"]) < len(lines) / 4
    assert (len(trained["background"]), trained["background"][1]) == (500, "training 8")
    assert len(trained["chats"]) == 100
    assert min(len(one.messages) for one in trained["chats"]) == 8
    assert (len(trained["benign_texts"]), trained["benign_texts"][1]) == (200, "test 20")
    assert trained["search"] is False
    assert "for trying out only: trained with --quick" in told[1]
    assert "**For trying out only**: trained with --quick" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "for_trying_out_only" in run("info", "--model", tmp_path)[0]


def test_a_whole_training_is_not_marked(tmp_path, trained):
    run("train", "--no-languages", "-o", tmp_path)

    assert len(trained["frame"]) == len(load_corpus("train"))
    assert (trained["background"], trained["search"]) == (None, True)
    assert "chats" not in trained
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert card.startswith("# Model card\n\nWritten by the program")
    assert "for_trying_out_only" not in run("info", "--model", tmp_path, "--all")[0]


def test_quick_and_unseen_authors_do_not_go_together(tmp_path):
    _, told = run("train", "--quick", "--unseen-authors", "-o", tmp_path, status=2)

    assert told.count("\n") == 1
    assert "leave out --quick" in told


@pytest.mark.full
@pytest.mark.slow
def test_a_quick_model_scores(tmp_path):
    _, told = run_process("train", "--quick", "-o", tmp_path / "model")

    assert "1 of 5: hard negatives" in told
    assert rows(run("score", RISKY, "--model", tmp_path / "model"))[0]["level"] != "none"
    assert rows(run("score", "gg wp", "--model", tmp_path / "model"))[0]["level"] == "none"


@pytest.mark.full
@pytest.mark.slow
def test_build_train_score_from_all_lines(tmp_path):
    run_process("corpus", "build", "-o", tmp_path)
    run_process("train", "--no-search", "--corpus", tmp_path, "-o", tmp_path / "model", "--jobs", "2")

    assert rows(run("score", RISKY, "--model", tmp_path / "model"))[0]["level"] != "none"
