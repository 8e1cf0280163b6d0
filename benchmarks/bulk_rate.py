"""Speed of two processes as a multiple of one: texts, a table, and files, all of which this process has met before.

Run it on an idle machine with two processors or more::

    python benchmarks/bulk_rate.py --messages 200000
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pandas as pd
from texts import harmless_messages, repeated

from grooming_risk.batch.run import score_files
from grooming_risk.scoring.frame import score_frame
from grooming_risk.scoring.processes import score_in_processes
from grooming_risk.scoring.scorer import default_model
from timing import seconds


def write_files(folder: Path, texts: list[str], files: int) -> list[Path]:
    """Write the texts into files of JSON lines of about the same size."""
    paths = []
    for number in range(files):
        path = folder / f"p{number}.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts[number::files]), encoding="utf-8")
        paths.append(path)
    return paths


def drain(texts: list[str], jobs: int) -> None:
    """Score texts one after the other, as a caller who reads every risk does."""
    for score in score_in_processes(default_model(), texts, jobs):
        float(score)


def calls(texts: list[str], folder: Path, files: int) -> dict[str, Callable[[int], object]]:
    """Return the calls to measure; each takes a number of processes, and files go into a new folder each time."""
    frame = pd.DataFrame({"text": texts})
    paths = write_files(folder, texts, files)
    return {
        "score_many": lambda jobs: drain(texts, jobs),
        "score_frame": lambda jobs: score_frame(frame, n_jobs=jobs),
        "files": lambda jobs: score_files(paths, Path(mkdtemp(dir=folder), "out"), jobs=jobs),
    }


def main() -> None:
    """Print seconds with one process and with two, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--files", type=int, default=8)
    options = parser.parse_args()
    texts = repeated(harmless_messages(), options.messages)
    print(f"{options.messages:,} messages: seconds with one process, with two, ratio")
    with TemporaryDirectory() as folder:
        for name, call in calls(texts, Path(folder), options.files).items():
            call(1)
            one, two = seconds(call, 1), seconds(call, 2)
            print(f"{name:12} {one:8.2f} {two:8.2f} {one / two:6.2f}")


if __name__ == "__main__":
    main()
