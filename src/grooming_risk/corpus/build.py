"""Builds the corpus from the hand-written sources: messages and conversations of every split, by seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.composer import Composer
from grooming_risk.corpus.lines import LINES_FOLDER, SPLITS, Line, read_lines
from grooming_risk.corpus.messages import messages_of
from grooming_risk.corpus.small_talk import SMALL_TALK_FOLDER, SmallTalk, read_small_talk
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.io.jsonl import json_line

CONVERSATIONS: Final = {"validation": 400, "held_out": 600}

Track = Callable[[Sequence[str], str], Iterable[str]]
"""Progress: takes names and a description, yields the names."""


class Sources(NamedTuple):
    """The hand-written sources: lines and small talk."""

    lines: list[Line]
    talk: SmallTalk

    def messages(self, split: str) -> Iterator[dict[str, Any]]:
        """Yield the messages of a split; training small talk counts as everyday lines."""
        lines = [line for line in self.lines if line.split == split]
        talk = self.talk.of(split).everyday_lines() if split == "train" else []
        return messages_of(lines + talk)


def read_sources(folder: str | Path | None = None) -> Sources:
    """Read the hand-written sources.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``lines/`` and ``small_talk/``; None takes the shipped ``data/synthetic``.

    Returns
    -------
    Sources
        All splits.

    Raises
    ------
    DataError
        A file breaks its format; the error names file and row.
    """
    root = resource_folder("data/synthetic") if folder is None else Path(folder)
    return Sources(read_lines(root / LINES_FOLDER), read_small_talk(root / SMALL_TALK_FOLDER))


def build_corpus(
    folder: str | Path, *, source: str | Path | None = None, seed: int = 0, track: Track | None = None
) -> dict[str, int]:
    """Write the messages and the conversations of every split.

    Parameters
    ----------
    folder : path or str
        Output folder: ``messages/`` with ``train.jsonl``, ``validation.jsonl`` and ``held_out.jsonl``, and
        ``conversations/`` with the last two.
    source : path or str, optional
        See `read_sources`.
    seed : int, default=0
        The same sources and seed give the same bytes.
    track : callable, optional
        Takes a list of names and a description, yields the names; shows progress.

    Returns
    -------
    dict of str to int
        Number of messages and conversations of each split.
    """
    sources = read_sources(source)
    counts = {}
    for split in SPLITS:
        path = Path(folder) / "messages" / f"{split}.jsonl"
        counts[f"messages, {split}"] = _write(path, sources.messages(split))
    for split, wanted in CONVERSATIONS.items():
        names = [f"{split}-{number:04d}" for number in range(1, wanted + 1)]
        lines = [line for line in sources.lines if line.split == split]
        composer = Composer(lines, sources.talk.of(split))
        tracked = names if track is None else track(names, f"conversations, {split}")
        path = Path(folder) / "conversations" / f"{split}.jsonl"
        counts[f"conversations, {split}"] = _write(path, (composer.compose(name, seed) for name in tracked))
    return counts


def _write(path: Path, items: Iterable[dict[str, Any]]) -> int:
    rows = [json_line(item) for item in items]
    write_whole(path, b"".join(rows))
    return len(rows)
