"""Input files of many lines, and what a run made of them."""

import json

import pandas as pd

LINES = ("gg wp", "same time tomorrow?", "dont tell your mom, send me a pic", "what is 6 times 4?", "lol ok", "")


def rows_of(number, count):
    """Return rows of one file: every id once over all files, conversations that run through several."""
    first = number * count
    return [
        {
            "id": i,
            "conversation": f"c{i % 7}",
            "author": f"a{i % 3}",
            "at": float(i),
            "text": f"{LINES[i % len(LINES)]} {i}" if i % 5 else LINES[i % len(LINES)],
        }
        for i in range(first, first + count)
    ]


def write_jsonl(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def input_files(folder, files=3, count=40, suffix=".jsonl"):
    """Write the files and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(files):
        path = folder / f"p{number}{suffix}"
        if suffix == ".parquet":
            pd.DataFrame(rows_of(number, count)).to_parquet(path, row_group_size=16)
        else:
            write_jsonl(path, rows_of(number, count))
        paths.append(path)
    return paths


def parts(folder):
    """Return the bytes of every part by its name."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    inside = [path.relative_to(folder) for path in found]
    return {
        name.as_posix(): (folder / name).read_bytes()
        for name in inside
        if not any(part.startswith(("_", ".")) for part in name.parts)
    }


def part_rows(folder):
    """Return the rows of all parts, in the order of their names."""
    rows = []
    for name in sorted(parts(folder)):
        path = folder / name
        if name.endswith(".parquet"):
            rows += pd.read_parquet(path).to_dict("records")
        else:
            rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return rows
