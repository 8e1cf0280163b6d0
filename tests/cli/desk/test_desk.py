"""The way from an export to a desk, and from decisions to what is written of them."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from grooming_risk.desk import CaseFile, Wanted
from grooming_risk.desk.only_desk import only_desk
from grooming_risk.review.frame import review_frame
from grooming_risk.review.record import read_reviews
from support.cli import run
from support.desk_client import CHATS, WHATEVER, filled, key_of

SAMPLES = Path(__file__).parents[2] / "exports"
SECRET = "our secret ok, dont tell your mom"


@pytest.fixture(autouse=True)
def served(monkeypatch):
    """What the command would serve, and how."""
    calls = []
    monkeypatch.setattr("grooming_risk.cli.desk.open.serve", lambda *given, **options: calls.append((given, options)))
    monkeypatch.setattr("signal.signal", lambda *_: None)  # the tests keep their own
    return calls


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "desk.sqlite"
    with filled(path, second_share=1) as cases:
        cases.decide(key_of(cases, "lobby"), "kim", "confirmed", ["secrecy"])
        cases.decide(key_of(cases, "lobby"), "noa", "escalate", ["secrecy"])
        cases.decide(key_of(cases, "help"), "kim", "help")
        cases.decide(key_of(cases, "trade"), "kim", "confirmed", ["secrecy"])
        cases.decide(key_of(cases, "trade"), "noa", "nothing")
        cases.label(key_of(cases, "raid"), 1, "kim", ["trust_building"])
        cases.label(key_of(cases, "raid"), 1, "noa", [])
    return path


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir() if path.name != "README.md"))
def test_every_sample_can_be_opened_twice(tmp_path, served, sample):
    path = tmp_path / "desk.sqlite"
    _, told = run("desk", SAMPLES / sample, "--file", path, "--no-open")
    _, again = run("desk", SAMPLES / sample, "--file", path, "--no-open")

    assert len(served) == 2
    assert "new messages or edits: 0" in again
    assert not re.search(r"\d messages?[,;\n]", again.splitlines()[0] + "\n")  # all of them were there
    with CaseFile(path) as cases:
        found = cases.cases(WHATEVER, "kim", count=1000)
    assert found[0].row.level in ("medium", "high")
    assert f" {sum(case.row.messages for case in found)} message" in told


def test_open_passes_its_options_on(tmp_path, served, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("desk", SAMPLES / "discord.json", "--port", "8123", "--no-open", "--second", "1")
    run("desk", "--no-open")  # what is there
    (cases, _, port), options = served[0]

    assert port == 8123
    assert options["browse"] is False
    with closing(CaseFile("desk.sqlite")) as again:
        again.decide(1, "kim", "nothing")
        assert again.case(1, "noa").second
    with pytest.raises(Exception, match="closed"):
        cases.counts(WHATEVER, "kim")  # the command closed the file


def test_without_export_and_file_it_is_said_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, told = run("desk", status=2)

    assert "there is no desk.sqlite; name an EXPORT" in told
    assert list(tmp_path.iterdir()) == []


def test_an_export_with_the_name_of_a_command_is_given_with_its_folder(tmp_path, served, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export").write_bytes((SAMPLES / "discord.json").read_bytes())
    run("desk", "./export", "--no-open")
    _, told = run("desk", "export", status=2)

    assert len(served) == 1
    assert "FILE" in told


def test_bad_rows_stop_the_command_or_are_named_in_a_file(tmp_path, served):
    path, file = tmp_path / "log.jsonl", tmp_path / "desk.sqlite"
    path.write_text('{"user": "a", "text": "gg"}\nno json\n{"user": "a", "text": "wp"}\n', encoding="utf-8")
    _, told = run("desk", path, "--file", file, status=2)
    assert f"{path}:2: " in told
    assert "--skip-bad" in told
    assert served == []
    assert list(tmp_path.iterdir()) == [path]  # no stray new file
    _, told = run("desk", path, "--file", file, "--skip-bad", tmp_path / "bad.txt")
    assert f"{path}:2: " in (tmp_path / "bad.txt").read_text(encoding="utf-8")
    assert "1 that cannot be read" in told


def test_a_bad_row_takes_no_file_that_was_there(tmp_path, file, served):
    path = tmp_path / "log.jsonl"
    path.write_text("no json\n", encoding="utf-8")
    run("desk", path, "--file", file, status=2)

    assert served == []
    with CaseFile(file) as cases:
        assert cases.counts(WHATEVER, "kim").total == 4


@pytest.mark.parametrize("package", ["fastapi", "uvicorn"])
def test_without_the_extra_nothing_is_read_or_written(tmp_path, served, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith("grooming_risk.desk.app")]:
        monkeypatch.delitem(sys.modules, name)
    _, told = run("desk", SAMPLES / "discord.json", "--file", tmp_path / "desk.sqlite", status=2)

    assert "grooming-risk[desk]" in told
    assert "rows" not in told
    assert list(tmp_path.iterdir()) == []


def test_how_many_are_read_twice_is_said(file):
    _, told = run("desk", "--file", file, "--no-open")
    assert "second reading: 4 of 4" in told
    _, told = run("desk", "--file", file, "--no-open", "--second", "0")
    assert "second reading: 0 of 4" in told


def test_export_writes_the_votes_of_all_and_says_what_is_left_out(tmp_path, file):
    output = tmp_path / "decisions.jsonl"
    _, told = run("desk", "export", file, "-o", output)
    reviews = list(read_reviews(output))

    assert {review.annotator for review in reviews} == {"kim", "noa"}
    assert f"decisions on messages: {len(reviews)}, by people: 2" in told
    assert "conversations that nobody decided: 1" in told
    assert "texts without a majority: 1" in told
    with pytest.raises(Exception, match="no majority"):
        review_frame(reviews)


def test_settled_decisions_can_be_trained_with(tmp_path, file):
    output = tmp_path / "decisions.jsonl"
    _, told = run("desk", "export", file, "-o", output, "--settled")
    frame = review_frame(read_reviews(output))

    assert "(left out)" in told
    assert dict(zip(frame["text"], frame["kind"], strict=True)) == {
        SECRET: "grooming",
        CHATS["help"][1][1]: "disclosure",
    } | {text: "look_alike" for text in frame["text"] if text not in (SECRET, CHATS["help"][1][1])}
    assert frame.loc[frame["text"] == SECRET, "labels"].tolist() == [["secrecy"]]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("settled", [[], ["--settled"]])
def test_exported_decisions_are_for_their_owner_alone(tmp_path, file, settled):
    output = tmp_path / "decisions.jsonl"
    output.touch(0o644)
    run("desk", "export", file, "-o", output, *settled)

    assert output.stat().st_mode & 0o777 == 0o600


def test_forget_by_id_or_all(file):
    _, told = run("desk", "forget", file, "--conversation", "trade", "--person", "ada")
    assert "erased messages: 4" in told
    with CaseFile(file) as cases:
        assert {case.row.conversation for case in cases.cases(WHATEVER, "kim")} == {"lobby", "help", "raid"}
    run("desk", "forget", file, "--all", "--person", "ada")
    with CaseFile(file) as cases:
        assert cases.cases(Wanted(undecided=False), "kim") == []
        assert [entry.person for entry in cases.log(count=2)] == ["ada", "ada"]
    assert SECRET.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--person", "ada"], "--conversation"),
        (["--all", "--conversation", "trade", "--person", "ada"], "--all"),
        (["--all"], "--person"),
        (["--conversation", "no such", "--person", "ada"], "no conversation of that id"),
        (["--all", "--person", " "], "give a name"),
    ],
)
def test_forget_says_what_is_wrong(file, arguments, problem):
    _, told = run("desk", "forget", file, *arguments, status=2)

    assert problem in told
    with CaseFile(file) as cases:
        assert cases.counts(WHATEVER, "kim").total == 4


def test_figures_as_tables_and_as_json(tmp_path, file):
    out, _ = run("desk", "figures", file)
    data = json.loads(run("desk", "figures", file, "--json")[0])

    assert data["verdicts"] == {"confirmed": 1, "help": 1}
    assert data["differing"] == 1
    assert data["agreement"]["found"] == {"pairs": 2, "agreed": 1, "kappa": 0.0}
    for told in ("asks for help +1 of 1 +100%", "secrecy +1 of 1", "coercion +none decided", "found +2 +1 +0.00"):
        assert re.search(told, out), told
    assert all(len(line) <= 80 for line in out.splitlines())
    with filled(tmp_path / "new.sqlite"):
        pass
    assert run("desk", "figures", tmp_path / "new.sqlite")[0] == "nobody has decided anything yet\n"


def test_figures_of_another_file_is_one_line(tmp_path):
    (tmp_path / "x.sqlite").write_text("no database", encoding="utf-8")
    _, told = run("desk", "figures", tmp_path / "x.sqlite", status=2)

    assert told.startswith("grooming-risk: ")
    assert len(told.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_command_serves_on_this_machine_until_it_is_stopped(tmp_path, stop):
    with serving("desk", SAMPLES / "discord.json", "--file", tmp_path / "d.sqlite", "--no-open") as process:
        address = process.stdout.readline().split()[-1]
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        for page in (address, address.partition("enter")[0]):  # the way in, then the desk
            with opener.open(page, timeout=60) as answer:
                assert answer.status == 200
        process.send_signal(stop)
        out, told = process.communicate(timeout=60)

    assert process.returncode == 0
    assert "Traceback" not in told
    assert address.startswith("http://127.0.0.1:")
    assert address.partition("token=")[2] not in told
    assert "All that was decided is kept" in out


@contextmanager
def serving(*arguments):
    """The command in a process of its own, which ends with the test whatever happens."""
    command = [sys.executable, "-m", "grooming_risk", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def test_the_desk_itself_is_no_place_for_its_export(tmp_path, served):
    file = tmp_path / "d.sqlite"
    run("desk", SAMPLES / "discord.json", "--file", file, "--no-open")
    before = file.read_bytes()
    _, told = run("desk", "export", file, "-o", file, status=2)

    assert "is an input of the same command" in told
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", [":memory:", "file:x"])
def test_a_name_that_is_no_file_is_refused_in_one_line(tmp_path, served, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    _, told = run("desk", SAMPLES / "discord.json", "--file", name, "--no-open", status=2)

    assert "is no name for a file of a desk" in told
    assert len(told.splitlines()) == 1
    assert (served, list(tmp_path.iterdir())) == ([], [])


def test_a_second_desk_on_the_file_is_refused_and_harms_nothing(tmp_path, file, served):
    before = file.read_bytes()
    with only_desk(file):
        _, told = run("desk", SAMPLES / "discord.json", "--file", file, "--no-open", status=2)

    assert "is open in another desk" in told
    assert (served, file.read_bytes()) == ([], before)


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.JSON"])
def test_an_ending_that_is_not_written_is_refused(tmp_path, file, name):
    _, told = run("desk", "export", file, "-o", tmp_path / name, status=2)

    assert "JSON lines are written; name a file that ends in .jsonl" in told
    assert not (tmp_path / name).exists()


def test_few_pairs_of_readings_are_said(file):
    assert "with fewer than 30 pairs kappa says little" in run("desk", "figures", file)[0]


def test_none_drawn_is_said_with_the_option(file):
    _, told = run("desk", "--file", file, "--no-open", "--second", "0")
    assert "second reading: 0 of 4 (none is drawn; see --second)" in told


def test_what_came_back_and_what_was_edited_is_said(tmp_path, served):
    path, file = tmp_path / "log.jsonl", tmp_path / "desk.sqlite"
    row = '{{"conversation": "{}", "id": "1", "user": "a", "text": "{}"}}\n'
    path.write_text(row.format("one", "gg") + row.format("two", "wp"), encoding="utf-8")
    _, told = run("desk", path, "--file", file, "--no-open")
    assert "came back" not in told
    assert "edited messages" not in told
    run("desk", "forget", file, "--conversation", "one", "--person", "ada")
    path.write_text(row.format("one", "gg") + row.format("two", "wp all"), encoding="utf-8")
    _, told = run("desk", path, "--file", file, "--no-open")

    assert "2 rows: 2 messages" in told
    assert "edited messages: 1; the newer text is shown and scored" in told
    assert "1 erased conversation came back" in told
