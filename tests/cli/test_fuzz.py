"""Whatever a user types or has in files: an exit status and a line, never a traceback.

Commands, options and values are drawn from the command line itself, files from the samples, whole and broken. The draw
is seeded; `make fuzz` draws more of them, RUNS=20000 as many as wanted.
"""

import gzip
import importlib
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grooming_risk.__main__ import run as entry_point
from grooming_risk.cli.main import main

open_desk = importlib.import_module("grooming_risk.cli.desk.open")
RUNS = int(os.environ.get("FUZZ_RUNS", "80"))
SEED = int(os.environ.get("FUZZ_SEED", "19"))
STATUSES = {0, 2, 130, 141}
SAMPLES = Path(__file__).parents[1] / "exports"
SLOW = {"train", "adapt", "serve", "report", "corpus", "compare"}
"""Commands that train, measure for minutes, or do not end."""
SLOW_OPTIONS = {
    "--conversations",
    "--unseen-authors",
    "--attacks",
    "--pan12",
    "--cluster",
    "--jobs",
    "--rounds",
    "--split",
}
WORDS = [
    "", " ", "gg", "our secret ok", "-", "--", "-x", "\x1b[31m", "\u202e", "\x9b", "\udcff", "😀", "0", "-1", "nan",
    "1e999", "9" * 400, "%", "%Y", "{}", "[]", "text", "id", "author", "at", "conversation", "auto", "tab", ";",
    "utf-16", "utf-7", "idna", "UTC", "../..", "/", "a\nb", "x" * 5_000, "text=text", "=", "secrecy=0.5", "low",
]  # fmt: skip
COLUMNS = ["80", "0", "-1", "1", "abc", "99999", ""]
ENCODINGS = ["utf-8", "cp1252", "ascii"]
ROWS = b'{"id": 1, "conversation": "c", "author": "a", "at": 1.5, "text": "our secret ok", "level": "high"}\n'


def commands(group=main, before=()):
    """Yield the words of each command and the command."""
    for name, command in sorted(group.commands.items()):
        if name in SLOW:
            continue
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


COMMANDS = list(commands())


def contents():
    """Return what files hold, by the ends of their names."""
    samples = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    own = [("a.jsonl", ROWS * 3), ("a.csv", b"id,text,author,conversation,at,level\n1,gg,a,c,2.5,low\n" * 2),
           ("a.json", b"[" + ROWS.strip() + b"]"), ("a.txt", b"gg\nour secret ok\n"), ("a.parquet", b"PAR1"),
           ("a.zip", b"PK\x03\x04"), ("empty.txt", b""), ("a.csv.gz", gzip.compress(b"id,text\n1,gg\n"))]  # fmt: skip
    return own + samples


CONTENTS = contents()


def broken(draw, data):
    """Return bytes as they are, or cut, altered, doubled or in another encoding."""
    kind = draw.randrange(14)
    place = draw.randrange(len(data) + 1)
    if kind == 0:
        return data[:place]
    if kind == 1:
        return data[:place] + draw.randbytes(draw.randrange(9)) + data[place:]
    if kind == 2:
        return data.replace(
            draw.choice([b'"', b",", b"\n", b":", b"1"]), draw.choice([b"", b"\x00", b'"', b"\xff", b"\r"])
        )
    if kind == 3:
        return data.decode("utf-8", "replace").encode(
            draw.choice(["utf-16", "utf-16-be", "utf-32", "cp1252"]), "replace"
        )
    return data if kind > 4 else data + data


def file_of(draw, folder):
    """Write a file, or name what is none."""
    if draw.randrange(12) == 0:
        return draw.choice(
            ["missing.json", "./nowhere", "our chat.log", str(folder), "/dev/null", "\x1b]0;x\x07.csv", "-"]
        )
    name, data = draw.choice(CONTENTS[:4] if draw.randrange(3) else CONTENTS)
    path = folder / f"{draw.choice(['', 'x', 'ž '])}{name}"
    path.write_bytes(broken(draw, data))
    return str(path)


