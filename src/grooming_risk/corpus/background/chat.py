"""Real harmless chat for training and evaluation: from a package, from a site.

The package `chitchat-dataset` is a dependency of the extra ``train``; this project keeps none of its text. A fixed seed
splits its chats into three parts that share no text.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Final, NamedTuple

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, parse

from grooming_risk.corpus.messages import COLUMNS
from grooming_risk.errors import DataError, missing_extra
from grooming_risk.io.lines import opened
from grooming_risk.io.text_frame import text_frame
from grooming_risk.validation import check_name, check_texts

BACKGROUND: Final = "background"
"""Register and author of background messages."""

PARTS: Final = {"training": 0.4, "calibration": 0.3, "test": 0.3}
"""Part of the package's chats to its share of them."""

SOURCE: Final = {
    "package": "chitchat-dataset",
    "licence": "MIT",
    "kind": "chat of students of one university in the United States, two at a time, 2018",
}
"""The package, as the card and the datasheet describe it."""

_SEED: Final = 0
_SET_APART: Final = 4  # one in so many site texts sets levels instead of training
_MASKED_NAME: Final = re.compile(r"\b\d\d-\d\d-(?:teens|\d\ds|adults)User\d+\b")


class Chat(NamedTuple):
    """A real harmless chat: its name; author, seconds since 1970 and text of each message."""

    name: str
    messages: tuple[tuple[str, float, str], ...]


def chat_messages(part: str) -> list[str]:
    """Return the distinct messages of a part of the package's chats.

    Parameters
    ----------
    part : {"training", "calibration", "test"}
        Parts share no text.

    Returns
    -------
    list of str
        In an order drawn by a fixed seed.

    Raises
    ------
    ValueError
        The part is unknown.
    MissingExtraError
        The package is not installed; the error names the extra.

    Examples
    --------
    >>> parts = [set(chat_messages(part)) for part in PARTS]
    >>> len(parts[0]) > 60_000, parts[0] & parts[2]
    (True, set())
    """
    name = _checked(part)  # before the package is read
    return list(_distinct()[name])


def chats(part: str) -> list[Chat]:
    """Return the chats of a part of the package, in an order drawn by a fixed seed.

    Parameters
    ----------
    part : {"training", "calibration", "test"}
        Parts share no chat; a text such as "hi" may be in several.

    Raises
    ------
    ValueError
        The part is unknown.
    MissingExtraError
        The package is not installed.
    """
    name = _checked(part)  # before the package is read
    return list(_parts()[name])


def _checked(part: str) -> str:
    if check_name(part, "part") not in PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(PARTS)}")
    return part


@cache
def _parts() -> dict[str, list[Chat]]:
    try:
        from chitchat_dataset import Dataset
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the package does not close its file
        found: Any = Dataset()
    names = sorted(found)
    Random(_SEED).shuffle(names)
    parts, first = {}, 0
    for part, share in PARTS.items():
        last = first + int(len(names) * share)
        parts[part] = [_chat(name, found[name]) for name in names[first:last]]
        first = last
    return parts


def _chat(name: str, chat: Any) -> Chat:
    messages = [message for turn in chat["messages"] for message in turn]
    times = pd.to_datetime([message["timestamp"] for message in messages]).astype("int64") / 1e9
    return Chat(name, tuple((m["sender"], at, m["text"].strip()) for m, at in zip(messages, times, strict=True)))


@cache
def _distinct() -> dict[str, list[str]]:
    seen: set[str] = set()
    parts = {}
    for part, found in _parts().items():
        texts = dict.fromkeys(text for chat in found for _, _, text in chat.messages if text)
        parts[part] = [text for text in texts if text not in seen]
        seen.update(parts[part])
        Random(_SEED).shuffle(parts[part])
    return parts


def set_apart(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Split a site's messages into a part for training and a quarter for the levels, by a hash of each text.

    Parameters
    ----------
    texts : iterable of str
        Messages taken as harmless; repeats count once, blank ones not at all.

    Raises
    ------
    TypeError
        `texts` is a str, or an item is not a str.

    Examples
    --------
    >>> train, apart = set_apart(f"message {n}" for n in range(1000))
    >>> 200 < len(apart) < 300, set(train) & set(apart)
    (True, set())
    """
    parts: tuple[list[str], list[str]] = [], []
    for text in _unique(texts):
        parts[sha256(text.encode("utf-8", "surrogatepass")).digest()[0] % _SET_APART == 0].append(text)
    return parts


def _unique(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(check_texts(texts)) if text.strip()]


def background_frame(texts: Iterable[str]) -> pd.DataFrame:
    """Return harmless texts as rows of the corpus: everyday messages without labels, one line each.

    Parameters
    ----------
    texts : iterable of str
        As for `set_apart`.

    Returns
    -------
    pandas.DataFrame
        With the columns of `grooming_risk.corpus.load.load_corpus`.

    Examples
    --------
    >>> background_frame(["gg wp", "brb", "gg wp"])["text"].tolist()
    ['gg wp', 'brb']
    """
    kept = _unique(texts)
    names = [f"{BACKGROUND}:{number}" for number in range(1, len(kept) + 1)]
    frame = text_frame({"text": kept, "labels": [[] for _ in kept], "line": names, "group": names})
    return frame.assign(kind="everyday", register=BACKGROUND, author=BACKGROUND)[list(COLUMNS)]


def read_nps_chat(folder: str | Path) -> Iterator[str]:
    """Read the posts of the user's copy of the NPS Chat Corpus (Forsyth and Martell, 2007), as NLTK keeps it.

    Parameters
    ----------
    folder : path or str
        Folder with the .xml files, such as ``nltk_data/corpora/nps_chat``.

    Yields
    ------
    str
        Posts in order, without system lines; masked user names become ``user``.

    Raises
    ------
    DataError
        No .xml file is there, or one is not valid or declares entities.
    """
    files = sorted(Path(folder).glob("*.xml"))
    if not files:
        raise DataError(folder, None, "no .xml file of the NPS Chat Corpus; name the folder that holds them")
    for path in files:
        try:
            with opened(path) as stream:
                posts = parse(stream).iter("Post")
        except ParseError as error:
            raise DataError(path, error.position[0], "not valid XML; get the file anew") from None
        except DefusedXmlException:
            raise DataError(path, None, "declares entities, which the corpus does not; get the file anew") from None
        for post in posts:
            text = (post.text or "").strip()
            if text and post.get("class") != "System":
                yield _MASKED_NAME.sub("user", text)
