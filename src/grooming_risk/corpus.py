"""The labelled corpus: builds messages from the hand-written lines, and loads them as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import pandas as pd

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.labels import DISCLOSURE, PATTERNS
from grooming_risk.lexicon import read_lexicon
from grooming_risk.lines import SPLITS, Line, read_lines
from grooming_risk.variants import Variants

COLUMNS: Final = ("text", "labels", "kind", "register", "author", "line", "group", "variant")
VARIANTS_PER_LINE: Final = 3
PAIRED_SHARE: Final = 0.5
"""Share of the training lines that are joined with another line into one message."""


def load_corpus(split: str = "train", folder: str | Path | None = None) -> pd.DataFrame:
    """Load a split of the labelled messages.

    Parameters
    ----------
    split : {"train", "validation", "held_out"}, default="train"
        Lines and authors of one split are in no other.
    folder : path or str, optional
        A folder that `build_corpus` wrote; None takes the shipped corpus.

    Returns
    -------
    pandas.DataFrame
        One row a message: ``text``, ``labels`` (list of names), ``kind``, ``register``, ``author``, ``line`` (where
        it was written), ``group`` (variants of a line share it, and so do two lines that were joined: cross-validation
        splits by it), ``variant`` (0 is the line as written).

    Raises
    ------
    ValueError
        There is no such split.
    DataError
        The file is absent, or a row of it is no message.

    Examples
    --------
    >>> sorted(load_corpus("held_out")["kind"].unique())
    ['disclosure', 'everyday', 'grooming', 'look_alike']
    """
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}; there are {', '.join(SPLITS)}")
    root = resource_folder("data/synthetic") / "messages" if folder is None else Path(folder)
    path = root / f"{split}.jsonl"
    if not path.is_file():
        raise DataError(path, None, "not found; build the corpus with: grooming-risk corpus build")
    return pd.DataFrame(list(_read_messages(path)), columns=list(COLUMNS))


def _read_messages(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as rows:
        for number, row in enumerate(rows, start=1):
            try:
                message = json.loads(row)
                yield {column: message[column] for column in COLUMNS}
            except (ValueError, KeyError, TypeError):
                raise DataError(path, number, f"not a JSON object with {', '.join(COLUMNS)}") from None


def label_matrix(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a boolean column for each pattern and for disclosure, index kept.

    Examples
    --------
    >>> label_matrix(pd.DataFrame({"labels": [["secrecy"], []]}))["secrecy"].tolist()
    [True, False]
    """
    return pd.DataFrame(
        {name: [name in labels for labels in frame["labels"]] for name in (*PATTERNS, DISCLOSURE)},
        index=frame.index,
    )


def is_grooming(frame: pd.DataFrame) -> pd.Series:
    """Return whether each message is of kind grooming: the target of the risk head."""
    return frame["kind"] == "grooming"


def build_corpus(folder: str | Path, *, lines: str | Path | None = None, seed: int = 0) -> dict[str, int]:
    """Write the messages of every split, made from the hand-written lines.

    Training lines get variants and joins with other lines; validation and held-out lines stand as written.

    Parameters
    ----------
    folder : path or str
        Where ``train.jsonl``, ``validation.jsonl`` and ``held_out.jsonl`` go.
    lines : path or str, optional
        Folder of line files; None takes the shipped one.
    seed : int, default=0
        The same lines and seed give the same bytes.

    Returns
    -------
    dict of str to int
        Messages written for each split.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    every_line = read_lines(lines)
    counts = {}
    for split in SPLITS:
        chosen = [line for line in every_line if line.split == split]
        messages = _unique(_training_messages(chosen, seed) if split == "train" else map(_as_written, chosen))
        rows = [json.dumps(message, ensure_ascii=False) + "\n" for message in messages]
        (target / f"{split}.jsonl").write_text("".join(rows), encoding="utf-8", newline="\n")
        counts[split] = len(rows)
    return counts


def _training_messages(lines: Sequence[Line], seed: int) -> Iterator[dict[str, Any]]:
    variants = Variants(read_lexicon())
    partners = _pairs(lines, seed)
    groups = {partner.name: name for name, partner in partners.items()}
    for line in lines:
        group = groups.get(line.name, line.name)
        wordings = line.wordings()
        numbers = range(len(wordings), len(wordings) + VARIANTS_PER_LINE)
        varied = [variants.make(wordings[n % len(wordings)], line.name, n, seed=seed) for n in numbers]
        joined = [_join(line, partners[line.name], seed)] if line.name in partners else []
        for number, text in enumerate(wordings + varied + joined):
            yield _message(line, text, group, number)


def _pairs(lines: Sequence[Line], seed: int) -> dict[str, Line]:
    """Pair lines off at random, for joining: the name of the one that gives kind and labels, and the harmless other."""
    shuffled = Random(f"{seed}/pairs").sample(lines, len(lines))
    pairs = zip(shuffled[: int(len(lines) * PAIRED_SHARE) : 2], shuffled[1::2], strict=False)
    ordered = [sorted(pair, key=lambda line: (not line.labels, line.kind == "everyday")) for pair in pairs]
    return {first.name: second for first, second in ordered if not second.labels}


def _join(line: Line, partner: Line, seed: int) -> str:
    """Put a harmless line before or behind a line: risk is not always alone in its message."""
    random = Random(f"{seed}/{line.name}/join")
    pair = [line.wordings()[0], partner.wordings()[0]]
    random.shuffle(pair)
    return random.choice((" ", ", ", ". ")).join(pair)


def _as_written(line: Line) -> dict[str, Any]:
    return _message(line, line.wordings()[0], line.name, 0)


def _message(line: Line, text: str, group: str, number: int) -> dict[str, Any]:
    values = (text, list(line.labels), line.kind, line.register, line.author, line.name, group, number)
    return dict(zip(COLUMNS, values, strict=True))


def _unique(messages: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Drop messages that say the same as an earlier one."""
    seen = set()
    for message in messages:
        if message["text"] not in seen:
            seen.add(message["text"])
            yield message
