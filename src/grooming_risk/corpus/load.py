"""Loads the corpus as tables of messages and conversations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import CHAT_SPLITS, SPLITS
from grooming_risk.corpus.messages import COLUMNS
from grooming_risk.errors import DataError
from grooming_risk.io.jsonl import json_objects
from grooming_risk.labels import LABELS
from grooming_risk.validation import check_name

_CHAT_COLUMNS: Final = ("kind", "scenario", "suspect", "start")
_MESSAGE_COLUMNS: Final = ("author", "role", "minutes", "text", "labels", "line")


def load_corpus(split: str = "train", folder: str | Path | None = None) -> pd.DataFrame:
    """Load a split of the labelled messages.

    Parameters
    ----------
    split : {"train", "validation", "held_out"}, default="train"
        Splits share no line and no author.
    folder : path or str, optional
        Output of `grooming_risk.corpus.build.build_corpus`; None takes the shipped corpus.

    Returns
    -------
    pandas.DataFrame
        One row per message: ``text``, ``labels`` (list of names), ``kind``, ``register``, ``author``, ``line`` (name
        of its source row), ``group`` (rows drawn together for intervals; here each line is a group).

    Raises
    ------
    ValueError
        The split is unknown.
    DataError
        The file is missing, or a row is not a message.

    Examples
    --------
    >>> sorted(load_corpus("held_out")["kind"].unique())
    ['disclosure', 'everyday', 'grooming', 'look_alike']
    """
    return pd.DataFrame(list(_read(split, SPLITS, folder, "messages", COLUMNS)), columns=list(COLUMNS))


def load_conversations(split: str = "validation", folder: str | Path | None = None) -> pd.DataFrame:
    """Load a split of the synthetic conversations.

    Parameters
    ----------
    split : {"validation", "held_out"}, default="validation"
        Splits share no line, small talk or author.
    folder : path or str, optional
        Output of `grooming_risk.corpus.build.build_corpus`; None takes the shipped corpus.

    Returns
    -------
    pandas.DataFrame
        One row per message, in order: ``conversation`` (its name), ``kind`` (grooming, harmless or disclosure),
        ``scenario``, ``suspect`` (the grooming author, else None), ``start`` (of the chat, aware timestamp),
        ``author``, ``role`` (minor, adult or unknown), ``minutes`` since the start, ``text``, ``labels`` (list of
        names), ``line`` (name of its source row).

    Raises
    ------
    ValueError
        The split is unknown.
    DataError
        The file is missing, or a row is not a conversation.

    Examples
    --------
    >>> chats = load_conversations("validation")
    >>> sorted(chats["kind"].unique())
    ['disclosure', 'grooming', 'harmless']
    """
    chats = _read(split, CHAT_SPLITS, folder, "conversations", ("id", *_CHAT_COLUMNS, "roles", "messages"))
    spoken = [
        (chat["id"], *[chat[column] for column in _CHAT_COLUMNS], message["author"], chat["roles"][message["author"]],
         message["minutes"], message["text"], message["labels"], message["line"])
        for chat in chats
        for message in chat["messages"]
    ]  # fmt: skip
    frame = pd.DataFrame(spoken, columns=["conversation", *_CHAT_COLUMNS, *_MESSAGE_COLUMNS])
    return frame.assign(start=pd.to_datetime(frame["start"]))


def _read(
    split: str, splits: Sequence[str], folder: str | Path | None, part: str, columns: Sequence[str]
) -> Iterator[dict[str, Any]]:
    if check_name(split, "split") not in splits:
        raise ValueError(f"no split {split!r}; there are {', '.join(splits)}")
    root = resource_folder("data/synthetic") if folder is None else Path(folder)
    return (item for _, item in built_rows(root / part / f"{split}.jsonl", columns))


def built_rows(path: Path, columns: Sequence[str] = ()) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and content of the rows of a file that `grooming_risk.corpus.build.build_corpus` wrote."""
    if not path.is_file():
        raise DataError(path, None, "not found; build the corpus with: grooming-risk corpus build")
    return json_objects(path, columns)


def label_matrix(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a boolean column for each pattern and for disclosure; the index is kept.

    Examples
    --------
    >>> label_matrix(pd.DataFrame({"labels": [["secrecy"], []]}))["secrecy"].tolist()
    [True, False]
    """
    columns = {name: [name in labels for labels in frame["labels"]] for name in LABELS}
    return pd.DataFrame(columns, index=frame.index)


def is_grooming(frame: pd.DataFrame) -> pd.Series:
    """Return whether each message is of kind grooming: the target of the risk head."""
    return frame["kind"] == "grooming"
