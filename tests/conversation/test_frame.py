"""Conversations of tables and files: the numbers of `Conversation`, in any order of conversations."""

import json

import pandas as pd
import pytest

from grooming_risk import Conversation, load_conversations, score_conversations
from support.cli import rows, run
from support.scale_files import part_rows


@pytest.fixture(scope="module")
def frame():
    table = load_conversations("validation")
    some = table["conversation"].unique()[:12]
    table = table[table["conversation"].isin(some)].copy()
    table["at"] = table["start"] + pd.to_timedelta((table["minutes"] * 60).round(), unit="s")
    return table


def test_frame_equals_conversation(frame):
    scored = score_conversations(frame, at="at")
    chats = {name: Conversation() for name in frame["conversation"].unique()}
    states = [
        chats[row.conversation].add(row.text, author=row.author, at=row.at.to_pydatetime())
        for row in frame.itertuples()
    ]

    assert scored.index.equals(frame.index)
    assert scored["risk"].tolist() == [state.speaker.risk for state in states]
    assert scored["conversation_level"].tolist() == [state.level for state in states]
    assert scored["level"].tolist() == [state.authors[state.author].level for state in states]
    assert scored["alert"].notna().sum() == sum(any(a.kind == "risk" for a in state.alerts) for state in states)


def test_conversations_may_interleave_and_be_split(frame):
    whole = score_conversations(frame, at="at")
    mixed = frame.assign(turn=frame.groupby("conversation").cumcount()).sort_values("turn", kind="stable")
    halves = [part for _, part in frame.groupby(frame["conversation"] < "n", sort=False)]
    split = pd.concat([score_conversations(part, at="at") for part in halves])

    pd.testing.assert_frame_equal(score_conversations(mixed, at="at").loc[frame.index], whole)
    pd.testing.assert_frame_equal(split.loc[frame.index], whole)


RISKY = [("rex", "our secret ok, dont tell your mom, send me a pic of you on snap, just for me"), ("rex", "ok?")]
CRY = "someone online keeps asking me for pictures and i dont know what to do, can you help me"


def test_risk_and_level_are_those_of_the_author(tmp_path):
    chat = [*RISKY, ("kiki", "no"), ("kiki", CRY), ("rex", "gg")]
    path = tmp_path / "chat.jsonl"
    path.write_text("".join(json.dumps({"c": 1, "author": a, "text": t}) + "\n" for a, t in chat))
    printed = rows(run("score", path, "--conversation-column", "c"))
    shown = rows(run("score", path, "--conversation-column", "c", "--level", "medium"))
    table, _ = run("score", path, "--conversation-column", "c", "--format", "table")
    scored = score_conversations(pd.DataFrame(chat, columns=["author", "text"]).assign(conversation=1))

    assert {row["author"] for row in shown} == {"rex"}
    assert [row["level"] for row in printed] == scored["level"].tolist()
    assert [row["level"] for row in printed if row["author"] == "kiki"] == ["none", "none"]
    assert {row["conversation_level"] for row in printed} <= {"medium", "high"}
    assert [row["asks_for_help"] for row in printed] == [False, False, False, True, False]
    assert [[alert["kind"] for alert in row["alerts"]] for row in printed][3] == ["help"]
    assert scored["help_alert"].tolist() == [False, False, False, True, False]
    assert scored["disclosure"].tolist()[-1] < 0.5 < scored["disclosure"].tolist()[3]
    assert "asks for help: kiki" in table


def test_missing_time_is_unknown():
    table = pd.DataFrame({"conversation": 1, "author": "a", "text": ["hi", "gg"], "at": [1.0, None]})

    assert score_conversations(table, at="at")["out_of_order"].tolist() == [False, False]


