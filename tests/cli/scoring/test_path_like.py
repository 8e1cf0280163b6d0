"""What is taken for the name of a file, and what for a message."""

from pathlib import Path

import pytest

from grooming_risk.cli.scoring.path_like import looks_like_a_path
from support.cli import rows, run

PATHS = [
    "missing.json", "our chat.log", "./nowhere", "../up/chats", "a.csv.gz", "~/chats", "C:\\chat", "x.tsv", "name~",
    *(f"chat.{end}" for end in ("bz2", "zst", "xz", "tar", "tgz", "rar", "7z", "docx", "odt", "eml", "mbox", "tab",
                                "psv", "feather", "sql", "dat", "yaml", "md", "bak", "LOG", "crypt14", "log.1")),
    "chat.csv~", "chats/", "data/chats/", "/data/x", "C:/x", "D:\\my chats\\monday", "\\\\srv\\x", "./x", "~/x",
    "file:///chat", "chat.tar.gz", "screenshot.png",
]  # fmt: skip
MESSAGES = [
    "and/or w/e", "go to kik.me/rex", "/me waves", "ok...", "/gg", "\\o/", "no. never/ever", "and/or", "he/she",
    "24/7", "c: drive", "lol./", "w/e", "ok.md?", "o/", "ok~", "/r/gaming", "D:", "D:/", "x.x", "b.r.b", "kik.me", " ",
    "read https://example.com/readme.md", "www.example.com/a.html", "...", "a.txt is gone", "~", "1/2",
]  # fmt: skip


@pytest.mark.parametrize("argument", PATHS)
def test_a_path_that_is_not_there_is_no_message(argument):
    _, told = run("score", argument, status=2)

    assert told.count("\n") == 1
    assert "looks like a path" in told
    assert "No such file" in told
    assert "--message" in told


@pytest.mark.parametrize("words", MESSAGES)
def test_words_with_dots_and_slashes_are_messages(words):
    assert [row["text"] for row in rows(run("score", words))] == [words]


def test_no_line_of_the_corpus_is_taken_for_a_path():
    files = sorted((Path(__file__).parents[3] / "data" / "synthetic" / "lines").rglob("*.txt"))
    lines = [line.rpartition(" | ")[2] for path in files for line in path.read_text("utf-8").splitlines()]
    taken = [line for line in lines if looks_like_a_path(line)]

    assert len(lines) > 15_000
    assert taken == []
