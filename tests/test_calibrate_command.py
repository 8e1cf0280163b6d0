"""``grooming-risk calibrate``: from files to a site file that other commands take."""

import json
import shutil

import pytest
from click.testing import CliRunner

from grooming_risk import load_corpus
from grooming_risk.cli import main
from grooming_risk.errors import ArtifactError, BudgetError
from grooming_risk.site import read_site

RISKY = "dont tell your parents, send me a pic on snap"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Two files of harmless lines, 700 together."""
    folder = tmp_path_factory.mktemp("traffic")
    frame = load_corpus("train")
    lines = frame[frame["kind"] == "everyday"]["text"].drop_duplicates().sample(700, random_state=0).tolist()
    (folder / "a.jsonl").write_text("".join(json.dumps({"said": line}) + "\n" for line in lines[:400]))
    (folder / "b.jsonl").write_text("".join(json.dumps({"said": line}) + "\n" for line in lines[400:]))
    return [str(folder / "a.jsonl"), str(folder / "b.jsonl")]


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def run(*arguments, status=0):
    done = CliRunner().invoke(main, list(map(str, arguments)))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == status, done.output
    return done


def calibrated(files, *arguments):
    return run("calibrate", *files, "--column", "said", "--alerts-per-million", 2000, *arguments)


def test_site_file_goes_beside_the_model_and_scores_with_it(files, copy):
    done = calibrated(files, "--model", copy)
    site = read_site(copy / "site.json")
    row = json.loads(run("score", RISKY, "--model", copy).stdout)

    assert site.messages == 700
    assert "medium" in done.stdout
    assert f"{site.levels['medium'].value:.4f}" in done.stdout
    assert "extrapolated" in done.stdout
    assert f"grooming-risk score --model {copy}" in done.stderr
    assert row["found"] == [name for name, p in row["patterns"].items() if p >= site.patterns[name].value]


def test_json_is_the_site(files, copy, tmp_path):
    done = calibrated(files, "--model", copy, "--json", "-o", tmp_path / "mine.json", "--observe-only")
    data = json.loads(done.stdout)

    assert data == json.loads(json.dumps(read_site(tmp_path / "mine.json").to_dict()))
    assert data["observe_only"] is True
    assert not (copy / "site.json").exists()


def test_default_output_is_here(files, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = calibrated(files)

    assert read_site("site.json").messages == 700
    assert "--site site.json" in done.stderr


def test_the_same_sample_gives_the_same_bytes_and_one_budget_moves_one_threshold(files, copy, tmp_path):
    for name, options in (("one", ()), ("two", ()), ("other", ("--pattern", "secrecy=9000"))):
        calibrated(files, "--model", copy, "-o", tmp_path / f"{name}.json", *options)
    one, other = read_site(tmp_path / "one.json"), read_site(tmp_path / "other.json")

    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert one.levels == other.levels
    assert [name for name in one.patterns if one.patterns[name] != other.patterns[name]] == ["secrecy"]
    assert other.patterns["secrecy"].budget == 9000


def test_without_files_a_site_file_is_changed_and_nothing_else_moves(files, copy):
    calibrated(files, "--model", copy)
    before = read_site(copy / "site.json")
    done = run("calibrate", "--model", copy, "--threshold", "secrecy=0.25", "--threshold", "coercion=high_precision")
    after = read_site(copy / "site.json")

    assert after == before.with_pattern("secrecy", 0.25).with_pattern("coercion", 0.9)
    assert "by hand" in done.stdout
    run("calibrate", "--model", copy, "--observe-only")
    assert read_site(copy / "site.json") == after.with_observe_only(True)
    run("calibrate", "--model", copy, "--raise-alerts")
    assert read_site(copy / "site.json") == after


def test_observed_conversations_raise_no_alert(files, copy, tmp_path):
    chat = tmp_path / "chat.jsonl"
    rows = [{"conversation": 1, "author": "rex", "text": text} for text in (RISKY, "our secret ok", RISKY)]
    chat.write_text("".join(json.dumps(row) + "\n" for row in rows))
    calibrated(files, "--model", copy, "--observe-only", "-o", tmp_path / "quiet.json")
    options = (chat, "--model", copy, "--conversation-column", "conversation")
    usual = [json.loads(line) for line in run("score", *options).stdout.splitlines()]
    quiet = [json.loads(line) for line in run("score", *options, "--site", tmp_path / "quiet.json").stdout.splitlines()]

    assert not [row for row in quiet if row["alerts"]]
    assert [{**row, "alerts": []} for row in usual] == quiet


def test_view_and_info_take_a_site_file(files, copy, tmp_path):
    calibrated(files, "--model", copy, "-o", tmp_path / "mine.json")
    chat = tmp_path / "chat.jsonl"
    chat.write_text(json.dumps({"author": "rex", "text": RISKY}) + "\n")
    run("view", chat, "-o", tmp_path / "chat.html", "--model", copy, "--site", tmp_path / "mine.json")
    data = json.loads(run("info", "--model", copy, "--site", tmp_path / "mine.json", "--json").stdout)

    assert "rex" in (tmp_path / "chat.html").read_text()
    assert data["thresholds"]["levels"] == read_site(tmp_path / "mine.json").thresholds["levels"]
    assert data["site"]["messages"] == 700
    assert set(data["thresholds"]["recommended"]["secrecy"]) == {"high_precision", "high_recall"}


def test_a_stale_site_file_beside_the_model_does_not_stand_in_the_way(files, copy):
    (copy / "site.json").write_text("{}")

    with pytest.raises(ArtifactError, match=r"site\.json"):
        run("score", RISKY, "--model", copy)
    calibrated(files, "--model", copy)
    run("score", RISKY, "--model", copy)


def test_too_few_messages_are_refused_and_nothing_is_written(files, copy):
    with pytest.raises(BudgetError, match="20,000"):
        run("calibrate", *files, "--column", "said", "--model", copy)

    assert not (copy / "site.json").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give files of harmless messages"),
        (["--pattern", "secrets=20"], "PATTERN=VALUE"),
        (["--pattern", "secrecy"], "PATTERN=VALUE"),
        (["--threshold", "secrecy=2"], "a threshold lies in"),
        (["--threshold", "secrecy=often"], "not a number"),
        (["--observe-only", "-o", "none/site.json"], "no folder none"),
    ],
)
def test_bad_options_are_usage_errors(files, copy, arguments, said):
    calibrated(files, "--model", copy)

    assert said in run("calibrate", "--model", copy, *arguments, status=2).output


def test_changing_a_site_file_that_is_not_there_is_refused(copy):
    with pytest.raises(ArtifactError, match="cannot be read"):
        run("calibrate", "--model", copy, "--observe-only")


def test_keep_cannot_carry_over_found(files):
    assert "found" in run("score", files[0], "--column", "said", "--keep", "found", status=2).output
