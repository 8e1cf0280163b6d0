"""Reading messages: every kind of file, every mistake with file and line."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.io.messages import count_lines, read_records

ROWS = [("gg wp", "1"), ('she said "ok", then left', "2"), ("two\nlines", "3"), ("žž 😀", "4")]


@pytest.fixture
def write(tmp_path):
    def write_file(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


def read(path, **options):
    return [(record.line, record.text) for record in read_records(path, **options)]


def test_text_file_has_a_message_a_line(write):
    assert read(write("a.txt", "gg\r\n\nžž\n")) == [(1, "gg"), (2, ""), (3, "žž")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "one\rtwo\r"),
        ("a.jsonl", '{"text": "one"}\r"two"'),
        ("a.csv", 'id,text\r1,one\r2,"two"\r'),
    ],
)
def test_files_without_line_feed_are_split_at_carriage_returns(write, name, content):
    assert [text for _, text in read(write(name, content))] == ["one", "two"]


def test_a_carriage_return_within_a_message_stays(write):
    assert read(write("a.txt", "one\rtwo\ngg\rwp")) == [(1, "one\rtwo"), (2, "gg\rwp")]


def test_byte_order_mark_is_removed(write):
    assert read(write("a.txt", b"\xef\xbb\xbfgg\n")) == [(1, "gg")]


def test_json_lines_keep_their_other_fields(write):
    path = write("a.jsonl", '{"text": "gg", "id": 7}\n\n"bare"\n')
    records = list(read_records(path))

    assert [(r.line, r.text, r.fields) for r in records] == [(1, "gg", {"id": 7}), (3, "bare", {})]


def test_csv_rows_are_named_by_the_line_they_begin_on(write):
    path = write("a.csv", 'id,text\n1,gg\n2,"two\nlines"\n3,"a ""b"", c"\n')

    assert read(path) == [(2, "gg"), (3, "two\nlines"), (5, 'a "b", c')]


def test_parquet_rows_are_numbered(tmp_path):
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": [t for t, _ in ROWS], "id": [i for _, i in ROWS]}), tmp_path / "a.parquet")

    assert read(tmp_path / "a.parquet") == [(n, text) for n, (text, _) in enumerate(ROWS, start=1)]


@pytest.mark.parametrize(
    ("name", "content", "place", "problem"),
    [
        ("a.txt", b"gg\n\xff\xfe\n", ":2:", "not UTF-8 at byte 1"),
        ("a.jsonl", b'{"text": "gg"}\n{"text": \n', ":2:", "not valid JSON"),
        ("a.jsonl", b'{"txt": "gg"}\n', ":1:", "no field 'text'"),
        ("a.jsonl", b'{"text": 5}\n', ":1:", "must be a string, not int"),
        ("a.jsonl", b"[1]\n", ":1:", "got list"),
        ("a.jsonl", b"[" * 100_000 + b"\n", ":1:", "not valid JSON"),
        ("a.csv", b"id,message\n1,gg\n", ":1:", "no column 'text'"),
        ("a.csv", b"", ":1:", "no column 'text'"),
        ("a.csv", b"id,text\n1,gg\n2,gg,wp\n", ":3:", "3 fields where the header has 2"),
        ("a.csv", b'id,text\n1,"gg\n2,wp\n', ":2:", "not valid CSV"),
        ("a.csv", b"id,text\n1,gg\n2,\xff\n", ":3:", "not UTF-8"),
        ("a.parquet", b"no parquet", ":", "not a .parquet file"),
        ("a.log", b"gg\n", ":", "unknown kind of file"),
    ],
)
def test_mistake_is_named_with_file_and_line(write, name, content, place, problem):
    path = write(name, content)

    with pytest.raises(DataError) as caught:
        read(path)

    assert f"{path}{place}" in str(caught.value)
    assert problem in str(caught.value)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.txt: cannot be read"):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("name", "content", "texts", "bad"),
    [
        ("a.txt", b"a\n\xff\nb\n", ["a", "b"], [b"\xff\n"]),
        ("a.jsonl", b'{"text": "a"}\nnope\n{"text": "b"}', ["a", "b"], [b"nope\n"]),
        ("a.csv", b"id,text\n1,a\nx\n2,\xff\n3,b\n", ["a", "b"], [b"x\n", b"2,\xff\n"]),
        ("a.csv", b'id,text\n1,a\n2,"b\n3,c\n', ["a"], [b'2,"b\n3,c\n']),
    ],
)
def test_bad_lines_are_reported_whole(write, name, content, texts, bad):
    handed = []

    assert [text for _, text in read(write(name, content), on_bad=handed.append)] == texts
    assert [b.raw for b in handed] == bad


def test_errors_do_not_quote_the_message(write):
    with pytest.raises(DataError) as caught:
        read(write("a.jsonl", '{"other": "my private words"}\n'))

    assert "private" not in str(caught.value)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_json_lines_round_trip(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("rows") / "a.jsonl"
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")

    assert [text for _, text in read(path)] == texts


def test_lines_are_counted_for_the_progress_bar(write, tmp_path):
    assert count_lines(write("a.txt", "a\nb\n")) == 2
    assert count_lines(tmp_path / "none.txt") is None
