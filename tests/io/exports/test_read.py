"""What is wrong with an export is named by file and row, costs bounded memory, and loses nothing in silence."""

import gzip
import json
import os
import shutil
import tracemalloc
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export

SAMPLES = Path(__file__).parents[2] / "exports"
ROWS = [{"author": "rex", "text": "gg"}, {"author": "kiki", "text": "gg wp"}]


def texts(path, **options):
    return [message.text for message in read_export(path, **options)]


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_archives_and_folders_are_read_in_place(tmp_path):
    data = json.dumps(ROWS)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "a.json").write_text(data)
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(data.encode()))

    for path in (tmp_path / "plain", tmp_path / "b.json.gz", zipped(tmp_path / "c.zip", {"x/d.json": data})):
        assert texts(path) == ["gg", "gg wp"]
        assert not list(tmp_path.rglob("*.partial"))


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(DataError, match=r"missing\.json: no such file or folder"):
        texts(tmp_path / "missing.json")


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(DataError, match="holds no file"):
        texts(tmp_path)


@pytest.mark.parametrize("name", ["../up.json", "/etc/up.json", "a\\..\\up.json"])
def test_a_member_outside_the_archive_is_refused(tmp_path, name):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "[]")
    with pytest.raises(DataError, match="outside the archive"):
        texts(path)


def test_a_bomb_is_refused_in_bounded_memory(tmp_path):
    path = zipped(tmp_path / "bomb.zip", {"a.jsonl": b'{"author": "a", "text": "gg"}\n' + b"0" * 80_000_000})
    tracemalloc.start()
    with pytest.raises(DataError, match="times its size"):
        texts(path, on_bad=lambda bad: None)
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


def test_a_damaged_archive_is_named(tmp_path):
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(json.dumps(ROWS * 500).encode())[:-20])
    with pytest.raises(DataError, match="damaged"):
        texts(path)
    (tmp_path / "b.zip").write_bytes(b"PK nothing")
    with pytest.raises(DataError, match=r"not a \.zip file"):
        texts(tmp_path / "b.zip")


def test_a_truncated_export_is_an_error_after_what_stands_before(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(ROWS * 3, indent=1)[:-30])
    found = []
    with pytest.raises(DataError, match="cut short"):
        found.extend(message.text for message in read_export(path))
    assert found == ["gg", "gg wp"] * 2 + ["gg"]


def test_json_of_another_tool_is_no_list_of_messages(tmp_path):
    (tmp_path / "other.json").write_text('{"orders": [1, 2]}')
    with pytest.raises(DataError, match="--column text=NAME"):
        texts(tmp_path / "other.json")
    (tmp_path / "list.json").write_text('[{"sku": 1}]')
    with pytest.raises(DataError, match="--column text=NAME"):
        texts(tmp_path / "list.json")


def test_plain_lines_are_no_export(tmp_path):
    (tmp_path / "notes.txt").write_text("gg\nour secret ok\n")
    with pytest.raises(DataError, match="name its format"):
        texts(tmp_path / "notes.txt")


def test_a_format_that_does_not_exist_is_named(tmp_path):
    (tmp_path / "a.json").write_text("[]")
    with pytest.raises(UnknownNameError, match="whatsapp"):
        texts(tmp_path / "a.json", form="icq")


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8-sig", None), ("utf-16", None), ("cp1252", None), ("cp1250", "cp1250")]
)
def test_encodings(tmp_path, encoding, told):
    (tmp_path / "a.csv").write_bytes(
        "author;text\nŽofie;café\n".replace("Ž", "Z" if encoding == "cp1252" else "Ž").encode(encoding)
    )
    assert texts(tmp_path / "a.csv", options=ReadOptions(encoding=told)) == ["café"]


