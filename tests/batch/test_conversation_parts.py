"""Conversations over several files: the numbers are those of one pass, however the work is partitioned."""

import json
from decimal import Decimal

import pandas as pd
import pytest

from grooming_risk import Conversation, load_model, score_conversations
from grooming_risk.batch import partition
from grooming_risk.batch.options import Options
from grooming_risk.batch.run import SUCCESS, score_files
from grooming_risk.batch.state_cache import StateCache, chat_name, partition_of
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import DataError, OutputFolderError
from support.cli import run
from support.scale_files import input_files, part_rows, parts, rows_of, write_jsonl

CHATS = Options(keep=("id",), columns=Columns("text", "conversation", "author", "at"))
COMMAND = ("--keep", "id", "--conversation-column", "conversation", "--time-column", "at")


def one_pass(files, *options):
    """Return what a single pass prints, without texts."""
    return run("score", *files, *COMMAND, "--no-text", *options)[0]


def joined(folder):
    return b"".join(content for _, content in sorted(parts(folder).items())).decode()


def test_equal_to_one_pass(tmp_path):
    files = input_files(tmp_path / "in")
    printed = one_pass(files)
    for jobs in (1, 2, 3):
        score_files(files, tmp_path / str(jobs), CHATS, jobs=jobs)

        assert joined(tmp_path / str(jobs)) == printed
        assert not (tmp_path / str(jobs) / partition.PARTITIONS).exists()
    assert {row["level"] for row in part_rows(tmp_path / "1")} >= {"none", "high"}


def test_tables_are_equal_to_score_conversations(tmp_path):
    files = input_files(tmp_path / "in", suffix=".parquet")
    for jobs in (1, 2):
        score_files(files, tmp_path / str(jobs), CHATS, jobs=jobs)
    assert parts(tmp_path / "1") == parts(tmp_path / "2")

    whole = pd.concat([pd.read_parquet(path) for path in files], ignore_index=True)
    expected = score_conversations(whole, at="at")
    found = pd.read_parquet(tmp_path / "1")
    assert found["id"].tolist() == whole["id"].tolist()
    for column in (
        "risk",
        "level",
        "conversation_risk",
        "conversation_level",
        "disclosure",
        "help_alert",
        "out_of_order",
    ):
        assert found[column].tolist() == expected[column].tolist()
    assert found["found"].map(len).max() > 0
    assert found["alert"].dropna().to_dict() == expected["alert"].dropna().to_dict()
    assert not found["alert"].dropna().empty


def stopped_in(monkeypatch, files, out, number, options=CHATS):
    """Start a run whose partition of that number fails at the second file."""
    score_piece = partition._score_piece

    def fails(job, part, failing, chats):
        if part.name == "p1.jsonl" and failing.number == number:
            raise KeyboardInterrupt
        score_piece(job, part, failing, chats)

    with monkeypatch.context() as patch:
        patch.setattr(partition, "_score_piece", fails)
        with pytest.raises(KeyboardInterrupt):
            score_files(files, out, options)


def test_a_stopped_run_resumes_from_the_states_it_wrote(tmp_path, monkeypatch):
    files = input_files(tmp_path / "in")
    out = tmp_path / "out"
    stopped_in(monkeypatch, files, out, 0)
    assert parts(out) == {}
    scored = []
    score_piece = partition._score_piece
    monkeypatch.setattr(
        partition,
        "_score_piece",
        lambda job, part, *rest: (scored.append(part.name), score_piece(job, part, *rest)),
    )
    score_files(files, out, CHATS)

    assert scored == ["p1.jsonl", "p2.jsonl"]
    assert joined(out) == one_pass(files)


def test_a_removed_part_is_written_again(tmp_path):
    files = input_files(tmp_path / "in")
    score_files(files, tmp_path / "out", CHATS, jobs=2)
    (tmp_path / "out" / "p1.jsonl").unlink()
    score_files(files, tmp_path / "out", CHATS)

    assert joined(tmp_path / "out") == one_pass(files)


