"""Whatever a user types or has in files: an exit status and a line, never a traceback.

Commands, options and values are drawn from the command line itself, files from the samples, whole and broken. The draw
is seeded; `make fuzz` draws more of them, RUNS=20000 as many as wanted. Two thirds of the lines are drawn to be right,
so that what lies behind the options is reached too; commands that train or serve end once they have read their inputs.
"""

import gzip
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grooming_risk.__main__ import run as entry_point
from grooming_risk.cli.options import Output
from support.cli import commands
from support.quick_commands import SHIPPED, make_quick

RUNS = int(os.environ.get("FUZZ_RUNS", "80"))
SEED = int(os.environ.get("FUZZ_SEED", "19"))
STATUSES = {0, 1, 2, 130, 141}
SAMPLES = Path(__file__).parents[1] / "exports"
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
SCORED = b'{"conversation": "c", "author": "a", "at": "2026-03-01T10:00:00Z", "risk": 0.9, "level": "high"}\n'
REVIEW = b'{"id": "1", "text": "gg", "labels": [], "annotator": "kiki", "meta": {}, "predictions": {}}\n'
LABELLED = b"text,labels\n" + b"our secret ok?,secrecy\ngg wp,\nsend me a pic,image_request\nbrb,\n" * 3
COLUMNS = ["80", "0", "-1", "1", "abc", "99999", ""]
ENCODINGS = ["utf-8", "cp1252", "ascii"]
ROWS = b'{"id": 1, "conversation": "c", "author": "a", "at": 1.5, "text": "our secret ok", "level": "high"}\n'


COMMANDS = list(commands())


FITTING = {
    ("factsheet",): ("scored.jsonl", SCORED * 3),
    ("review", "import"): ("decided.jsonl", b'{"id": 1, "text": "gg", "label": ["secrecy"]}\n'),
    ("review", "agreement"): ("reviews.jsonl", REVIEW),
    ("background", "merge"): ("chat.json", b"[]"),
    ("evaluate",): ("labelled.csv", LABELLED),
    ("compare",): ("labelled.csv", LABELLED),
    ("report",): ("labelled.csv", LABELLED),
}
"""What a command reads, where it is no file of messages."""
VALUES = {"column": "text", "columns": "text=text", "text": "text", "author": "author", "conversation": "conversation",
          "at": "at", "id_column": "id", "author_column": "author", "keep": "id", "names": "OK=harmless",
          "only": "c", "zone": "UTC", "time_zone": "UTC", "encoding": "utf-8", "by_pattern": "secrecy=5",
          "by_hand": "secrecy=0.5", "patterns": "secrecy", "language": "en", "person": "kiki", "label": "labels",
          "said": "gg", "state": "state.db", "host": "127.0.0.1", "console": "doccano", "source": "jsonl",
          "objective": "report", "aliases": "TOXICITY=GROOMING_RISK", "title": "t", "name": "c"}  # fmt: skip
"""Values that are right, by the name of the option's parameter."""


def contents():
    """Return what files hold, by the ends of their names."""
    samples = [(path.name, path.read_bytes()) for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    own = [("a.jsonl", ROWS * 3), ("a.csv", b"id,text,author,conversation,at,level\n1,gg,a,c,2.5,low\n" * 2),
           ("a.json", b"[" + ROWS.strip() + b"]"), ("a.txt", b"gg\nour secret ok\n"), ("a.parquet", b"PAR1"),
           ("a.zip", b"PK\x03\x04"), ("empty.txt", b""),
           ("a.csv.gz", gzip.compress(b"id,text\n1,gg\n", mtime=0))]  # fmt: skip
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


def right_file(names, folder):
    """Write a file that the command takes."""
    name, data = FITTING.get(names, ("chat.jsonl", ROWS * 3))
    (folder / name).write_bytes(data)
    return str(folder / name)


def right_value(draw, names, option, folder):
    """Return a value that an option takes, or None where none is known."""
    if isinstance(option.type, click.Choice):
        return VALUES[option.name] if option.name in ("console", "source") else draw.choice([*option.type.choices])
    if isinstance(option.type, Output):
        return str(folder / f"out-{option.name}{'' if option.type.dir_okay else '.json'}")
    if isinstance(option.type, click.Path):
        if not option.type.file_okay:
            return str(SHIPPED) if option.name in ("folder", "old", "new") else None
        if option.name in ("reviews", "labelled"):
            names = ("review", "agreement")
        return right_file(names, folder) if option.name not in ("site", "file") or names[0] == "desk" else None
    if isinstance(option.type, click.IntRange | click.FloatRange):
        low, high = option.type.min, option.type.max
        return str(low + 1 if low is not None and (high is None or low + 1 <= high) else 1)
    return VALUES.get(option.name)


def right_arguments(draw, folder):
    """Return a command line that is right as far as is known."""
    names, command = draw.choice(COMMANDS)
    options = [one for one in command.params if isinstance(one, click.Option) and not SLOW_OPTIONS & set(one.opts)]
    others = [one for one in options if not one.required]
    line = list(names)
    for option in [one for one in options if one.required] + draw.sample(others, min(len(others), draw.randrange(3))):
        value = None if option.is_flag else right_value(draw, names, option, folder)
        line += [option.opts[-1]] if option.is_flag else [option.opts[-1], value] if value else []
    for place in (one for one in command.params if isinstance(one, click.Argument)):
        line.append(right_value(draw, names, place, folder) or right_file(names, folder))
    return line + measured_on(names, right_file(names, folder), folder)


def measured_on(names, file, folder):
    """Return further options, by which a command does not measure on the whole shipped corpus."""
    if names == ("evaluate",):
        return ["--rounds", "0", "--messages", "--data", file]
    if names == ("compare",):
        return ["--rounds", "1", "--data", file]
    return []


def value_of(draw, option, folder):
    """Return a value for an option: one that it takes, or another."""
    if draw.randrange(8) == 0:
        return draw.choice(WORDS)
    if isinstance(option.type, click.Choice):
        return draw.choice(list(option.type.choices))
    if isinstance(option.type, click.Path):
        if isinstance(option.type, Output):
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
    given += measured_on(names, file_of(draw, folder), folder)
    return [part.replace("\x00", "") for part in given]


def outcome(draw, given):
    """Run a command in this process; return its exit status and what it said."""
    data = broken(draw, draw.choice(CONTENTS)[1])
    streams = [io.TextIOWrapper(io.BytesIO(content), encoding=draw.choice(ENCODINGS)) for content in (data, b"", b"")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", draw.choice(COLUMNS))
        patch.setenv("NO_COLOR", draw.choice(["", "1"]))
        patch.setattr(sys, "argv", ["grooming-risk", *given])
        patch.setenv("XDG_STATE_HOME", os.getcwd())
        make_quick(patch)
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
        given = right_arguments(draw, folder) if draw.randrange(3) else arguments(draw, folder)
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
    done = seen.get(0, 0) + seen.get(1, 0)
    assert done >= RUNS / 3  # the draw reaches what works
    assert seen.get(2, 0) >= RUNS / 10  # and what does not


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