def test_a_line_without_end_is_bad_and_the_next_is_read(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_text(json.dumps(ROWS[0]) + "\n" + "x" * 3_000_000 + "\n" + json.dumps(ROWS[1]) + "\n")
    bad, tally = [], Tally()

    assert texts(path, on_bad=bad.append, tally=tally) == ["gg", "gg wp"]
    assert [one.error.line for one in bad] == [2]
    assert tally == {"messages": 2, "bad": 1}


def test_an_open_quote_costs_one_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('author,text\nrex,"gg\n' + "kiki,gg wp\n" * 1_999)
    bad = []

    assert texts(path, on_bad=bad.append) == ["gg wp"] * 1_999
    assert [one.error.line for one in bad] == [2]


@given(
    st.lists(
        st.sampled_from(["rex,gg", 'rex,"a ""b"" c"', "rex", '"', 'rex,"x', ",", "", 'kiki,"two\nlines"']), max_size=30
    )
)
def test_every_row_of_a_broken_table_is_counted_once(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("t") / "a.csv"
    path.write_text("author,text\n" + "\n".join(rows))
    bad, tally = [], Tally()
    messages = list(read_export(path, on_bad=bad.append, tally=tally))
    covered = [one.error.line for one in bad]
    for message in messages:
        more = (message.author + message.text).count("\n")  # lines that a quoted field goes on in
        covered += range(message.line, message.line + more + 1)
    filled = {number for number, line in enumerate(path.read_text().split("\n"), start=1) if line.strip()} - {1}

    assert tally == Counter(messages=len(messages), bad=len(bad))
    assert len(set(covered)) == len(covered)
    assert filled <= set(covered)


def test_times_and_units():
    read = ReadOptions().moment

    assert read("1772403300") == read(1_772_403_300_000) == read(1_772_403_300_000_000) == read("2026-03-01T22:15:00Z")
    assert ReadOptions(time_format="%d/%m/%Y %H.%M").moment("01/03/2026 22.15") == read("2026-03-01T22:15:00Z")
    for wrong in ("yesterday", True, [1], 1e300, "1e400"):
        with pytest.raises(ValueError, match="time"):
            read(wrong)


@pytest.mark.parametrize(
    ("at", "options", "assumed"),
    [
        (1_772_403_300_000, {}, ["times read as milliseconds; --time-unit decides"]),
        ("1772403300000000", {}, ["times read as microseconds; --time-unit decides"]),
        (1_772_403_300_000, {"time_unit": "milliseconds"}, []),
        (1_772_403_300, {}, []),
        ("2026-03-01T22:15:00Z", {}, []),
        (None, {}, []),
    ],
)
def test_a_unit_that_is_guessed_is_said_once(tmp_path, at, options, assumed):
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps([row | {"at": at} for row in ROWS]))
    tally = Tally()
    assert texts(tmp_path, options=ReadOptions(**options), tally=tally) == ["gg", "gg wp"] * 2
    assert tally.assumed == assumed


def test_files_beside_the_chats_are_counted_and_unknown_ones_named(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ROWS))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "notes.md").write_text("gg")
    (tmp_path / "empty.log").write_bytes(b"")
    zipped(tmp_path / "deep.zip", {"inner.zip": b"PK\x03\x04 more", "b.json": json.dumps(ROWS)})
    bad, tally = [], Tally()

    assert texts(tmp_path, on_bad=bad.append, tally=tally) == ["gg", "gg wp"] * 2
    assert tally == {"messages": 4, "files": 1, "bad": 3}
    assert {(one.error.path.rpartition("/")[2], one.error.problem.partition(";")[0]) for one in bad} == {
        ("notes.md", "no known export"),
        ("empty.log", "is empty"),
        ("inner.zip", "holds a .zip file"),
    }


def test_a_folder_of_mixed_exports_reads_each_by_its_own_format(tmp_path):
    """A `users.json` and a day of Slack in another place make no workspace of the whole folder."""
    shutil.copytree(SAMPLES / "slack", tmp_path / "work")
    for name in ("discord.json", "whatsapp_german.txt"):
        shutil.copy(SAMPLES / name, tmp_path / name)
    (tmp_path / "README.md").write_text("gg")
    (tmp_path / "users.json").write_text('[{"id": "U9", "name": "other"}]')
    bad, tally = [], Tally()
    messages = list(read_export(tmp_path, on_bad=bad.append, tally=tally))

    assert (len(messages), tally) == (11, {"messages": 11, "system": 2, "empty": 3, "bad": 2})
    assert {(message.conversation, message.title) for message in messages} >= {("C1", "#general"), ("D1", "Kiki, rex")}
    problems = {Path(one.error.path).name: one.error.problem for one in bad}
    assert problems["README.md"].startswith("no known export")
    assert "--column text=NAME" in problems["users.json"]


def test_two_workspaces_keep_their_own_names(tmp_path):
    for name, shown in (("one", "Ana"), ("two", "Ben")):
        (tmp_path / name / "general").mkdir(parents=True)
        (tmp_path / name / "users.json").write_text(json.dumps([{"id": "U1", "name": shown}]))
        row = {"type": "message", "user": "U1", "text": "gg", "ts": "1772403300.000100"}
        (tmp_path / name / "general" / "2026-03-01.json").write_text(json.dumps([row]))

    assert [message.name for message in read_export(tmp_path)] == ["Ana", "Ben"]


