"""Messages to measure on: those that warm a process, and others that it has not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from grooming_risk import chat_messages, load_corpus
from grooming_risk.io.messages import read_records

LENGTHS = (5, 40, 300, 10_000)
"""Characters of a message: a word, a chat line, a paragraph, a long text."""

WARM = 20_000
"""Messages that a process has met before the others."""


@dataclass(frozen=True)
class Input:
    """Messages of one kind; those that warm the process and the new ones share no text."""

    name: str
    warm: list[str]
    new: list[str]


def inputs(path: str | Path | None = None, warm: int = WARM) -> list[Input]:
    """Return the messages to measure on: real chat, that of about 45 characters, and those of a file if given.

    The real chat is the part that no model and no threshold was made with.
    """
    chat = chat_messages("test")
    usual = [text for text in chat if 40 <= len(text) <= 50]
    lines = set(usual)
    found = [
        Input("real chat", chat[:warm], chat[warm:]),
        Input("real chat of 40 to 50 characters", [text for text in chat if text not in lines][:warm], usual),
    ]
    if path is not None:
        own = list(dict.fromkeys(record.text for record in read_records(path) if record.text.strip()))
        Random(0).shuffle(own)
        found.append(Input("messages of a file", own[: min(warm, len(own) // 2)], own[min(warm, len(own) // 2) :]))
    return found


def harmless_messages(path: str | Path | None = None) -> list[str]:
    """Return the messages of a file, or the harmless ones of the training split: speed counts here, not quality."""
    if path is not None:
        return [record.text for record in read_records(path)]
    corpus = load_corpus("train")
    return corpus.loc[corpus["kind"].isin(["everyday", "look_alike"]), "text"].tolist()


def repeated(messages: list[str], count: int) -> list[str]:
    """Return `count` messages, repeated from the first one if there are fewer."""
    return list(islice(cycle(messages), count))


def in_parts(texts: list[str], size: int) -> list[list[str]]:
    """Return the texts in lists of a size; the last one may be shorter."""
    return [texts[begin : begin + size] for begin in range(0, len(texts), size)]


def of_length(messages: Iterable[str], length: int, count: int) -> list[str]:
    """Return texts of exactly `length` characters, `count` at most: messages joined by blanks, and the last one cut.

    Each message is taken once; so there are fewer texts where messages run out.
    """
    source = iter(messages)
    texts = (_joined(source, length) for _ in range(count))
    return [text[:length] for text in texts if len(text) >= length]


def _joined(source: Iterator[str], length: int) -> str:
    text = ""
    while len(text) < length and (message := next(source, None)) is not None:
        text = f"{text} {message}" if text else message
    return text
