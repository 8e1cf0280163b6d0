"""Standard input: what it holds is known by its first bytes, and an export is never scored as lines in silence."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest

from grooming_risk.errors import DataError
from grooming_risk.io.standard_input import read_stream

SAMPLES = Path(__file__).parents[1] / "exports"
ROWS = [{"text": "gg"}, {"text": "wp"}]


@pytest.mark.parametrize(
    "content",
    [
        b"gg\nwp\n",
        b'{"text": "gg"}\n{"text": "wp"}',
        b'\n\n{"text": "gg"}\n"wp"\n',
        json.dumps(ROWS).encode(),
        json.dumps(ROWS, indent=1).encode(),
        b"\n " + json.dumps(ROWS).encode(),
        b"id,text\n1,gg\n2,wp\n",
        "id;text\r\n1;gg\r\n2;wp\r\n".encode("utf-16"),
        b"sep=;\nid;text\n1;gg\n2;wp\n",
    ],
)
def test_what_it_holds_is_known(content):
    assert [record.text for record in read_stream(BytesIO(content))] == ["gg", "wp"]


@pytest.mark.parametrize(
    "words", ["[22:15] see you", "{lol}", "[", "[1] and [2]", "hi, text me", "call me,then text,ok?"]
)
def test_words_are_no_json_and_no_table(words):
    read = [record.text for record in read_stream(BytesIO(f"{words}\ngg\n".encode()), plain=words == "[")]

    assert read == [words, "gg"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("discord.json", "DiscordChatExporter, JSON"),
        ("telegram_result.json", "Telegram"),
        ("matrix.json", "Element"),
        ("twitch_downloader.json", "TwitchDownloader"),
        ("chat_downloader.json", "chat-downloader"),
        ("whatsapp_android_day_first.txt", "WhatsApp"),
        ("irc_irssi.log", "IRC"),
        ("irc_weechat.weechatlog", "IRC"),
    ],
)
def test_an_export_is_refused_with_the_ways_to_read_it(name, title):
    data = (SAMPLES / name).read_bytes()

    with pytest.raises(DataError, match=rf"<stdin>: looks like an export \({title}.*grooming-risk triage.*--from"):
        list(read_stream(BytesIO(data)))
    assert len(list(read_stream(BytesIO(data), plain=True))) == len(data.splitlines())


def test_one_line_json_of_an_export_is_no_json_line():
    data = json.dumps(json.loads((SAMPLES / "discord.json").read_bytes())).encode()

    with pytest.raises(DataError, match="looks like an export"):
        list(read_stream(BytesIO(data)))


def test_packed_files_are_named():
    with pytest.raises(DataError, match=r"holds a \.gz file"):
        list(read_stream(BytesIO(gzip.compress(b"gg"))))


def test_a_table_without_the_column_is_named_by_line():
    with pytest.raises(DataError, match="no field 'text'"):
        list(read_stream(BytesIO(b'[{"message": "gg"}]')))
