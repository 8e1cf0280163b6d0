"""Messages a second of lists and of files, on one core, beside pandas copying the same files without scoring.

Run it on an idle machine::

    python benchmarks/file_rate.py --messages 100000
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from grooming_risk.batch.run import score_files
from grooming_risk.corpus.background.chat import chat_messages
from grooming_risk.scoring.frame import score_frame
from grooming_risk.scoring.scorer import Scorer, load_model
from timing import seconds

SHORTEST, LONGEST = 30, 60
"""Characters of the messages: about 45 on average."""

KINDS = ("jsonl", "csv", "parquet")
"""Kinds of files that are measured."""

GOALS = {"jsonl": 1 / 3, "parquet": 1 / 2}
"""Speed to reach, as a share of that of pandas copying the file."""


class Rate(NamedTuple):
    """Seconds of a way to score, of the way that it is compared with, and the ratio to reach, if there is one."""

    name: str
    ours: float
    other: float
    goal: float | None

    @property
    def ratio(self) -> float:
        """How many times faster than the other way."""
        return self.other / self.ours


def chat_lines(count: int) -> list[str]:
    """Return messages of real harmless chat that the model has not seen, repeated if there are fewer."""
    found = [text for text in chat_messages("test") if SHORTEST <= len(text) <= LONGEST]
    return list(islice(cycle(found), count))


def list_rates(model: Scorer, texts: list[str]) -> Iterator[tuple[str, float]]:
    """Yield the ways to score a list, each with its seconds."""
    few = texts[: len(texts) // 20]
    yield "list, one by one", seconds(lambda: [model.score(text).risk for text in few]) * len(texts) / len(few)
    if compiled := model.compiled:
        yield "list of risks", seconds(lambda: compiled.probabilities(texts))
        yield "list of all heads", seconds(lambda: compiled.probabilities(texts, tuple(range(13))))
    yield "score_many", seconds(lambda: [score.risk for score in model.score_many(texts)])
    yield "score_frame", seconds(lambda: score_frame(pd.DataFrame({"text": texts}), model=model))


def file_rates(folder: Path, texts: list[str], kinds: tuple[str, ...] = KINDS) -> Iterator[Rate]:
    """Yield the rate of each kind of file, beside pandas reading and writing it."""
    frame = pd.DataFrame({"id": range(len(texts)), "text": texts})
    for kind in kinds:
        path = folder / f"chat.{kind}"
        _WRITE[kind](frame, path)
        ours = [seconds(score_files, [path], folder / f"out-{kind}-{turn}") for turn in range(2)]
        floor = min(seconds(copy, kind, path, folder / f"copy.{kind}") for _ in range(2))
        yield Rate(f"file to file, {kind}", min(ours), floor, GOALS.get(kind))


def copy(kind: str, source: Path, target: Path) -> None:
    """Read a file and write it again with pandas."""
    _WRITE[kind](_READ[kind](source), target)


_READ: dict[str, Callable[[Path], pd.DataFrame]] = {
    "jsonl": lambda path: pd.read_json(path, lines=True),
    "csv": pd.read_csv,
    "parquet": pd.read_parquet,
}
_WRITE: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True),
    "csv": lambda frame, path: frame.to_csv(path, index=False),
    "parquet": lambda frame, path: frame.to_parquet(path, index=False),
}


def main() -> None:
    """Print messages a second, and ratios to pandas."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--messages", type=int, default=100_000)
    options = parser.parse_args()
    texts = chat_lines(options.messages)
    model = load_model()
    dict(list_rates(model, texts[:20_000]))  # compiles, and meets the words
    for name, took in list_rates(model, texts):
        print(f"{name:24} {len(texts) / took:12,.0f} messages a second")
    with TemporaryDirectory() as folder:
        for rate in file_rates(Path(folder), texts):
            goal = f" (goal {rate.goal:.2f})" if rate.goal else ""
            print(f"{rate.name:24} {len(texts) / rate.ours:12,.0f} messages a second, "
                  f"{rate.ratio:.2f} times pandas{goal}")  # fmt: skip


if __name__ == "__main__":
    main()
