"""Parts in Parquet: row groups, types, columns to keep."""

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import ROWS, part_rows, part_writer
from grooming_risk.errors import DataError
from grooming_risk.scoring.result import SCORE_COLUMNS


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