def test_a_link_that_leads_out_of_the_export_is_refused(tmp_path):
    (tmp_path / "secret.json").write_text(json.dumps(ROWS))
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(ROWS))
    (folder / "b.json").symlink_to("a.json")
    assert texts(folder) == ["gg", "gg wp"] * 2

    (folder / "c.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(DataError, match=r"c\.json: is a link that leads out"):
        texts(folder)


def test_a_link_in_an_archive_is_refused(tmp_path):
    link = zipfile.ZipInfo("a.json")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="holds a link"):
        texts(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.json", "a.csv", "a.txt", "a.jsonl.gz"])
def test_an_empty_file_is_named(tmp_path, name):
    (tmp_path / name).write_bytes(gzip.compress(b"") if name.endswith(".gz") else b"")
    with pytest.raises(DataError, match="is empty"):
        texts(tmp_path / name)


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    (tmp_path / "a.json").write_text("[]")
    (tmp_path / "a.json").chmod(0)
    with pytest.raises(DataError, match="Permission denied"):
        texts(tmp_path / "a.json")


def test_deep_json_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("[" * 100_000)
    with pytest.raises(DataError, match=r"lists within each other|not valid JSON"):
        texts(tmp_path / "a.json")


def test_files_of_one_name_in_two_folders_are_two_conversations(tmp_path):
    for folder in ("monday", "tuesday"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "chat.json").write_text(json.dumps(ROWS))

    assert len({message.conversation for message in read_export(tmp_path)}) == 2


@pytest.mark.parametrize(
    "sample", sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".json", ".txt", ".log", ".csv"))
)
def test_a_sample_cut_anywhere_is_read_up_to_there_or_named(tmp_path, sample):
    """No cut gives another error than DataError, and none gives a message that the whole sample lacks."""
    data = (SAMPLES / sample).read_bytes()
    whole = texts(SAMPLES / sample)
    for end in range(1, len(data), max(1, len(data) // 25)):
        path = tmp_path / sample
        path.write_bytes(data[:end])
        found = []
        with suppress(DataError):
            found.extend(message.text for message in read_export(path, on_bad=lambda bad: None))
        assert all(one == two for one, two in zip(found[:-1], whole, strict=False))
        path.write_bytes(data[:end].replace(b"e", b"\x00\xff"))
        with suppress(DataError):
            list(read_export(path, on_bad=lambda bad: None))


LISTS = {
    "discord.json": "messages", "matrix.json": "messages", "telegram_one_chat.json": "messages",
    "twitch_downloader.json": "comments", "chat_downloader.json": None, "array.json": None,
}  # fmt: skip
WRONG = [
    5,
    None,
    "gg",
    [],
    {},
    {"text": 5, "content": [], "author": {}, "type": "message", "from_id": 3, "message": {}},
]


@pytest.mark.parametrize("sample", LISTS)
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_every_item_of_a_broken_export_is_counted_once(tmp_path_factory, sample, data):
    whole = json.loads((SAMPLES / sample).read_bytes())
    items = whole[LISTS[sample]] if LISTS[sample] else whole
    drawn = [items[0], *data.draw(st.lists(st.sampled_from(items + WRONG), max_size=12))]
    path = tmp_path_factory.mktemp("e") / sample
    path.write_text(json.dumps(whole | {LISTS[sample]: drawn} if LISTS[sample] else drawn))
    bad, tally = [], Tally()
    found = list(read_export(path, on_bad=bad.append, tally=tally))

    assert tally.total() == len(drawn)
    assert tally["messages"] == len(found)
    assert tally["bad"] == len(bad)


@pytest.mark.parametrize("sample", ["whatsapp_german.txt", "irc_irssi.log", "irc_weechat.weechatlog"])
@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_every_line_of_a_broken_log_is_counted_once(tmp_path_factory, sample, data):
    lines = [line for line in (SAMPLES / sample).read_bytes().splitlines() if not line.startswith(b"---")]
    wrong = [b"\xff", b"99:99 <a> b", b"31.02.26, 22:15 - a: b", b"x" * 300]
    drawn = [lines[0], *data.draw(st.lists(st.sampled_from(lines + wrong), max_size=12))]
    path = tmp_path_factory.mktemp("e") / sample
    path.write_bytes(b"\n".join(drawn))
    tally, bad = Tally(), []
    form = "whatsapp" if sample.startswith("whatsapp") else "irc"
    options = ReadOptions(max_line=200)
    found = list(read_export(path, form=form, options=options, on_bad=bad.append, tally=tally))
    merged = sum(message.text.count("\n") for message in found)
    if form == "whatsapp":  # lines that go on after a row without words, or of the platform
        assert tally.total() + merged <= len(drawn)
        assert {one.error.line for one in bad} >= {
            n for n, line in enumerate(drawn, 1) if line in (b"\xff", b"x" * 300)
        }
    else:
        assert tally.total() == len(drawn)
