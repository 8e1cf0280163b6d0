"""Checks the hand-written sources against the content rules: ceiling, personal data, splits, near copies, registers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import ceil
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.build import Sources, read_sources
from grooming_risk.corpus.lines import REGISTERS, Line
from grooming_risk.corpus.small_talk import BareLine, Exchange, Reply
from grooming_risk.errors import DataError
from grooming_risk.text.fold import fold

MAX_GROOMING_LINES: Final = 3500
NEAR: Final = 0.6
"""Jaccard similarity of character 5-grams from which lines of two splits are near copies."""

_GRAM: Final = 5
_MIN_WORDS: Final = 3
_CEILING: Final = "ceiling.txt"
_EVERY_LINE: Final = "every line"
_PERSONAL: Final = {
    "an e-mail address": re.compile(r"[\w.]+@[\w-]+\.\w"),
    "an account name": re.compile(r"(?<!\w)@\w{3,}"),
    "a number that may be a telephone or account number": re.compile(r"\d(?:[ -]?\d){6,}"),
    "a link other than example.org, example.com or example.net": re.compile(
        r"(?:https?://|www\.)(?!(?:www\.)?example\.(?:org|com|net)\b)", re.IGNORECASE
    ),
}


class Problem(NamedTuple):
    """A broken rule: the name of the row and the problem, never the text."""

    name: str
    problem: str


def check_sources(folder: str | Path | None = None) -> list[Problem]:
    """Check the hand-written lines and small talk against the content rules; the list is empty if all hold.

    Parameters
    ----------
    folder : path or str, optional
        See `grooming_risk.corpus.build.read_sources`; with ``ceiling.txt``, the words above the content ceiling.

    Raises
    ------
    DataError
        A file breaks its format; the error names file and row.

    Examples
    --------
    >>> check_sources()
    []
    """
    root = resource_folder("data/synthetic") if folder is None else Path(folder)
    sources = read_sources(root)
    rows = _rows(sources)
    return [
        *_above_ceiling(rows, read_ceiling(root / _CEILING)),
        *_personal_data(rows),
        *_shared_authors(rows),
        *_near_copies(rows),
        *_one_sided_registers(sources),
        *_too_many(rows),
        *_unknown_authors(rows, read_authors(root)),
    ]


def _rows(sources: Sources) -> list[Line]:
    lines = [line._replace(text=text) for line in sources.lines for text in line.wordings()]
    exchanges, replies, bare = sources.talk
    talk: list[tuple[Exchange | Reply | BareLine, str]] = [(item, turn) for item in exchanges for turn in item.turns]
    talk += [(reply, reply.text) for reply in replies]
    talk += [(line, line.text) for line in bare]
    return lines + [Line(item.name, "small_talk", "", item.author, item.split, (), text) for item, text in talk]


def read_ceiling(path: str | Path) -> dict[str, re.Pattern[str]]:
    """Read the words above the content ceiling, as a regular expression for each heading."""
    words: dict[str, list[str]] = {}
    found = None
    for number, row in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if row.startswith("["):
            found = words.setdefault(row.strip("[] "), [])
        elif row.strip() and not row.startswith("#"):
            if found is None:
                raise DataError(path, number, "a word before the first [heading]; put it under one")
            found += (re.escape(word.strip()) for word in row.split(","))
    return {name: re.compile(rf"\b(?:{'|'.join(found)})\b") for name, found in words.items()}


def _above_ceiling(rows: Iterable[Line], ceiling: dict[str, re.Pattern[str]]) -> Iterator[Problem]:
    for row in rows:
        for name, words in ceiling.items():
            if name in (_EVERY_LINE, row.kind) and words.search(fold(row.text)):
                yield Problem(row.name, f"a word of [{name}] in ceiling.txt; write it as a school leaflet would")


def _personal_data(rows: Iterable[Line]) -> Iterator[Problem]:
    for row in rows:
        for what, pattern in _PERSONAL.items():
            if pattern.search(row.text):
                yield Problem(row.name, f"{what}: the corpus holds no personal data; remove it")


def _shared_authors(rows: Iterable[Line]) -> Iterator[Problem]:
    splits = defaultdict(set)
    for row in rows:
        splits[row.author].add(row.split)
    for author, found in sorted(splits.items()):
        if len(found) > 1:
            yield Problem(f"author {author}", f"writes for {', '.join(sorted(found))}; an author writes for one split")


def _near_copies(rows: Sequence[Line]) -> Iterator[Problem]:
    """Yield validation and held-out lines near a training line; lines of one or two words never are.

    A near copy lacks fewer grams of a line than are looked up: the rarest, as few lines have them (Chaudhuri, 2006).
    """
    longer = [row for row in rows if len(row.text.split()) >= _MIN_WORDS]
    training = [(row.name, _grams(row.text)) for row in longer if row.split == "train"]
    index = defaultdict(list)
    for number, (_, grams) in enumerate(training):
        for gram in grams:
            index[gram].append(number)
    for row in longer:
        if row.split != "train":
            grams = _grams(row.text)
            most = len(grams) - ceil(NEAR * len(grams)) + 1
            rarest = sorted(grams, key=lambda gram: len(index.get(gram, ())))[:most]
            maybe = {number for gram in rarest for number in index.get(gram, ())}
            near = [n for n in maybe if len(grams & training[n][1]) >= NEAR * len(grams | training[n][1])]
            if near:
                yield Problem(row.name, f"near the training line {training[min(near)][0]}; rewrite it")


def _grams(text: str) -> set[str]:
    plain = " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())
    return {plain[i : i + _GRAM] for i in range(max(1, len(plain) - _GRAM + 1))}


def _one_sided_registers(sources: Sources) -> Iterator[Problem]:
    found = {(line.register, line.kind == "grooming") for line in sources.lines if line.split == "train"}
    for register in REGISTERS:
        if missing := {True, False} - {risky for name, risky in found if name == register}:
            lacks = " and ".join("grooming" if risky else "harmless" for risky in sorted(missing))
            yield Problem(f"register {register}", f"has no {lacks} training line: the register gives the label away")


def _unknown_authors(rows: Iterable[Line], known: Collection[str]) -> Iterator[Problem]:
    for author in sorted({row.author for row in rows} - set(known)):
        yield Problem(f"author {author}", "is not in authors.toml; describe the speakers there")


def _too_many(rows: Iterable[Line]) -> Iterator[Problem]:
    count = len({row.name for row in rows if row.kind == "grooming"})
    if count > MAX_GROOMING_LINES:
        yield Problem("grooming", f"{count} lines; at most {MAX_GROOMING_LINES} may be published")
