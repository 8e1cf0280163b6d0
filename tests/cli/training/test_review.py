"""The way of a message through the commands: exported, annotated, imported, measured, trained with."""

import json
import random
import subprocess
import sys
from uuid import UUID

import pytest
from click.testing import CliRunner

from grooming_risk.cli.main import main
from grooming_risk.cli.training import train as train_command
from grooming_risk.cli.training.review import READERS, WRITERS
from grooming_risk.errors import DataError, GroomingRiskError
from grooming_risk.review import Review, UnsettledError, read_reviews, write_reviews

RISKY = "send me a pic of you, just for me"
CHAT = ["gg wp", RISKY, "  ", "what is 6 times 4", "someone keeps asking where i live, help", "GG  WP"]


@pytest.fixture
def chat(tmp_path):
    path = tmp_path / "chat.jsonl"
    rows = [{"key": f"m{number}", "text": text, "conversation": "c1"} for number, text in enumerate(CHAT)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*arguments, status=0):
    """Run the command line in this process; return what it printed."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if isinstance(done.exception, GroomingRiskError):
        raise done.exception
    assert done.exit_code == status, (done.output, done.exception)
    return done.output


def annotate_label_studio(path, marks):
    tasks = json.loads(path.read_text(encoding="utf-8"))
    for task in tasks:
        task["annotations"] = [
            {
                "completed_by": who,
                "result": [{"from_name": "labels", "to_name": "text", "type": "choices", "value": {"choices": found}}],
            }
            for who, found in marks.get(task["data"]["review_id"], [])
        ]
    path.write_text(json.dumps(tasks), encoding="utf-8")


@pytest.mark.parametrize(
    ("console", "settings"),
    [
        ("label-studio", "tasks.labeling.xml"),
        ("doccano", "tasks.labels.json"),
        ("argilla", "tasks.settings.json"),
    ],
)
def test_tasks_and_decisions_round_trip_for_every_console(tmp_path, chat, console, settings):
    printed = run("review", "export", chat, "--to", console, "-o", tmp_path / "tasks.json")
    run("review", "import", tmp_path / "tasks.json", "--from", console, "-o", tmp_path / "d.jsonl")
    reviews = list(read_reviews(tmp_path / "d.jsonl"))

    assert (tmp_path / settings).stat().st_size > 0
    assert "left out as blank or decided: 1" in printed
    assert [review.text for review in reviews] == [text for text in CHAT if text.strip()]
    assert all(review.labels is None for review in reviews)
    assert reviews[1].id == "chat.jsonl:2"
    assert reviews[1].found == ("image_request",)
    assert dict(reviews[1].meta) == {"source": "chat.jsonl", "line": 2, "conversation": "c1"}


def test_loop_from_chat_to_agreement(tmp_path, chat):
    tasks, decisions = tmp_path / "tasks.json", tmp_path / "decisions.jsonl"
    run("review", "export", chat, "--to", "label-studio", "-o", tasks, "--id-column", "key")
    kim = {"m0": ["harmless"], "m1": ["image_request"], "m3": ["harmless"], "m4": ["disclosure"]}
    noa = {"m0": ["harmless"], "m1": ["image_request"], "m3": ["personal_probing"]}
    both = {name: [(1, found), *([(2, noa[name])] if name in noa else [])] for name, found in kim.items()}
    annotate_label_studio(tasks, both)

    printed = run("review", "import", tasks, "--from", "label-studio", "-o", decisions)
    assert "decisions: 7, by named people: 2, messages settled: 3" in printed
    assert "no majority: 1 message (m3)" in printed

    figures = CliRunner().invoke(main, ["review", "agreement", str(decisions), "--json"])
    data = json.loads(figures.stdout)
    assert (data["annotators"], data["messages"], data["alone"]) == (2, 3, 1)
    assert data["labels"]["image_request"]["kappa"] == 1
    assert data["labels"]["coercion"]["kappa"] is None
    assert "no majority: 1 message (m3)" in figures.stderr
    printed = run("review", "agreement", decisions)
    assert ["messages", "that", "several", "people", "decided", "3"] in [line.split() for line in printed.splitlines()]
    assert "image_request, found in 1" in printed
    assert "coercion" not in printed  # nobody found it


def test_agreement_of_one_vote_a_message_says_what_is_needed(tmp_path):
    write_reviews([Review("a", "gg", [], "kim"), Review("b", "our secret", ["secrecy"], "kim")], tmp_path / "d.jsonl")

    assert "no message has decisions of two people" in run("review", "agreement", tmp_path / "d.jsonl")


def test_suggestions_have_reasons_and_leave_out_decided_messages(tmp_path, chat):
    write_reviews([Review("old", "gg wp", []), Review("open", "what is 6 times 4")], tmp_path / "old.jsonl")
    tasks = tmp_path / "tasks.jsonl"
    run("review", "export", chat, "--to", "doccano", "-o", tasks, "--suggest", 50, "--labelled", tmp_path / "old.jsonl")
    rows = [json.loads(line) for line in tasks.read_text(encoding="utf-8").splitlines()]

    assert sorted(row["text"] for row in rows) == sorted([CHAT[1], CHAT[3], CHAT[4]])
    assert {row["meta"]["reason"] for row in rows} <= {"uncertain", "unknown words", "different from the rest"}


def test_names_of_the_console_are_mapped(tmp_path):
    (tmp_path / "kim.jsonl").write_text('{"id": 1, "text": "hi", "label": ["a=b"]}\n')
    arguments = ["review", "import", tmp_path / "kim.jsonl", "--from", "doccano", "-o", tmp_path / "d.jsonl"]
    run(*arguments, "--name", "a=b=secrecy")

    assert next(read_reviews(tmp_path / "d.jsonl")).labels == ("secrecy",)
    assert "not of the form THEIRS=OURS" in run(*arguments, "--name", "secrecy", status=2)
    assert "cannot map to 'nonsense'" in run(*arguments, "--name", "a=nonsense", status=2)


def test_unlabelled_option_makes_doccano_messages_harmless(tmp_path):
    (tmp_path / "kim.jsonl").write_text('{"id": 1, "text": "hi", "label": []}\n')
    arguments = ["review", "import", tmp_path / "kim.jsonl", "-o", tmp_path / "d.jsonl"]

    assert "undecided: 1 message (1)" in run(*arguments, "--from", "doccano")
    assert "messages settled: 1" in run(*arguments, "--from", "doccano", "--unlabelled", "harmless")
    assert "is for doccano" in run(*arguments, "--from", "argilla", "--unlabelled", "harmless", status=2)


def test_id_column_must_name_each_message(tmp_path, chat):
    arguments = ["review", "export", chat, "--to", "doccano", "-o", tmp_path / "t.jsonl", "--id-column"]

    with pytest.raises(DataError, match=r"chat\.jsonl:1: no field 'nonsense'"):
        run(*arguments, "nonsense")
    with pytest.raises(DataError, match=r"chat\.jsonl:2: the id 'c1' stood before"):
        run(*arguments, "conversation")


def test_unknown_label_in_an_export_is_one_clear_line_and_status_2(tmp_path):
    (tmp_path / "kim.jsonl").write_text('{"id": 1, "text": "hi", "label": ["flirting"]}\n')
    arguments = ["review", "import", tmp_path / "kim.jsonl", "--from", "doccano", "-o", tmp_path / "d.jsonl"]
    done = subprocess.run(
        [sys.executable, "-m", "grooming_risk", *map(str, arguments)], capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "kim.jsonl:1: the field 'label' holds 'flirting'" in done.stderr
    assert not (tmp_path / "d.jsonl").exists()


@pytest.fixture
def frames(monkeypatch):
    """The tables that would be trained on; nothing is trained."""
    frames = []
    monkeypatch.setattr("grooming_risk.training.train.train", lambda frame, **options: frames.append(frame))
    monkeypatch.setattr("grooming_risk.training.train.save_model", lambda *given: None)
    monkeypatch.setattr(train_command, "read_artifact", lambda folder: None)
    monkeypatch.setattr(train_command, "Scorer", lambda artifact: None)
    monkeypatch.setattr(train_command, "print_model", lambda *given, **options: None)
    return frames


def test_training_takes_the_decisions_with_the_corpus(tmp_path, frames):
    write_reviews([Review("a", RISKY, ["image_request"]), Review("b", "gg wp", [])], tmp_path / "d.jsonl")

    printed = run("train", "--no-languages", "-o", tmp_path / "model", "--review", tmp_path / "d.jsonl")
    run("train", "--no-languages", "-o", tmp_path / "model")

    with_reviews, without = frames
    assert "2 reviewed messages join the corpus" in printed
    assert len(with_reviews) == len(without) + 2
    assert with_reviews["text"].tolist()[-2:] == [RISKY, "gg wp"]


@pytest.mark.parametrize(("console", "question"), [("label-studio", "kind"), ("argilla", "kind"), ("doccano", None)])
def test_field_and_question_of_the_console_can_be_named(tmp_path, console, question):
    records = {
        "label-studio": {"data": {"body": "hi"}, "annotations": [{"result": [
            {"from_name": "kind", "type": "choices", "value": {"choices": ["secrecy"]}}]}]},
        "argilla": {"id": "a", "fields": {"body": "hi"}, "responses": {"kind": [{"value": ["secrecy"]}]}},
        "doccano": {"id": "a", "body": "hi", "label": ["secrecy"]},
    }  # fmt: skip
    (tmp_path / "kim.json").write_text(json.dumps([records[console]]))
    arguments = ["review", "import", tmp_path / "kim.json", "--from", console, "-o", tmp_path / "d.jsonl"]
    with pytest.raises(DataError, match=r"no field 'text' .*--column"):
        run(*arguments)
    if question:
        with pytest.raises(DataError, match=r"nobody answered 'labels', only kind; .*--question"):
            run(*arguments, "--column", "body")
        run(*arguments, "--column", "body", "--question", question)
    else:
        assert "--question is for label-studio and argilla" in run(*arguments, "--question", "kind", status=2)
        run(*arguments, "--column", "body")
    assert [(r.text, r.labels) for r in read_reviews(tmp_path / "d.jsonl")] == [("hi", ("secrecy",))]


def mutated(data, chance):
    """Return JSON data with one value replaced or left out."""
    at = data
    while isinstance(at, dict | list) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not isinstance(at[key], dict | list) or not at[key] or chance.random() < 0.3:
            break
        at = at[key]
    if chance.random() < 0.2:
        del at[key]
    else:
        at[key] = chance.choice(
            [None, 0, 1.5, True, "", "secrecy", "x" * 500, [], {}, [[]], [{}], {"a": 1}, ["harmless"]]
        )
    return data


@pytest.mark.parametrize("console", ["label-studio", "doccano", "argilla"])
def test_any_export_is_read_or_refused_by_one_kind_of_error(tmp_path, chat, console):
    path, chance, refused, decided = tmp_path / "kim.json", random.Random(8), 0, 0
    decisions = [Review("a", RISKY, ["image_request"], str(UUID(int=7)), {"line": 1}, {"risk": 0.9}),
                 Review("b", "gg", [], str(UUID(int=8)))]  # fmt: skip
    WRITERS[console](decisions, path)
    whole = path.read_text()
    for _ in range(300):
        rows = [json.loads(line) for line in whole.splitlines()] if console == "doccano" else json.loads(whole)
        path.write_text(json.dumps(mutated(rows, chance)))
        try:
            decided += sum(review.labels is not None for review in READERS[console](path))
        except DataError:
            refused += 1
    assert min(refused, decided) > 30


def test_training_leaves_out_ties_on_request_and_counts_them(tmp_path, frames):
    said = [Review("a", "hi", ["secrecy"], "kim"), Review("a", "hi", [], "noa"), Review("b", "gg", [], "kim"),
            Review("c", "brb")]  # fmt: skip
    write_reviews(said, tmp_path / "d.jsonl")

    printed = run(
        "train", "--no-languages", "-o", tmp_path / "model", "--review", tmp_path / "d.jsonl", "--ties", "leave-out"
    )
    assert "1 reviewed message joins the corpus; left out: 1 without a majority, 1 undecided" in printed
    assert frames[0]["text"].tolist()[-1] == "gg"


def test_training_stops_at_a_tie(tmp_path):
    write_reviews([Review("a", "hi", ["secrecy"], "kim"), Review("a", "hi", [], "noa")], tmp_path / "d.jsonl")

    with pytest.raises(UnsettledError, match=r"no majority for a.*--ties leave-out"):
        run("train", "--no-languages", "-o", tmp_path / "model", "--review", tmp_path / "d.jsonl")
