"""Harmless messages to measure on, in any number and of any length."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from grooming_risk import load_corpus
from grooming_risk.io.messages import read_records

LENGTHS = (5, 40, 300, 10_000)
"""Characters of a message: a word, a chat line, a paragraph, a long text."""


def harmless_messages(path: str | Path | None = None) -> list[str]:
    """Return the messages of a file, or the harmless ones of the training split: speed counts here, not quality."""
    if path is not None:
        return [record.text for record in read_records(path)]
    corpus = load_corpus("train")
    return corpus.loc[corpus["kind"].isin(["everyday", "look_alike"]), "text"].tolist()


def repeated(messages: list[str], count: int) -> list[str]:
    """Return `count` messages, repeated from the first one if there are fewer."""
    return list(islice(cycle(messages), count))


def of_length(messages: list[str], length: int, count: int) -> list[str]:
    """Return `count` texts of exactly `length` characters: messages joined by blanks, and the last one cut."""
    source = cycle(messages)
    return [_joined(source, length) for _ in range(count)]


def _joined(source: Iterator[str], length: int) -> str:
    parts, total = [], 0
    while total < length:
        parts.append(next(source))
        total += len(parts[-1]) + 1
    return " ".join(parts).ljust(length, ".")[:length]
