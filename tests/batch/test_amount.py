"""How much files hold, whatever their form: messages and bytes count as they are unpacked."""

import gzip
import json

import pandas as pd
import pytest

from grooming_risk.batch import message_part
from grooming_risk.batch.amount import hold_many
from grooming_risk.batch.options import Options
from grooming_risk.batch.run import score_files
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import DataError
from grooming_risk.scoring.many import WORTH, WORTH_LENGTH
from support.cli import run
from support.scale_files import input_files, rows_of, write_jsonl

ROWS = [{"id": number, "text": "gg"} for number in range(WORTH)]


def written(folder, name, rows=ROWS):
    path = folder / name
    lines = [json.dumps(row) + "\n" for row in rows]
    if name.endswith(".parquet"):
        pd.DataFrame(rows).to_parquet(path)
    elif name.endswith(".csv"):
        pd.DataFrame(rows).to_csv(path, index=False)
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress("".join(lines).encode()))
    elif name.endswith(".txt"):
        path.write_text("".join(f"{row['text']}\r" for row in rows), encoding="utf-8", newline="")
    else:
        path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet", "a.csv", "a.txt"])
def test_messages_count_not_the_bytes_of_the_file(name, tmp_path):
    path = written(tmp_path, name)

    assert path.stat().st_size < WORTH_LENGTH / 2
    assert hold_many([path])
    assert not hold_many([written(tmp_path, f"less-{name}", ROWS[:2000])])


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.parquet", "a.txt"])
def test_few_long_messages_are_many(name, tmp_path):
    rows = [{"text": f"{number} same time tomorrow?" * 50} for number in range(WORTH_LENGTH // 1000)]

    assert hold_many([written(tmp_path, name, rows)])
    assert not hold_many([written(tmp_path, name, rows[: len(rows) // 3])])


def test_an_array_counts_by_its_bytes_because_an_item_may_have_many_lines(tmp_path):
    few, more = tmp_path / "few.json", tmp_path / "more.json"
    few.write_text(json.dumps([{"text": "gg", "tags": [*range(3 * WORTH)]}], indent=0), encoding="utf-8")
    more.write_text(json.dumps(ROWS * 6), encoding="utf-8")

    assert (hold_many([few]), hold_many([more])) == (False, True)


def test_several_files_add_up_and_those_that_cannot_be_read_count_nothing(tmp_path):
    half = [written(tmp_path, f"{number}.parquet", ROWS[: WORTH // 2]) for number in range(2)]
    (tmp_path / "bad.parquet").write_bytes(b"PAR1" * WORTH_LENGTH)
    (tmp_path / "bad.txt.gz").write_bytes(gzip.compress(b"gg\n" * WORTH)[:-20])
    bad = [tmp_path / "bad.parquet", tmp_path / "bad.txt.gz", tmp_path / "none.jsonl", tmp_path]

    assert (hold_many(half), hold_many([*bad, half[0]]), hold_many([*bad, *half])) == (True, False, True)


@pytest.fixture
def asked(monkeypatch):
    """Whether each file was scored by machine code alone."""
    found = []

    def noted(*arguments, many):
        found.append(many)
        return score_blocks(*arguments, many=False)

    score_blocks = message_part.score_blocks
    monkeypatch.setattr(message_part, "score_blocks", noted)
    monkeypatch.setattr("grooming_risk.cli.scoring.json_blocks.score_blocks", noted)
    return found


def test_a_run_counts_the_missing_parts(asked, tmp_path, monkeypatch):
    monkeypatch.setattr("grooming_risk.batch.amount.WORTH", 100)
    files = input_files(tmp_path / "in", files=3, suffix=".parquet")
    score_files(files[:1], tmp_path / "out")
    score_files(files, tmp_path / "out")
    score_files(files, tmp_path / "all")
    run("score", *files)

    assert asked == [False, *[False] * 2, *[True] * 3, *[True] * 3]


def test_conversations_are_read_one_by_one_whatever_they_hold(tmp_path, monkeypatch):
    monkeypatch.setattr("grooming_risk.batch.run.hold_many", lambda files: pytest.fail("nobody asks"))
    path = write_jsonl(tmp_path / "a.jsonl", rows_of(0, 5))
    outcome = score_files([path], tmp_path / "out", Options(columns=Columns("text", "conversation", "author", "at")))

    assert outcome.levels.total() == 5


def test_a_damaged_table_has_its_error_at_its_turn(tmp_path):
    files = input_files(tmp_path / "in", files=2, suffix=".parquet")
    files[1].write_bytes(b"PAR1 and no more PAR1")
    with pytest.raises(DataError, match=r"p1\.parquet: not a \.parquet file, or damaged"):
        score_files(files, tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").glob("*.parquet")] == ["p0.parquet"]