def value_of(draw, option, folder):
    """Return a value for an option: one that it takes, or another."""
    if draw.randrange(8) == 0:
        return draw.choice(WORDS)
    if isinstance(option.type, click.Choice):
        return draw.choice(list(option.type.choices))
    if isinstance(option.type, click.Path):
        if option.name in ("output", "skip_bad"):
            return str(folder / draw.choice(["out", "new/out.html", "out.json", "a.txt/out.html", "x.jsonl"]))
        return file_of(draw, folder)
    if isinstance(option.type, click.IntRange | click.FloatRange) or option.type in (click.INT, click.FLOAT):
        return draw.choice(["0", "1", "2", "50", "1000", "-3", "1e9"])
    return draw.choice(
        ["text", "id", "author", "conversation", "at", "level", "Content", "UTC", "cp1250", ",", "%Y-%m-%d"]
    )


def arguments(draw, folder):
    """Return a command line."""
    names, command = draw.choice(COMMANDS)
    given = list(names)
    options = [one for one in command.params if isinstance(one, click.Option) and not SLOW_OPTIONS & set(one.opts)]
    wanted = [one for one in options if one.required and draw.randrange(10)]
    wanted += draw.sample(options, draw.randrange(min(3, len(options) + 1)))
    for option in wanted:
        given.append(draw.choice([*option.opts, *option.secondary_opts]))
        if not option.is_flag:
            given.append(value_of(draw, option, folder))
    places = [one for one in command.params if isinstance(one, click.Argument) and draw.randrange(10)]
    given += [
        file_of(draw, folder) if place.type is click.STRING else value_of(draw, place, folder) for place in places
    ]
    if names == ("evaluate",):
        given += ["--rounds", "0", "--messages", "--data", file_of(draw, folder)]
    return [part.replace("\x00", "") for part in given]


def outcome(draw, given):
    """Run a command in this process; return its exit status and what it said."""
    data = broken(draw, draw.choice(CONTENTS)[1])
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding=draw.choice(ENCODINGS)) for content in (data, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", draw.choice(COLUMNS))
        patch.setenv("NO_COLOR", draw.choice(["", "1"]))
        patch.setattr(sys, "argv", ["grooming-risk", *given])
        patch.setattr(open_desk, "serve", lambda *_, **__: None)  # the desk is filled and does not wait
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        try:
            entry_point()
        except SystemExit as end:
            return end.code or 0, streams[2].buffer.getvalue().decode("utf-8", "replace")
    return "no exit status", ""


def test_no_command_line_ends_in_a_traceback(tmp_path, monkeypatch, capsys):
    seen = {}
    for number in range(RUNS):
        draw = random.Random(f"{SEED} {number}")
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.chdir(folder)
        given = arguments(draw, folder)
        try:
            status, told = outcome(draw, given)
        except Exception as error:
            error.add_note(f"FUZZ_SEED={SEED}, draw {number}: {given}")
            raise
        assert status in STATUSES, (number, given, told)
        assert "Traceback" not in told, (number, given)
        assert not set(told) & set("\x1b\x07\x9b\u202e"), (number, given, told)
        assert status == 0 or told, (number, given)
        seen[status] = seen.get(status, 0) + 1
    with capsys.disabled():
        print(f"\n{RUNS} command lines drawn with seed {SEED}; by exit status: {dict(sorted(seen.items()))}")
    assert min(seen.get(0, 0), seen.get(2, 0)) > RUNS / 20  # the draw reaches both what works and what does not


@pytest.mark.parametrize("number", range(max(4, RUNS // 100)))
@pytest.mark.parametrize("output", ["full", "closed"])
def test_no_full_or_closed_output_ends_in_a_traceback(tmp_path, number, output):
    draw = random.Random(f"{SEED} {output} {number}")
    given = draw.choice(
        [
            ["info"], ["campaign"], ["advise", "secrecy"], ["--help"], ["score", "--help"],
            ["score", "hi"], ["score", "--format", "table", "hi"], ["score", str(SAMPLES / "lines.ndjson")],
            ["triage", str(SAMPLES / "array.json")],
        ]
    )  # fmt: skip
    redirect = {"full": ">/dev/full", "closed": ">&-"}[output]
    command = f'"{sys.executable}" -m grooming_risk "$@" {redirect}'
    done = subprocess.run(["sh", "-c", command, "sh", *given], capture_output=True, text=True, cwd=tmp_path)

    assert done.returncode == 2, (given, done.stderr)
    assert "standard output" in done.stderr
    assert "Traceback" not in done.stderr
