"""Files are scored in blocks: the lines of standard input, in order, up to an error."""

import json

import pytest

from grooming_risk.cli.scoring import json_blocks
from support.cli import run

TEXTS = ["gg wp", "our secret ok? dont tell ur mom", "to je naša tajna", "", "wp", "nemoj reći mami", "send pic"]


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def chat(tmp_path):
    return write(tmp_path / "chat.jsonl", [{"text": text, "id": number} for number, text in enumerate(TEXTS)])


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("level", ["none", "low"])
def test_lines_are_those_of_standard_input(size, level, chat, monkeypatch):
    monkeypatch.setattr(json_blocks, "BATCH", size)  # from the second block on by machine code
    printed, _ = run("score", chat, "--keep", "id", "--level", level)
    expected, _ = run("score", "-", "--keep", "id", "--level", level, stdin=chat.read_bytes())

    lines, wanted = ([json.loads(line) for line in out.splitlines()] for out in (printed, expected))
    assert [line.pop("source") for line in lines] == [str(chat)] * len(wanted)
    assert [{name: row[name] for name in row if name != "source"} for row in wanted] == lines
    assert len(lines) == (7 if level == "none" else len(wanted)) > 1


def test_files_are_written_one_after_the_other(chat, tmp_path):
    other = tmp_path / "b.txt"
    other.write_text("gg\nwp\n", encoding="utf-8")
    printed, _ = run("score", chat, other, chat, "--no-text")

    places = [(row["source"], row["line"]) for row in map(json.loads, printed.splitlines())]
    one = [(str(chat), line) for line in range(1, 8)]
    assert places == [*one, (str(other), 1), (str(other), 2), *one]


def test_what_stands_before_a_bad_line_is_written(chat):
    with chat.open("a", encoding="utf-8") as lines:
        lines.write("{\n")
    printed, message = run("score", chat, status=2)

    assert len(printed.splitlines()) == len(TEXTS)
    assert f"{chat}:8: not valid JSON" in message
