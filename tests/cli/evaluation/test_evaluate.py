"""``grooming-risk evaluate``: tables for people, JSON for programs, files of one's own."""

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from grooming_risk import chat_messages, load_conversations, load_corpus
from grooming_risk.cli.main import main
from grooming_risk.corpus import load
from grooming_risk.errors import DataError
from grooming_risk.evaluation.real_chat import SHORTEST, unseen_chats
from support.cli import run
from support.pan12_copy import copy_of, write_copy, xml_of


@pytest.fixture(scope="module", autouse=True)
def little_data():
    """A tenth of the real chat and the first conversations: the steps are the same."""
    quiet = chat_messages("test")[::10]
    chats = [chat for chat in unseen_chats() if len(chat.messages) >= SHORTEST][:60]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grooming_risk.corpus.background.chat.chat_messages", lambda part: quiet)
        patch.setattr("grooming_risk.evaluation.real_chat.unseen_chats", lambda: chats)
        patch.setattr(load, "load_conversations", lambda *given: first_of(load_conversations(*given)))
        yield


def first_of(chats, count=40):
    return chats[chats["conversation"].isin(chats["conversation"].unique()[:count])]


def evaluate(*arguments, status=0):
    done = CliRunner().invoke(main, ["evaluate", "--rounds", "5", *map(str, arguments)])
    assert done.exit_code == status, done.output
    return done


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """What the command prints and writes on a split as it comes."""
    path = tmp_path_factory.mktemp("evaluate") / "evaluation.json"
    return evaluate("--split", "validation", "-o", path).stdout, json.loads(path.read_text(encoding="utf-8"))


def some_lines():
    return load_corpus("validation").iloc[::3]


@pytest.fixture
def mine(tmp_path):
    frame = some_lines()
    flag = (frame["kind"] == "grooming").astype(int)
    path = tmp_path / "mine.csv"
    pd.DataFrame({"body": frame["text"], "flag": flag, "language": "en"}).to_csv(path, index=False)
    return path


def test_one_call_prints_messages_and_conversations_in_tables(everything):
    printed, _ = everything

    for title in ("messages", "alerts in a million", "patterns", "slices of the messages", "conversations alarmed"):
        assert f"validation split: {title}" in printed
    assert "average_precision.mean" in printed
    assert "note: " in printed
    assert len(printed.splitlines()) < 150


def test_tables_fit_a_terminal_of_eighty_columns(everything):
    assert max(map(len, everything[0].splitlines())) <= 80


def test_written_json_has_what_was_printed(everything):
    printed, data = everything

    assert f"{data['roc_auc']:.3f}" in printed
    assert f"{data['conversations']['medium']['recall']:.3f}" in printed
    assert "conversations.medium.recall" in data["intervals"]
    assert data["harmless"]["source"] == "the test part of the real chat"


def test_json_goes_to_standard_output():
    data = json.loads(evaluate("--messages", "--json").stdout)

    assert data["roc_auc"] > 0.9
    assert data["auc_everyday"] > 0.9
    assert data["messages"] == load_corpus("held_out")["kind"].value_counts().to_dict()
    assert "conversations" not in data


def test_conversations_alone():
    data = json.loads(evaluate("--split", "validation", "--conversations", "--json").stdout)

    assert data["medium"]["recall"] > 0.5
    assert "brier" not in data


def test_data_of_ones_own(mine):
    data = json.loads(evaluate("--data", mine, "--label", "flag", "--text-column", "body", "--json").stdout)
    frame = some_lines()

    assert data["messages"]["grooming"] == (frame["kind"] == "grooming").sum()
    assert data["slices"]["language"]["en"]["n"] == len(frame)


def test_harmless_messages_of_ones_own(mine, tmp_path):
    benign = tmp_path / "benign.csv"
    pd.DataFrame({"body": [f"good game {n}" for n in range(400)]}).to_csv(benign, index=False)
    data = json.loads(
        evaluate("--data", mine, "--label", "flag", "--column", "body", "--benign", benign, "--json").stdout
    )

    assert data["harmless"] == {"source": "messages of benign.csv", "n": 400}
    assert data["recall_at_false_alarm_rate"]["0.01"] is not None


def test_mistake_in_the_data_is_named(mine):
    done = evaluate("--data", mine, "--label", "language", "--text-column", "body", status=1)

    assert isinstance(done.exception, DataError)
    assert f"{mine}:2: the field 'language' must be 0 or 1" in str(done.exception)


@pytest.mark.parametrize("option", [["--benign"], ["--data"]])
def test_options_about_messages_do_not_go_with_conversations(mine, option):
    assert "--conversations" in evaluate("--conversations", *option, mine, status=2).output


def test_attacks_are_measured_when_asked_for(mine):
    done = evaluate("--data", mine, "--label", "flag", "--text-column", "body", "--attacks")

    assert "mine.csv: attacks" in done.stdout
    assert "leet" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_attacks_that_cannot_be_measured_are_left_out_aloud(tmp_path):
    path = tmp_path / "calm.jsonl"
    path.write_text('{"text": "gg wp", "labels": []}\n', encoding="utf-8")
    done = evaluate("--data", path, "--attacks", "--json")

    assert "left out: attacks" in done.stderr
    assert json.loads(done.stdout)["messages"] == {"everyday": 1}


def test_a_copy_of_pan12_gives_the_figures_of_its_task(tmp_path):
    chats = load_conversations("validation")
    chats = chats[chats["kind"] != "disclosure"]
    some = first_of(chats, 30)
    conversations, predators, lines = copy_of(some)
    folder = write_copy(tmp_path, xml_of(conversations), predators, lines)

    figures = json.loads(evaluate("--pan12", folder, "--json").stdout)
    assert figures["messages"] == len(some)
    assert {"precision", "recall", "f0.5"} <= set(figures["author"])
    assert "f3" in figures["line"]
    assert "PAN 2012" in evaluate("--pan12", folder).stdout
    assert "leave out" in evaluate("--pan12", folder, "--messages", status=2).stderr


@pytest.mark.slow
def test_the_held_out_split_is_measured_unasked():
    figures = json.loads(run("evaluate", "--json")[0])

    assert figures["auc_everyday"] > 0.9
    assert "average_precision.mean" in run("evaluate", "--split", "validation")[0]
