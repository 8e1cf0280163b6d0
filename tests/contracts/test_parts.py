"""What an output folder is made of: whole files, a journal, named parts, rows."""

import os
import pickle

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grooming_risk.batch.bad_lines import bad_lines, join_bad_lines
from grooming_risk.batch.journal import JOURNAL, PartResult, RunPlan, open_journal
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import ROWS, part_rows, part_writer
from grooming_risk.batch.plan import Part, plan_parts
from grooming_risk.errors import ArtifactError, DataError, MissingExtraError, OutputFolderError, UnknownNameError
from grooming_risk.io.atomic_write import PARTIAL
from grooming_risk.scoring.result import SCORE_COLUMNS

RUN = {"model": "m", "column": "text"}


def names(files, folder, form="auto", known=None):
    return [part.name for part in plan_parts(files, folder, form, known or {})]


def test_parts_are_named_after_their_files(tmp_path):
    assert names(["in/a.jsonl", "in/b.csv", "in/c.PARQUET"], tmp_path) == ["a.jsonl", "b.csv.jsonl", "c.PARQUET"]
    assert names(["in/a.jsonl", "in/b.parquet"], tmp_path, "parquet") == ["a.jsonl.parquet", "b.parquet"]
    assert names(["in/b.parquet"], tmp_path, "jsonl") == ["b.parquet.jsonl"]
    assert names(["in/day=1/a.txt", "in/day=2/a.txt"], tmp_path) == ["day=1/a.txt.jsonl", "day=2/a.txt.jsonl"]


def test_a_file_keeps_the_name_its_part_once_had(tmp_path):
    first = {os.path.abspath("in/day=1/a.txt"): "a.txt.jsonl"}

    assert names(["in/day=1/a.txt", "in/day=2/b.txt"], tmp_path, known=first) == ["a.txt.jsonl", "day=2/b.txt.jsonl"]
    with pytest.raises(OutputFolderError, match=r"its part a\.txt\.jsonl is that of .*day=1"):
        names(["in/day=2/a.txt"], tmp_path, known=first)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        (["in/a.jsonl", "in/../in/a.jsonl"], "each file once"),
        (["in/a.csv", "in/a.csv.jsonl"], "is that of"),
        (["in/_a.jsonl"], "begin with _"),
        (["in/x/a.jsonl", "in/.y/a.jsonl"], "begin with _"),
    ],
)
def test_parts_that_would_be_lost_are_refused(files, problem, tmp_path):
    with pytest.raises(OutputFolderError, match=problem):
        names(files, tmp_path)


def test_no_part_replaces_an_input_file(tmp_path):
    (tmp_path / "a.jsonl").write_text("")

    with pytest.raises(OutputFolderError, match="replace an input file"):
        names([tmp_path / "a.jsonl"], tmp_path)


def made(folder, name="a.jsonl", content=b"12345"):
    (folder / name).write_bytes(content)
    part = Part("/in/" + name, name, name, 7, 99)
    return part, PartResult(part.source, name, part.size, part.modified, {"none": 1}, 0, len(content))


def test_the_journal_knows_what_is_finished(tmp_path):
    folder = tmp_path / "out"
    plan = RunPlan(["/in/a.jsonl"], {}, checked=False, shares=2)
    with open_journal(folder, RUN) as journal:
        part, finished = made(folder)
        assert journal.result(part) is None
        journal.add(finished)
        journal.set_plan(plan)
    with open_journal(folder, RUN) as journal:
        assert journal.result(part) == finished
        assert journal.plan == plan
        assert journal.names == {part.source: "a.jsonl"}
        (folder / "a.jsonl").write_bytes(b"1234")
        assert journal.result(part) is None


def test_a_line_the_journal_could_not_finish_does_not_count(tmp_path):
    folder = tmp_path / "out"
    with open_journal(folder, RUN) as journal:
        journal.add(made(folder)[1])
        whole = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).write_bytes(whole + b'{"source": "/in/b.js')
    with open_journal(folder, RUN) as journal:
        assert list(journal.names) == ["/in/a.jsonl"]
        journal.add(made(folder, "b.jsonl")[1])
    with open_journal(folder, RUN) as journal:
        assert list(journal.names) == ["/in/a.jsonl", "/in/b.jsonl"]


def test_a_changed_input_is_refused(tmp_path):
    with open_journal(tmp_path / "out", RUN) as journal:
        part, finished = made(tmp_path / "out")
        journal.add(finished)
        with pytest.raises(OutputFolderError, match=r"/in/a.jsonl: changed since .* remove .*a.jsonl"):
            journal.result(part._replace(modified=100))


