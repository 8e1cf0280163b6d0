"""Each format's sample: what is read, what is left out, and that it is known without being named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grooming_risk.io.exports.formats import format_of
from grooming_risk.io.exports.options import ReadOptions
from grooming_risk.io.exports.read import Tally, read_export
from grooming_risk.io.source import sources

SAMPLES = Path(__file__).parents[2] / "exports"
SECRET = "our secret ok, dont tell your mom"
PICTURE = "send me a pic of you on snap, just for me"

# sample -> format, messages, rows of the platform, rows without words
EXPECTED = {
    "discord.json": ("discord", 5, 1, 1),
    "discord.csv": ("discord-csv", 2, 0, 1),
    "whatsapp_android_day_first.txt": ("whatsapp", 3, 1, 1),
    "whatsapp_iphone_month_first_12h.txt": ("whatsapp", 3, 0, 1),
    "whatsapp_german.txt": ("whatsapp", 2, 0, 1),
    "telegram_one_chat.json": ("telegram", 3, 1, 1),
    "telegram_result.json": ("telegram", 4, 1, 1),
    "matrix.json": ("matrix", 3, 1, 1),
    "irc_weechat.weechatlog": ("irc", 4, 1, 0),
    "irc_irssi.log": ("irc", 4, 1, 0),
    "irc_znc": ("irc", 4, 1, 0),
    "twitch_downloader.json": ("twitch", 3, 0, 0),
    "chat_downloader.json": ("chat-downloader", 3, 1, 0),
    "table_semicolon.csv": ("csv", 4, 0, 0),
    "table_utf16.tsv": ("csv", 4, 0, 0),
    "table_cr.csv": ("csv", 4, 0, 0),
    "array.json": ("json", 4, 0, 0),
    "lines.ndjson": ("jsonl", 4, 0, 0),
    "slack": ("slack", 4, 1, 1),
}


def read(name, **options):
    tally = Tally()
    return list(read_export(SAMPLES / name, tally=tally, **options)), tally


@pytest.mark.parametrize("name", EXPECTED)
def test_sample_is_read_and_every_row_counted(name):
    messages, tally = read(name)
    form, count, system, empty = EXPECTED[name]

    assert (len(messages), tally["system"], tally["empty"], tally["bad"]) == (count, system, empty, 0)
    assert tally["messages"] == count
    if form != "slack":
        assert {format_of(source, ReadOptions()) for source in sources(SAMPLES / name)} == {form}
        assert read(name, form=form)[0] == messages


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"discord.csv", "whatsapp_german.txt"}))
def test_words_author_and_time_arrive(name):
    messages, _ = read(name)
    risky = [message for message in messages if message.text in (SECRET, PICTURE)]

    assert len(risky) >= 2
    assert len({message.author for message in risky}) == 1
    assert all(message.at and message.at.tzinfo for message in risky)
    assert {message.at.year for message in risky} == {2026}


def test_every_sample_is_listed():
    assert {path.name for path in SAMPLES.iterdir()} == {*EXPECTED, "README.md"}


def test_conversations_have_ids_and_titles():
    assert {(m.conversation, m.title) for m in read("discord.json")[0]} == {("55", "Block Builders #general")}
    assert {(m.conversation, m.title) for m in read("telegram_result.json")[0]} == {("4242", "Kiki"), ("77", "Club")}
    assert {(m.conversation, m.title) for m in read("slack")[0]} == {("C1", "#general"), ("D1", "Kiki, rex")}
    assert {m.conversation for m in read("irc_znc")[0]} == {"#builders"}


def test_answers_name_the_message_they_answer():
    assert [m.reply_to for m in read("discord.json")[0]] == ["", "", "3", "", ""]
    assert [m.reply_to for m in read("telegram_one_chat.json")[0]] == ["", "", "2"]
    assert [m.reply_to for m in read("matrix.json")[0]] == ["", "", "$e1"]


def test_whatsapp_dates_are_read_in_the_order_of_the_phone():
    (first, *_) = read("whatsapp_android_day_first.txt")[0]
    (_, _, last) = read("whatsapp_iphone_month_first_12h.txt")[0]

    assert first.at == datetime(2026, 3, 13, 22, 15, tzinfo=UTC)
    assert first.text == "hi :)\nnice game"
    assert last.at == datetime(2026, 3, 14, 0, 5, tzinfo=UTC)


def test_irc_days_change():
    assert [m.at.day for m in read("irc_irssi.log")[0]] == [1, 1, 1, 2]


def test_all_tables_say_the_same():
    tables = [
        read(name)[0]
        for name in ("table_semicolon.csv", "table_utf16.tsv", "table_cr.csv", "array.json", "lines.ndjson")
    ]
    known = [[(m.conversation, m.author, m.text, m.at, m.id) for m in table] for table in tables]

    assert all(one == known[0] for one in known)


@pytest.mark.parametrize("form", ["auto", "slack"])
@pytest.mark.parametrize("name", ["general/2026-03-01.json", "today.json"])
def test_one_day_of_slack_is_known_without_its_workspace(tmp_path, name, form):
    day = tmp_path / name
    day.parent.mkdir(exist_ok=True)
    day.write_bytes((SAMPLES / "slack" / "general" / "2026-03-01.json").read_bytes())
    tally = Tally()
    messages = list(read_export(day, form=form, tally=tally))

    assert tally["system"] == 1
    assert tally["messages"] == len(messages) == sum(m.conversation == "C1" for m in read("slack")[0])
    assert {message.conversation for message in messages} == {"general" if "/" in name else "today"}
    assert all(message.at and message.at.year == 2026 and message.name.startswith("U") for message in messages)
    assert not tally.assumed
