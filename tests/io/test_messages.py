"""Reading messages: every kind of file, every mistake with file and line."""

import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.io.layout import Layout
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
        ("a.csv", b'id,text\n1,a\n2,"b\n3,c\n', ["a", "c"], [b'2,"b\n']),
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


PIECES = {
    ".txt": [b"gg wp", b"", b"!\xff\xfe", b"x" * 300, b"caf\xc3\xa9", b"a\x00b"],
    ".jsonl": [b'{"text": "gg"}', b'"wp"', b"{", b"[1]", b'{"text": 5}', b"\xff", b'{"other": "x"}', b"[" * 2000, b""],
    ".csv": [b"1,gg", b'2,"a, ""b"""', b"3", b'4,"open', b"5,\xff", b"6,x,y", b'7,"two\nlines"', b'"8",ok', b""],
}


@pytest.mark.parametrize("suffix", PIECES)
@settings(deadline=None)
@given(data=st.data())
def test_every_line_of_a_broken_file_is_a_message_or_bad(tmp_path_factory, suffix, data):
    lines = data.draw(st.lists(st.sampled_from(PIECES[suffix]), max_size=20))
    path = tmp_path_factory.mktemp("rows") / f"a{suffix}"
    path.write_bytes((b"id,text\n" if suffix == ".csv" else b"") + b"".join(line + b"\n" for line in lines))
    bad = []
    found = list(read_records(path, on_bad=bad.append, layout=Layout(max_line=250, max_characters=200)))
    blank = 0 if suffix == ".txt" else lines.count(b"")
    joined = sum(record.text.count("\n") for record in found)

    assert len(found) + joined + len(bad) + blank == sum(line.count(b"\n") + 1 for line in lines)
    places = [record.line for record in found] + [one.error.line for one in bad]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(("name", "content"), [("a.txt", "{}"), ("a.jsonl", '{{"text": "{}"}}'), ("a.csv", "text\n{}")])
def test_a_message_too_long_is_bad_by_row(write, name, content):
    with pytest.raises(DataError, match=r"a message of 201 characters, more than 200; .*--max-characters"):
        read(write(name, content.format("x" * 201)), layout=Layout(max_characters=200))
    assert read(write(name, content.format("x" * 200)), layout=Layout(max_characters=200))


def test_memory_stays_bounded_for_a_line_without_end(tmp_path):
    path = tmp_path / "long.txt"
    with path.open("wb") as stream:
        for _ in range(60):
            stream.write(b"x" * 1_000_000)
        stream.write(b"\ngg\n")
    bad = []
    tracemalloc.start()
    assert read(path, on_bad=bad.append) == [(2, "gg")]
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()
    assert "more than 1,000,000 bytes" in bad[0].error.problem
