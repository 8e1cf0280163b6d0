"""CSV as people have it: any delimiter, encoding and line end; a broken row costs itself only."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.io.csv_rows import csv_rows, csv_table
from grooming_risk.io.layout import Layout
from grooming_risk.io.lines import BadLine

TABLE = 'id,text\n1,gg\n2,"two, ""three"""\n'
EXPECTED = (["id", "text"], [(2, ["1", "gg"]), (3, ["2", 'two, "three"'])])


def table(data, **layout):
    header, rows = csv_table(BytesIO(data), "a.csv", layout=Layout(**layout))
    return header, list(rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_known_by_the_bytes(encoding, end):
    if encoding == "utf-32":
        assert table(TABLE.replace("\n", end).encode("utf-32")) == EXPECTED
    assert table(TABLE.replace("\n", end).encode(encoding)) == EXPECTED


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_header_tells_the_delimiter(sign):
    data = f"id{sign}text\n1{sign}a, b, c\n".encode()

    assert table(data) == (["id", "text"], [(2, ["1", "a, b, c"])])
    assert table(f"sep={sign}\nid{sign}text\n1{sign}gg\n".encode()) == (["id", "text"], [(3, ["1", "gg"])])


def test_a_delimiter_and_an_encoding_can_be_given():
    assert table("id#text\n1#Žofie\n".encode("cp1250"), delimiter="#", encoding="cp1250")[1] == [(2, ["1", "Žofie"])]


def test_quotes_within_a_field_are_words():
    assert table(b'id,text\n1,my 15" screen\n2,5" too\n')[1] == [(2, ["1", 'my 15" screen']), (3, ["2", '5" too'])]


def test_one_open_quote_costs_one_row():
    data = b'id,text\n1,"gg\n' + b"2,gg wp\n" * 1_998
    bad = []
    _, rows = csv_table(BytesIO(data), "a.csv", bad.append)

    assert len(list(rows)) == 1_998
    assert [(one.error.line, one.raw) for one in bad] == [(2, b'1,"gg\n')]
    assert "a quote is not closed" in bad[0].error.problem


def test_many_open_quotes_cost_linear_time_and_no_stack():
    bad = []
    _, rows = csv_table(BytesIO(b"id,text\n" + b'1,"gg\n2,wp\n' * 20_000), "a.csv", bad.append)

    assert len(list(rows)) == len(bad) == 20_000


@pytest.mark.parametrize("header", ["text,id,text", "a,b,a "])
def test_two_columns_of_one_name_are_refused(header):
    with pytest.raises(DataError, match=r"a\.csv:1: the columns 1 and 3 have one name"):
        table(f"{header}\n1,2,3\n".encode())


def test_a_line_too_long_is_bad_and_the_next_one_is_read():
    bad = []
    _, rows = csv_table(BytesIO(b"id,text\n1," + b"x" * 5_000 + b"\n2,gg\n"), "a.csv", bad.append, Layout(max_line=100))

    assert list(rows) == [(3, ["2", "gg"])]
    assert "more than 100 bytes" in bad[0].error.problem


LINES = [
    "rex,gg",
    'rex,"a ""b"" c"',
    "rex",
    '"',
    'rex,"x',
    ",",
    "",
    'kiki,"two\nlines"',
    "a,\xff",
    "a\x00b,c",
    'x"y,z"',
]


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_every_line_of_a_broken_table_is_in_one_row_or_bad(lines):
    data = ("author,text\n" + "\n".join(lines)).encode("latin-1")
    _, rows = csv_rows(BytesIO(data), "a.csv", Layout())
    raws, numbers = [], []
    for row in rows:
        raws.append(row.raw if isinstance(row, BadLine) else row[1])
        numbers.append(row.error.line if isinstance(row, BadLine) else row[0])

    assert b"".join(raws).replace(b"\n", b"") == data[len("author,text\n") :].replace(b"\n", b"")
    assert numbers == sorted(set(numbers))