def test_missing_column_and_bad_row_are_named():
    table = pd.DataFrame({"conversation": [1, 1], "author": ["a", "b"], "text": ["hi", None]}, index=["x", "y"])

    with pytest.raises(KeyError, match="'who'"):
        score_conversations(table, author="who")
    with pytest.raises(TypeError, match="row 'y': a message must be a str"):
        score_conversations(table)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_a_missing_conversation_is_refused_by_row(missing):
    names = pd.Series([1, missing], index=["x", "y"], dtype=object)
    table = pd.DataFrame({"conversation": names, "author": ["a", "b"], "text": "hi"})

    with pytest.raises(ValueError, match="row 'y': no conversation named; every message needs the id"):
        score_conversations(table)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_author_is_refused_by_row(missing):
    table = pd.DataFrame({"conversation": 1, "author": pd.Series(["a", missing], dtype=object), "text": "hi"})

    with pytest.raises(TypeError, match=r"row 1: author must be a str, an int or a UUID, .* needs its author"):
        score_conversations(table)


def first_roles(table):
    """Return the role of each author in the first row, None in later rows."""
    return table["role"].where(~table.duplicated(["conversation", "author"]), None)


def test_role_column_equals_roles_of_messages(frame):
    scored = score_conversations(frame, role="role")
    chats = {name: Conversation() for name in frame["conversation"].unique()}
    states = [chats[r.conversation].add(r.text, author=r.author, role=r.role) for r in frame.itertuples()]

    assert scored["risk"].tolist() == [state.speaker.risk for state in states]
    assert scored["risk"].tolist() != score_conversations(frame)["risk"].tolist()
    pd.testing.assert_frame_equal(score_conversations(frame.assign(role=first_roles(frame)), role="role"), scored)


def test_mapping_of_roles_overrides_the_column(frame):
    roles = {name: dict(zip(part["author"], part["role"], strict=True)) for name, part in frame.groupby("conversation")}
    given = score_conversations(frame, roles=roles)
    contrary = frame.assign(role=frame["role"].map({"minor": "staff", "adult": "minor"}))

    pd.testing.assert_frame_equal(score_conversations(contrary, role="role", roles=roles), given)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, ""])
def test_empty_role_changes_nothing(frame, missing):
    empty = frame.assign(role=pd.Series(missing, index=frame.index, dtype=object))

    pd.testing.assert_frame_equal(score_conversations(empty, role="role"), score_conversations(frame))


def test_an_unknown_role_is_refused_by_row():
    table = pd.DataFrame({"conversation": 1, "author": "a", "text": "hi", "is": ["minor", "child"]}, index=["x", "y"])

    with pytest.raises(ValueError, match="row 'y': unknown role; known are minor, adult"):
        score_conversations(table, role="is")
    with pytest.raises(ValueError, match="row 'y': unknown role"):
        score_conversations(table, role="is", roles={1: {"a": "adult"}})
    with pytest.raises(KeyError, match="'who'"):
        score_conversations(table, role="who")


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_command_reads_a_role_column_in_one_pass_and_into_a_folder(frame, tmp_path, suffix):
    table = frame[["conversation", "author", "text"]].assign(role=first_roles(frame))
    path = tmp_path / f"chats{suffix}"
    if suffix == ".jsonl":
        write(path, table)
    else:
        table.to_csv(path, index=False) if suffix == ".csv" else table.to_parquet(path)
    options = ("--conversation-column", "conversation", "--role-column", "role")
    expected = score_conversations(table, role="role")["risk"].tolist()
    printed = rows(run("score", path, *options))
    run("score", path, *options, "-o", tmp_path / "out", "--format", "jsonl", "--jobs", 2)

    assert [row["risk"] for row in printed] == expected
    assert [row["risk"] for row in part_rows(tmp_path / "out")] == expected


def test_command_names_the_line_of_an_unknown_role(tmp_path):
    path = tmp_path / "chat.jsonl"
    lines = [{"c": 1, "author": "a", "text": "hi", "is": role} for role in ("minor", None, "child")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))

    error = run("score", path, "--conversation-column", "c", "--role-column", "is", status=2)[1]
    assert "chat.jsonl:3: unknown role; known are minor, adult, unknown, guardian, staff" in error


