"""Blocks in files: the rows of single scores in JSON lines and Parquet, columns to keep, row groups."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import score
from grooming_risk.batch.block_file import block_writer
from grooming_risk.batch.block_lines import json_lines
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import ROWS, part_rows
from grooming_risk.batch.rows import message_row
from grooming_risk.batch.run import score_files
from grooming_risk.io import json_fast
from grooming_risk.io.blocks import MessageBlock
from grooming_risk.io.jsonl import json_line
from grooming_risk.io.messages import Record
from grooming_risk.scoring.block import score_block
from grooming_risk.scoring.result import SCORE_COLUMNS
from grooming_risk.scoring.scorer import default_model
from support.strategies import messages

MODEL = default_model()
KEPT = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.lists(st.text(max_size=2))
)
TEXTS = ["gg", "our secret ok? dont tell ur mom", "\ud800 \u202e\x7f\u2028", 'say "hi" \\ \t', ""]


@pytest.mark.parametrize("compiled", [None, MODEL.compiled])
@pytest.mark.parametrize("by_orjson", [False, True])
@given(st.lists(st.tuples(messages | st.sampled_from(TEXTS), KEPT), max_size=4), st.booleans())
@settings(deadline=None, max_examples=30)
def test_lines_are_those_of_single_scores(compiled, by_orjson, rows, text):
    texts, kept = [row[0] for row in rows], [row[1] for row in rows]
    records = [Record("a\u202e.jsonl", line, text, {'i"d': value}) for line, (text, value) in enumerate(rows, 5)]
    lines = [json_line(message_row(one, score(one.text), ['i"d'], text=text), default=str) for one in records]

    with pytest.MonkeyPatch.context() as patch:
        if not by_orjson:
            patch.setattr(json_fast, "orjson", None)
        block = MessageBlock([record.line for record in records], texts, {'i"d': kept})
        assert json_lines("a\u202e.jsonl", block, score_block(MODEL, texts, compiled), text=text) == b"".join(lines)


def source_table(path, count=0):
    texts = pa.array([*TEXTS[:2], *["gg"] * count])
    columns = {
        "text": texts.cast(pa.large_string()).dictionary_encode(),
        "id": pa.array(range(len(texts)), pa.int16()),
        "when": pa.array([None, *range(1, len(texts))], pa.timestamp("ms", "UTC")),
        "room": pa.array(["a", "b"] + ["c"] * count).dictionary_encode(),
        "long": texts.cast(pa.large_string()),
        "tags": pa.array([["x"], None] + [[]] * count, pa.list_(pa.string())),
    }
    pq.write_table(pa.table(columns), path, row_group_size=700)
    return pq.read_table(path)


def test_columns_of_a_table_are_carried_over_as_they_are(tmp_path):
    table = source_table(tmp_path / "in.parquet", ROWS)
    kept = ("tags", "id", "when", "room", "long")
    score_files([tmp_path / "in.parquet"], tmp_path / "out", Options(keep=kept, text=True))

    file = pq.ParquetFile(tmp_path / "out" / "in.parquet")
    made = file.read()
    assert made.column_names == ["source", "line", *kept, "text", *SCORE_COLUMNS]
    for name in kept:
        assert made.schema.field(name).type == table.schema.field(name).type
        assert made[name].to_pylist() == table[name].to_pylist()
    assert made["text"].to_pylist() == table["text"].to_pylist()
    assert made["line"].to_pylist() == [*range(1, len(table) + 1)]
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [ROWS, 2]


def test_a_table_and_its_json_lines_have_the_same_numbers(tmp_path):
    source_table(tmp_path / "in.parquet")
    for form in ("parquet", "jsonl"):
        score_files([tmp_path / "in.parquet"], tmp_path / form, Options(keep=("id", "when"), form=form))

    table = list(part_rows(tmp_path / "parquet" / "in.parquet"))
    lines = list(part_rows(tmp_path / "jsonl" / "in.parquet.jsonl"))
    for row, line in zip(table, lines, strict=True):
        flat = {**line, **line.pop("patterns")}
        assert {**row, "when": row["when"] and str(row["when"])} == {name: flat[name] for name in row} | {
            "when": line["when"]
        }
    assert lines[0]["when"] is None


@pytest.mark.parametrize("level", ["low", "high"])
@pytest.mark.parametrize("name", ["in.parquet", "in.jsonl"])
def test_rows_below_the_level_are_left_out(level, name, tmp_path):
    texts = [TEXTS[0], TEXTS[1], "wp"]
    if name == "in.parquet":
        pq.write_table(pa.table({"text": texts, "id": [1, 2, 3]}), tmp_path / name)
    else:
        lines = [json.dumps({"text": text, "id": number}) for number, text in enumerate(texts, 1)]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    outcome = score_files([tmp_path / name], tmp_path / "out", Options(keep=("id",), level=level))

    wanted = [] if level == "high" and score(TEXTS[1]).level != "high" else [2]
    (part,) = [path for path in (tmp_path / "out").iterdir() if path.name.startswith("in")]
    assert [row["id"] for row in part_rows(part)] == wanted
    assert [row["line"] for row in part_rows(part)] == wanted
    assert outcome.levels.total() == 3


def test_bad_rows_of_a_table_are_put_aside_and_the_others_keep_their_lines(tmp_path):
    texts = ["gg", None, "x" * 100_001, "wp"]
    pq.write_table(pa.table({"text": texts, "id": [1, 2, 3, 4]}), tmp_path / "in.parquet")
    options = Options(keep=("id",))
    outcome = score_files([tmp_path / "in.parquet"], tmp_path / "out", options, skip_bad=tmp_path / "bad")

    assert [(row["line"], row["id"]) for row in part_rows(tmp_path / "out" / "in.parquet")] == [(1, 1), (4, 4)]
    bad = [json.loads(line) for line in (tmp_path / "bad").read_text().splitlines()]
    assert [row["text"] for row in bad] == texts[1:3]
    assert [row["id"] for row in bad] == [2, 3]
    assert outcome.bad == 2


def test_an_empty_part_has_the_columns(tmp_path):
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "in.parquet")
    score_files([tmp_path / "in.parquet"], tmp_path / "out")
    with block_writer(tmp_path / "none.jsonl", "a", "a", Options()):
        pass

    assert pq.read_table(tmp_path / "out" / "in.parquet").column_names == ["source", "line", *SCORE_COLUMNS]
    assert (tmp_path / "none.jsonl").read_bytes() == b""


def test_lone_surrogates_and_other_values_become_strings_of_a_table(tmp_path):
    rows = [{"text": "gg \ud83d", "id": "a\ud800"}, {"text": "wp", "id": None}, {"text": "hi", "id": {"a": [1]}}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    score_files([tmp_path / "in.jsonl"], tmp_path / "out", Options(keep=("id",), text=True, form="parquet"))

    made = list(part_rows(tmp_path / "out" / "in.jsonl.parquet"))
    assert [row["id"] for row in made] == ["a\N{REPLACEMENT CHARACTER}", None, '{"a": [1]}']
    assert [row["text"] for row in made] == ["gg \N{REPLACEMENT CHARACTER}", "wp", "hi"]


def test_what_repeats_is_written_once_and_scores_as_they_are(tmp_path):
    source_table(tmp_path / "in.parquet")
    score_files([tmp_path / "in.parquet"], tmp_path / "out", Options(keep=("id", "room", "tags"), text=True))

    group = pq.ParquetFile(tmp_path / "out" / "in.parquet").metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    plain = {column.path_in_schema for column in columns if column.dictionary_page_offset is None}
    assert plain == {"line", *SCORE_COLUMNS} - {"level", "found"}
