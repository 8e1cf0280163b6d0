"""Blocks of records and of tables: nothing before an error is lost, bad rows are those of single records."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from grooming_risk.errors import DataError
from grooming_risk.io.blocks import BLOCK, parquet_blocks, record_blocks
from grooming_risk.io.layout import AS_IT_IS
from grooming_risk.io.lines import stop_at
from grooming_risk.io.messages import Record, read_records


def records(count, then=None):
    for number in range(1, count + 1):
        yield Record("a.jsonl", number, f"gg {number}", {"id": number})
    if then:
        raise then


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_every_record_is_in_one_block(count):
    blocks = list(record_blocks(records(count), ["id"], 3))
    assert [line for block in blocks for line in block.lines] == [*range(1, count + 1)]
    assert all(len(block.texts) == len(block.kept["id"]) <= 3 for block in blocks)


@pytest.mark.parametrize("count", [0, 2, 3])
def test_what_stands_before_an_error_comes_before_it(count):
    blocks = record_blocks(records(count, DataError("a.jsonl", count + 1, "torn")), ["id"], 3)
    found = []
    with pytest.raises(DataError, match="torn"):
        found += [block.texts for block in blocks] or []
    blocks = record_blocks(records(count, DataError("a.jsonl", count + 1, "torn")), ["id"], 3)
    if count:
        assert next(blocks).lines == [*range(1, count + 1)]
    with pytest.raises(DataError, match="torn"):
        next(blocks)


def read_alike(path, column="text", kept=()):
    """Return what both readers say of a .parquet file: rows, and bad rows."""
    found = []
    for by_block in (False, True):
        bad, rows = [], []
        try:
            if by_block:
                for block in parquet_blocks(path, column, kept, bad.append, AS_IT_IS):
                    columns = [block.values(name) for name in kept]
                    rows += zip(block.lines, block.texts, *columns, strict=True)
            else:
                for record in read_records(path, column=column, on_bad=bad.append, kept=kept, needed=[column, *kept]):
                    rows.append((record.line, record.text, *(record.fields[name] for name in kept)))
        except DataError as error:
            bad.append(str(error))
        found.append((rows, [(str(one[0]), one[1]) if isinstance(one, tuple) else one for one in bad]))
    return found


@pytest.mark.parametrize(
    "texts",
    [
        pa.array(["gg", None, "wp", "x" * 100_001]),
        pa.array(["gg", None]).dictionary_encode(),
        pa.array(["gg", None], pa.large_string()),
        pa.array(["gg", None], pa.string_view()),
        pa.array([1, None]),
        pa.array([b"gg", None]),
        pa.array([None, None]),
        pa.array([["gg"], None]),
        pa.array([], pa.string()),
    ],
)
def test_rows_and_bad_rows_are_those_of_single_records(texts, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": pa.array(range(len(texts))), "text": texts}), path)
    single, blocks = read_alike(path, kept=("id",))
    assert single == blocks


@pytest.mark.parametrize(("column", "kept"), [("body", ()), ("text", ("nothing",)), ("text", ("id", "id"))])
def test_missing_columns_are_those_of_single_records(column, kept, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [1], "text": ["gg"]}), path)
    single, blocks = read_alike(path, column, kept)
    assert single == blocks


@pytest.mark.parametrize("names", [["text", "text"], ["id", "text", "id"]])
def test_two_columns_of_one_name_are_refused(names, tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table([pa.array(["gg"])] * len(names), names=names), path)
    single, blocks = read_alike(path, kept=("id",) if "id" in names else ())
    assert single == blocks


def test_no_block_is_larger_than_the_limit(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["gg"] * (2 * BLOCK + 1)}), path)
    blocks = list(parquet_blocks(path, "text", (), stop_at, AS_IT_IS))
    assert [len(block.texts) for block in blocks] == [BLOCK, BLOCK, 1]
    assert blocks[-1].lines[0] == 2 * BLOCK + 1