def test_a_folder_of_something_else_is_refused(tmp_path):
    with open_journal(tmp_path / "out", RUN):
        pass
    with pytest.raises(OutputFolderError, match="begun with another model"), open_journal(
        tmp_path / "out", {**RUN, "model": "n"}
    ):  # fmt: skip
        pass
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(OutputFolderError, match="holds files of something else"), open_journal(tmp_path, RUN):
        pass
    (tmp_path / "out" / JOURNAL).write_text("no JSON\n")
    with pytest.raises(OutputFolderError, match="altered"), open_journal(tmp_path / "out", RUN):
        pass


@pytest.mark.skipif(os.name != "posix", reason="no such locks here")
def test_two_runs_at_once_are_refused(tmp_path):
    with open_journal(tmp_path, RUN), pytest.raises(OutputFolderError, match="another run"):
        open_journal(tmp_path, RUN).__enter__()


def test_what_a_stopped_run_left_is_cleared_away(tmp_path):
    with open_journal(tmp_path, RUN):
        pass
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f".0{PARTIAL}").write_text("half")
    (tmp_path / ".mine").write_text("not ours")
    with open_journal(tmp_path, RUN):
        assert not (tmp_path / "deep" / f".0{PARTIAL}").exists()
        assert (tmp_path / ".mine").exists()


def flat_row(line, **more):
    scores = dict.fromkeys(SCORE_COLUMNS, 0.25)
    return {"source": "a", "line": line, **more, **scores, "level": "none", "found": ("secrecy",)}


def test_a_table_is_written_in_row_groups_and_keeps_types(tmp_path):
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"id": pa.array([1], pa.int16()), "when": pa.array([0], pa.timestamp("ms"))}), source)
    path = tmp_path / "out.parquet"
    options = Options(keep=("id", "when"), form="parquet")
    with part_writer(path, str(source), options) as write:
        for line in range(ROWS + 1):
            write(flat_row(line, id=line % 100, when=None))

    file = pq.ParquetFile(path)
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [ROWS, 1]
    assert (file.schema_arrow.field("id").type, file.schema_arrow.field("when").type) == (
        pa.int16(),
        pa.timestamp("ms"),
    )
    assert file.schema_arrow.field("found").type == pa.list_(pa.string())
    assert [row["line"] for row in part_rows(path)] == list(range(ROWS + 1))


def test_a_table_of_json_lines_keeps_everything_as_strings(tmp_path):
    options = Options(keep=("id",), text=True)
    with part_writer(tmp_path / "out.parquet", "in.jsonl", options) as write:
        for line, (kept, text) in enumerate([("x", "gg"), (7, "\ud83d"), ({"a": [1]}, "hi"), (None, "")]):
            write(flat_row(line, id=kept, text=text))

    rows = list(part_rows(tmp_path / "out.parquet"))
    assert [row["id"] for row in rows] == ["x", "7", '{"a": [1]}', None]
    assert [row["text"] for row in rows] == ["gg", "\N{REPLACEMENT CHARACTER}", "hi", ""]


def test_a_column_to_keep_must_be_there(tmp_path):
    pq.write_table(pa.table({"text": ["gg"]}), tmp_path / "in.parquet")
    options = Options(keep=("idd",))

    with pytest.raises(DataError, match="no column 'idd'"), part_writer(
        tmp_path / "out.parquet", str(tmp_path / "in.parquet"), options
    ):  # fmt: skip
        pass
    assert os.listdir(tmp_path) == ["in.parquet"]


def test_bad_lines_of_an_earlier_run_go(tmp_path):
    for lines in ([b"a", b"b\n"], [b"c"], []):
        with bad_lines(tmp_path, "p") as bad:
            for line in lines:
                bad.write(line)
        assert bad.count == len(lines)
        join_bad_lines(tmp_path, ["p", "q"], tmp_path / "all")
        assert (tmp_path / "all").read_bytes() == b"".join(line.rstrip() + b"\n" for line in lines)


@pytest.mark.parametrize(
    "error",
    [DataError("a", 3, "bad"), MissingExtraError("joblib", "train"), ArtifactError("f", "cut"),
     UnknownNameError("audience", "x", ["y"]), OutputFolderError("full")],
)  # fmt: skip
def test_errors_come_whole_from_another_process(error):
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