@pytest.mark.parametrize("option", ["--role-column", "--time-column"])
def test_command_refuses_an_absent_column_and_a_missing_conversation_column(tmp_path, option):
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({"c": 1, "author": "a", "text": "hi"}) + "\n")

    assert (
        "no message has a field 'rol'" in run("score", path, "--conversation-column", "c", option, "rol", status=2)[1]
    )
    assert "go with --conversation-column" in run("score", path, option, "rol", status=2)[1]


def test_units_of_time_in_a_table():
    table = pd.DataFrame({"conversation": 1, "author": "a", "text": ["dont tell", "your mom"]})
    seconds = score_conversations(table.assign(at=[1_772_381_700, 1_772_381_705]), at="at")
    millis = table.assign(at=[1_772_381_700_000, 1_772_381_705_000])

    with pytest.raises(ValueError, match=r"row 0: at: .* time unit milliseconds"):
        score_conversations(millis, at="at")
    with pytest.raises(ValueError, match="unknown time unit 'hours'"):
        score_conversations(table, time_unit="hours")
    pd.testing.assert_frame_equal(score_conversations(millis, at="at", time_unit="milliseconds"), seconds)


def test_command_refuses_milliseconds_and_takes_their_unit(tmp_path):
    path = tmp_path / "chat.jsonl"
    lines = [{"c": 1, "author": "a", "text": text, "at": 1_772_381_700_000 + 5000 * n}
             for n, text in enumerate(["dont tell", "your mom"])]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    options = ("--conversation-column", "c", "--time-column", "at")

    assert "chat.jsonl:1: at: too large for a time in seconds" in run("score", path, *options, status=2)[1]
    assert len(rows(run("score", path, *options, "--time-unit", "milliseconds"))) == 2


@pytest.mark.parametrize("value", ["NaN", "null", '""', "[1]"])
def test_command_refuses_a_line_without_conversation(tmp_path, value):
    path = tmp_path / "chat.jsonl"
    path.write_text(f'{{"c": {value}, "author": "a", "text": "hi"}}\n')

    assert "chat.jsonl:1: " in run("score", path, "--conversation-column", "c", status=2)[1]


def write(path, table):
    path.write_text("".join(json.dumps(row, default=str) + "\n" for row in table.to_dict("records")), encoding="utf-8")
    return path


def test_command_scores_a_file_in_one_pass(frame, tmp_path):
    columns = ["conversation", "author", "text", "at"]
    path = write(tmp_path / "chats.jsonl", frame[columns])
    printed = rows(run("score", path, "--conversation-column", "conversation", "--time-column", "at", "--no-text"))

    assert [row["risk"] for row in printed] == score_conversations(frame, at="at")["risk"].tolist()
    assert "text" not in printed[0]
    assert {row["conversation"] for row in printed} == set(frame["conversation"])
    assert any(row["alerts"] for row in printed)


def test_command_names_the_line_of_a_refused_message(tmp_path):
    path = tmp_path / "chats.jsonl"
    lines = [{"c": 1, "author": "a", "said": "hi", "at": 1}, {"c": 1, "author": "a", "said": "hi", "at": "2026-01-01"},
             {"c": 1, "said": "hi"}, {"c": 1, "author": "b", "said": "gg"}]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    options = ("--column", "said", "--conversation-column", "c", "--time-column", "at")

    assert "chats.jsonl:2: at: the datetime has no time zone" in run("score", path, *options, status=2)[1]
    out, error = run("score", path, *options, "--skip-bad", tmp_path / "bad.jsonl")
    assert len(out.splitlines()) == 2
    assert "2 bad lines" in error
    assert [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text().splitlines()] == lines[1:3]


def test_table_shows_the_alert_and_no_control_character(tmp_path):
    path = tmp_path / "chat.jsonl"
    text = "dont tell your mom, send me a pic of you\x1b[2J"
    path.write_text("".join(json.dumps({"c": 1, "author": "a", "text": text}) + "\n" for _ in range(4)))
    out, _ = run("score", path, "--conversation-column", "c", "--format", "table")

    assert "alert: a high" in out
    assert "\x1b[2J" not in out
