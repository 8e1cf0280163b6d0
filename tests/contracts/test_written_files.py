"""Every file that the library leaves to people goes through `io.atomic_write`: whole, or not there."""

import ast
from pathlib import Path

import pytest

from support.cli import run

SOURCE = Path(__file__).parents[2] / "src" / "grooming_risk"
IN_PLACE = {
    "io/atomic_write.py",  # the one place
    "io/export_records.py",  # a temporary file
    "scoring/processes.py",  # a temporary file
    "batch/journal.py",  # grows line by line, each synced
    "__main__.py",  # the null device
}
WRITERS = {"write_text", "write_bytes", "to_csv", "to_parquet", "to_json_file", "savefig", "write_pdf", "dump"}


def writes(tree):
    """Yield the lines of calls that write to a path."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        modes = [one.value for one in [*node.args, *(k.value for k in node.keywords)] if isinstance(one, ast.Constant)]
        opens = name == "open" and any(
            isinstance(mode, str) and set(mode) & set("wax") and len(mode) < 4 for mode in modes
        )
        if opens or (name in WRITERS and node.args and not in_memory(node)):
            yield node.lineno


def in_memory(call):
    """A figure or a page written into a variable that holds bytes."""
    return isinstance(call.args[0], ast.Name) and call.args[0].id in ("written", "stream", "buffer")


def test_no_other_module_writes_a_file():
    found = [
        f"{path.relative_to(SOURCE).as_posix()}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in IN_PLACE
        for line in writes(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code", ["p.write_text('x')", "open(p, 'w')", "p.open('ab')", "frame.to_csv(p)", "f.savefig(p)"]
)
def test_what_writes_is_found(code):
    assert list(writes(ast.parse(code))) == [1]


@pytest.mark.parametrize(
    "command",
    [
        ["view", "{chat}", "-o", "{new}/page.html"],
        ["triage", "{chat}", "-o", "{new}/queue"],
        ["factsheet", "{scored}", "-o", "{new}/sheet.html"],
        ["review", "export", "{chat}", "--to", "doccano", "-o", "{new}/tasks.jsonl"],
        ["review", "import", "{decided}", "--from", "doccano", "-o", "{new}/decisions.jsonl"],
        ["background", "count", "{chat}", "-o", "{new}/counts.json"],
        ["score", "{chat}", "--skip-bad", "{new}/bad.txt"],
        ["score", "{chat}", "-o", "{new}/out"],
        [
            "evaluate",
            "--messages",
            "--data",
            "{labelled}",
            "--benign",
            "{chat}",
            "--rounds",
            "0",
            "-o",
            "{new}/figures.json",
        ],
    ],
)
def test_a_folder_that_is_not_there_is_made_and_a_place_that_cannot_be_written_is_one_line(tmp_path, command):
    names = {"chat": "chat.jsonl", "scored": "scored.jsonl", "decided": "decided.jsonl", "labelled": "labelled.csv"}
    files = {name: tmp_path / file for name, file in names.items()}
    files["chat"].write_text('{"conversation": "c", "author": "kiki", "text": "gg wp"}\n' * 3)
    files["decided"].write_text('{"id": 1, "text": "gg", "label": ["secrecy"]}\n')
    files["labelled"].write_text("text,labels\nour secret ok?,secrecy\ngg wp,\n")
    files["scored"].write_text(run("score", files["chat"], "--no-text")[0])
    run(*(part.format(new=tmp_path / "new" / "deep", **files) for part in command))
    assert any((tmp_path / "new" / "deep").iterdir())

    (tmp_path / "file").write_text("in the way")
    _, told = run(*(part.format(new=tmp_path / "file", **files) for part in command), status=2)
    assert "file" in told
    assert "Traceback" not in told
    assert told.rstrip().rpartition("\n")[2].count("(") >= 1  # the reason of the system
