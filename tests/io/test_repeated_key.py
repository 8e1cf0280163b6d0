"""A key that stands twice in an object loses a value: the row is bad and the key is named, in every reader."""

import gzip
import json

import pytest

from grooming_risk.errors import DataError
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.io.messages import read_records
from grooming_risk.review.files import json_records
from grooming_risk.review.record import read_reviews
from support.cli import rows, run

TWICE = '{"author": "rex", "conversation": "c", "text": "our secret", "text": "gg"}'
INNER = '{"author": {"id": 1, "id": 2}, "conversation": "c", "text": "gg"}'
FINE = '{"author": "rex", "conversation": "c", "text": "brb"}'
FORMS = {"a.jsonl": "{}\n{}\n", "a.ndjson": "\n{}\n{}\n", "a.json": "[{}, {}]"}


@pytest.mark.parametrize(("row", "key"), [(TWICE, "text"), (INNER, "id")])
@pytest.mark.parametrize("name", FORMS)
def test_a_row_with_a_key_twice_is_bad_and_the_others_are_read(tmp_path, name, row, key):
    path = tmp_path / name
    path.write_text(FORMS[name].format(row, FINE).replace("}{", "},{"))

    bad = []
    assert [record.text for record in read_records(path, on_bad=bad.append)] == ["brb"]
    tally = Tally()
    assert [one.text for one in read_export(path, on_bad=bad.append, tally=tally)] == ["brb"]
    assert [f"the key {key!r} stands twice" in str(one.error) for one in bad] == [True, True]
    assert tally == {"messages": 1, "bad": 1}
    assert not any(b"secret" in str(one.error).encode() for one in bad)


def test_standard_input_and_the_command_line_name_it(tmp_path):
    for content in (f"{TWICE}\n{FINE}\n", f"[{FINE}, {TWICE}]"):
        _, told = run("score", stdin=content.encode(), status=2)
        assert "<stdin>:" in told
        assert "the key 'text' stands twice" in told
        bad = tmp_path / "bad.txt"
        assert [row["text"] for row in rows(run("score", "--skip-bad", bad, stdin=content.encode()))] == ["brb"]
        assert "secret" in bad.read_text() or "stands twice" in bad.read_text()  # the line, or where the item stands


@pytest.mark.parametrize(
    ("form", "whole"),
    [
        ("discord", {"guild": {"name": "g"}, "channel": {"id": "1", "name": "c"}, "messages": ["ROW"]}),
        ("telegram", {"name": "c", "type": "personal_chat", "id": 1, "messages": ["ROW"]}),
        ("matrix", {"room_name": "c", "messages": ["ROW"]}),
        ("twitch", {"streamer": {"name": "s"}, "video": {"id": "1"}, "comments": ["ROW"]}),
        ("chat-downloader", ["ROW"]),
        ("slack", ["ROW"]),
        ("json", ["ROW"]),
    ],
)
def test_every_export_of_json_names_it(tmp_path, form, whole):
    path = tmp_path / "2026-03-01.json"
    path.write_text(json.dumps(whole).replace('"ROW"', TWICE))

    bad = []
    assert list(read_export(path, form=form, on_bad=bad.append)) == []
    assert ["the key 'text' stands twice" in str(one.error) for one in bad] == [True]


def test_a_key_twice_outside_the_messages_is_an_error(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"name": "a", "name": "b", "messages": []}')

    with pytest.raises(DataError, match="the key 'name' stands twice"):
        list(read_export(path, form="telegram", options=ReadOptions()))


def test_reviews_name_it(tmp_path):
    path = tmp_path / "a.json"
    row = '{"id": 1, "text": "gg", "labels": [], "labels": ["secrecy"]}'
    for content, place in ((f"[{row}]", "a.json:"), (row, "a.json:1:"), (f"{FINE}\n{row}\n", "a.json:2:")):
        path.write_text(content)
        with pytest.raises(DataError, match="the key 'labels' stands twice") as caught:
            list(json_records(path))
        assert place in str(caught.value)
    path.write_text(row)
    with pytest.raises(DataError, match="the key 'labels' stands twice"):
        list(read_reviews(path))


@pytest.mark.parametrize("first", [b"", FINE.encode() + b"\n"])
def test_a_gzip_file_of_several_members_is_read_whole(tmp_path, first):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(first) + gzip.compress(FINE.encode()))
    count = 2 if first else 1

    assert len(list(read_records(path))) == len(list(read_export(path))) == count
    assert len(list(json_records(path))) == count
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match="damaged"):
        list(read_records(path))
