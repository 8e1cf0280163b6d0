"""``grooming-risk calibrate``: from files to a site file that other commands take."""

import json
import shutil

import pandas as pd
import pytest
from click.testing import CliRunner

from grooming_risk import calibrate_conversations, load_conversations, load_corpus, load_model
from grooming_risk.cli.main import main
from grooming_risk.errors import ArtifactError, BudgetError, DataError
from grooming_risk.model.site import Threshold, read_site
from grooming_risk.thresholds.conversations import own_site

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


def test_default_output_is_the_working_folder(files, tmp_path, monkeypatch):
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


def test_stale_site_file_stops_score_and_calibrate_replaces_it(files, copy):
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


@pytest.fixture(scope="module")
def chats():
    """Harmless conversations with their days set anew: two weeks, from Monday to Monday."""
    frame = load_conversations("held_out")
    frame = frame[frame["kind"] == "harmless"].copy()
    numbers = frame.groupby("conversation", sort=False).ngroup()
    start = pd.Timestamp("2026-03-02T00:00:00Z") + pd.to_timedelta(numbers * 14 / numbers.max(), unit="D")
    frame["at"] = start.map(lambda time: time.isoformat())
    return frame[["conversation", "author", "text", "at", "role"]]


@pytest.fixture(scope="module")
def chat_file(chats, tmp_path_factory):
    path = tmp_path_factory.mktemp("chats") / "chats.jsonl"
    chats.to_json(path, orient="records", lines=True)
    return path


def opened(chat_file, *arguments, **options):
    return run("calibrate", "--conversations", chat_file, *arguments, **options)


def test_conversation_levels_meet_the_daily_budget(chats, chat_file, tmp_path):
    done = opened(chat_file, "--open-a-day", 2, "-o", tmp_path / "site.json")
    site, expected = read_site(tmp_path / "site.json"), calibrate_conversations(
        load_model(), chats.assign(at=pd.to_datetime(chats["at"], format="ISO8601")), 1000 * 2 * 14 / 308, at="at"
    )  # fmt: skip
    medium = site.conversations["medium"]
    row = next(line for line in done.stdout.splitlines() if line.startswith("medium"))

    assert site == expected
    assert "308 conversations of 14.0 days" in " ".join(done.stdout.split())
    assert row.split()[1:3] == [f"{medium.value:.4g}", f"{medium.expected * 308 / 14 / 1e6:.1f}"]
    assert float(row.split()[3]) < float(row.split()[2]) < float(row.split()[5])
    assert "--conversation-column conversation --site" in done.stderr


def test_days_option_is_required_without_dates(chats, tmp_path):
    plain, numbers = tmp_path / "plain.csv", tmp_path / "numbers.csv"
    chats.drop(columns="at").to_csv(plain, index=False)
    chats.assign(at=range(len(chats))).to_csv(numbers, index=False)
    output = ("-o", tmp_path / "site.json")

    for path in (plain, numbers):
        assert "give --days N" in opened(path, "--open-a-day", 2, *output, status=2).output
        assert not (tmp_path / "site.json").exists()
        opened(path, "--open-a-day", 2, "--days", 14, *output)
        assert read_site(tmp_path / "site.json").conversations["medium"].budget == pytest.approx(1e6 * 28 / 308)
        (tmp_path / "site.json").unlink()


def test_sample_of_less_than_a_day_is_refused(chats, tmp_path):
    path = tmp_path / "evening.jsonl"
    chats.assign(at=[f"2026-03-02T20:{n % 60:02}:00Z" for n in range(len(chats))]).to_json(
        path, orient="records", lines=True
    )

    assert "cover less than a day" in opened(path, "--open-a-day", 2, "-o", tmp_path / "s.json", status=2).output


def test_a_time_without_zone_is_named_by_its_line(tmp_path):
    path = tmp_path / "naive.csv"
    path.write_text("conversation,author,text,at\n1,a,hi,2026-03-01T10:00:00\n")

    with pytest.raises(DataError, match=r"naive\.csv:2: at: the datetime has no time zone"):
        opened(path, "--open-a-day", 2, "-o", tmp_path / "s.json")


def test_message_and_conversation_thresholds_are_kept_for_each_other(files, chat_file, copy):
    calibrated(files, "--model", copy, "--observe-only")
    messages = read_site(copy / "site.json")
    opened(chat_file, "--open-a-day", 2, "--model", copy)
    both = read_site(copy / "site.json")
    done = calibrated(files, "--model", copy, "--pattern", "secrecy=9000")
    again = read_site(copy / "site.json")

    assert both.conversations
    assert both == messages.with_conversations(both.conversations, 308)
    assert (again.conversations, again.chats) == (both.conversations, 308)
    assert again.patterns["secrecy"] != both.patterns["secrecy"]
    assert "in a thousand" in done.stdout
    run("calibrate", "--model", copy, "--threshold", "secrecy=0.25")
    assert read_site(copy / "site.json") == again.with_pattern("secrecy", 0.25)


def test_observe_only_goes_with_conversations_and_json_is_the_site(chat_file, tmp_path):
    done = opened(chat_file, "--open-a-day", 2, "--observe-only", "--json", "-o", tmp_path / "site.json")
    data = json.loads(done.stdout)

    assert data == json.loads(json.dumps(read_site(tmp_path / "site.json").to_dict()))
    assert (data["observe_only"], data["chats"], data["messages"]) == (True, 308, 0)


def test_score_and_view_take_the_levels_of_conversations(copy, tmp_path):
    site = own_site(load_model(copy)).with_conversations(
        {"low": Threshold(1e-9), "medium": Threshold(2e-9), "high": Threshold(3e-9)}
    )
    site.save(copy / "site.json")
    chat = tmp_path / "chat.jsonl"
    chat.write_text(json.dumps({"conversation": 1, "author": "rex", "text": "gg"}) + "\n")
    row = json.loads(run("score", chat, "--model", copy, "--conversation-column", "conversation").stdout)
    run("view", chat, "-o", tmp_path / "chat.html", "--model", copy)
    told = json.loads(run("info", "--model", copy, "--json").stdout)["thresholds"]["conversations"]

    assert (row["level"], row["alerts"][0]["level"]) == ("high", "high")
    assert "high" in (tmp_path / "chat.html").read_text()
    assert told == {"low": 1e-9, "medium": 2e-9, "high": 3e-9}


def test_unusable_site_file_is_reported(chat_file, copy):
    (copy / "site.json").write_text("{}")

    assert "nothing of the site file before is kept" in opened(chat_file, "--open-a-day", 2, "--model", copy).stderr


def test_budget_above_the_sample_is_refused(chat_file, tmp_path):
    with pytest.raises(BudgetError, match=r"22 a day in 14 days are 308, .* you can open all of them"):
        opened(chat_file, "--open-a-day", 22, "-o", tmp_path / "s.json")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--conversations"], "needs --open-a-day"),
        (["--conversations", "--open-a-day", 0], "--open-a-day"),
        (["--conversations", "--open-a-day", 2, "--pattern", "secrecy=2"], "are about messages"),
        (["--conversations", "--open-a-day", 2, "--alerts-per-million", 0], "are about messages"),
        (["--open-a-day", 2], "go with --conversations"),
        (["--days", 2], "go with --conversations"),
    ],
)
def test_conflicting_conversation_options_are_usage_errors(chat_file, tmp_path, arguments, said):
    assert said in run("calibrate", chat_file, *arguments, "-o", tmp_path / "s.json", status=2).output


def test_conversations_without_files_are_a_usage_error():
    assert "needs files" in run("calibrate", "--conversations", "--open-a-day", 2, status=2).output
