"""Harmless, unlabelled chat of a site, to train with besides the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pandas as pd

from grooming_risk.errors import DataError
from grooming_risk.messages import COLUMNS
from grooming_risk.text_frame import text_frame
from grooming_risk.validation import check_text

BACKGROUND: Final = "background"
"""Register and author of background messages."""

_MASKED_NAME: Final = re.compile(r"\b\d\d-\d\d-(?:teens|\d\ds|adults)User\d+\b")


def background_frame(texts: Iterable[str]) -> pd.DataFrame:
    """Return harmless texts as rows of the corpus: everyday messages without labels, each a line of its own.

    Parameters
    ----------
    texts : iterable of str
        Messages taken as harmless; a text that comes again counts once, blank ones not at all.

    Returns
    -------
    pandas.DataFrame
        With the columns of `grooming_risk.corpus.load_corpus`.

    Raises
    ------
    TypeError
        A text is no str.

    Examples
    --------
    >>> background_frame(["gg wp", "brb", "gg wp"])["text"].tolist()
    ['gg wp', 'brb']
    """
    unique = dict.fromkeys(check_text(text) for text in texts)
    kept = [text for text in unique if text.strip()]
    names = [f"{BACKGROUND}:{number}" for number in range(1, len(kept) + 1)]
    labels: list[list[str]] = [[] for _ in kept]
    constant = {"kind": "everyday", "register": BACKGROUND, "author": BACKGROUND, "variant": 0}
    frame = text_frame({"text": kept, "labels": labels, "line": names, "group": names}).assign(**constant)
    return frame[list(COLUMNS)]


def read_nps_chat(folder: str | Path) -> Iterator[str]:
    """Read the posts of a copy of the NPS Chat Corpus (Forsyth and Martell, 2007), as NLTK keeps it.

    The corpus is not part of this library; who has it, and may use it, names its folder.

    Parameters
    ----------
    folder : path or str
        With the corpus' .xml files, such as ``nltk_data/corpora/nps_chat``.

    Yields
    ------
    str
        Posts as written, in order; lines of the chat system are left out, masked user names become ``user``.

    Raises
    ------
    DataError
        No .xml file is there, or one is not valid.
    """
    files = sorted(Path(folder).glob("*.xml"))
    if not files:
        raise DataError(folder, None, "no .xml file of the NPS Chat Corpus there; name the folder that holds them")
    for path in files:
        try:
            posts = ElementTree.parse(path).iter("Post")
        except ElementTree.ParseError as error:
            raise DataError(path, error.position[0], "not valid XML; get the file anew") from None
        for post in posts:
            text = (post.text or "").strip()
            if text and post.get("class") != "System":
                yield _MASKED_NAME.sub("user", text)