def test_other_files_or_another_order_are_refused(tmp_path, monkeypatch):
    files = input_files(tmp_path / "in")
    stopped_in(monkeypatch, files, tmp_path / "out", 0)

    for other in (files[::-1], files[:2], [*files, *input_files(tmp_path / "in", files=1, suffix=".parquet")]):
        with pytest.raises(OutputFolderError, match="other files, or in another order"):
            score_files(other, tmp_path / "out", CHATS)
    write_jsonl(files[0], rows_of(0, 3))
    with pytest.raises(OutputFolderError, match="changed since it was scored, and later files depend on it"):
        score_files(files, tmp_path / "out", CHATS)


def with_bad_lines(tmp_path):
    """Files with lines that cannot be read, or that a conversation refuses."""
    files = input_files(tmp_path / "in")
    odd = [{"id": -1, "author": "a", "text": "no conversation"}, {"id": -2, "conversation": "c1", "text": "no author"},
           {"id": -3, "conversation": "c2", "author": "a1", "at": "soon", "text": "gg"},
           {"id": -4, "conversation": "new", "author": "a1", "at": "soon", "text": "gg"}]  # fmt: skip
    for number, path in enumerate(files[1:]):
        lines = path.read_bytes().splitlines(keepends=True)
        more = [json.dumps(row).encode() + b"\n" for row in odd] + [b"no JSON %d\n" % number, b"\xff\n"]
        path.write_bytes(b"".join(line for pair in zip(lines, more * 10, strict=False) for line in pair))
    return files


def test_bad_lines_are_written_once_and_in_order(tmp_path):
    files = with_bad_lines(tmp_path)
    printed = one_pass(files, "--skip-bad", tmp_path / "expected")
    assert len((tmp_path / "expected").read_bytes().splitlines()) == 80
    for jobs in (1, 3):
        bad = tmp_path / f"bad{jobs}"
        outcome = score_files(files, tmp_path / str(jobs), CHATS, jobs=jobs, skip_bad=bad)

        assert joined(tmp_path / str(jobs)) == printed
        assert bad.read_bytes() == (tmp_path / "expected").read_bytes()
        assert outcome.bad == 80


def test_an_unreadable_file_adds_to_no_conversation(tmp_path):
    files = input_files(tmp_path / "in", suffix=".parquet")
    cut = files[1].read_bytes()
    files[1].write_bytes(cut[:-200])
    out = tmp_path / "out"

    with pytest.raises(DataError, match=r"p1\.parquet"):
        score_files(files, out, CHATS)
    for _ in range(2):
        outcome = score_files(files, out, CHATS, skip_bad=tmp_path / "bad")
        assert [left_out.source for left_out in outcome.skipped] == [str(files[1])]
        assert not (out / SUCCESS).exists()
    score_files([files[0], files[2]], tmp_path / "expected", CHATS)
    assert parts(out) == parts(tmp_path / "expected")
    assert sorted(parts(out)) == ["p0.parquet", "p2.parquet"]


def test_eviction_of_live_conversations_changes_no_number(tmp_path, monkeypatch):
    files = input_files(tmp_path / "in")
    monkeypatch.setattr(partition, "StateCache", lambda model, **options: StateCache(model, live=1, **options))
    score_files(files, tmp_path / "out", CHATS)

    assert joined(tmp_path / "out") == one_pass(files)


def test_chat_names_are_equal_if_and_only_if_keys_are():
    values = [0, 1, 1.0, True, Decimal(1), 0.5, Decimal("0.5"), 10**400, "1", "1.0", "", "\ud800", float("inf"), b"1"]

    for one in values:
        for other in values:
            assert (chat_name(one) == chat_name(other)) == (one == other), (one, other)
    assert {partition_of(f"c{number}", 4) for number in range(50)} == {0, 1, 2, 3}
    assert [partition_of(name, 4) for name in ("c0", "c1", 7, 7.0)] == [0, 2, 2, 2]  # the same on every machine


def test_changed_states_are_returned_once():
    chats = StateCache(load_model(), live=1)
    for name in "ab":
        chats[name] = Conversation()
        chats.get(name).add("send me a pic", author="rex")
    assert sorted(chats.changed()) == ["s:a", "s:b"]
    chats.get("b").add("dont tell", author="rex")
    states = chats.changed()
    assert list(states) == ["s:b"]

    later = StateCache(load_model())
    later.restore(states)
    assert later.get("a") is None
    assert later.get("b").state.index == 1
