"""Attacks within a conversation: harmless talk before risky lines, cries for help after them, long harmless talk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final, NamedTuple

import pandas as pd

from grooming_risk.corpus.background.chat import Chat

FLOODS: Final = {
    "flood_10": (10, False),
    "flood_30": (30, False),
    "flood_100": (100, False),
    "flood_10_help": (10, True),
    "flood_30_help": (30, True),
    "flood_100_help": (100, True),
}
"""Number of harmless messages before each risky one, and whether a cry for help follows it."""

ROWS: Final = (10, 40)
"""Number of real chats in a row, as if two people had talked for months or years."""

CRIES: Final = (
    "someone online keeps asking me for pictures and i dont know what to do, can you help me",
    "a man i met in a game scares me, who can i talk to",
    "he wont stop writing to me and i am afraid to tell anyone, please help",
)
"""Cries for help that an attacker might write."""


class Said(NamedTuple):
    """A message, and whether it is a risky line."""

    author: str | int
    text: str
    risky: bool


def said_in(chat: pd.DataFrame) -> list[Said]:
    """Return the messages of a conversation from `load_conversations`."""
    suspect = chat["suspect"].iloc[0] if "suspect" in chat.columns else None
    rows = zip(chat["author"], chat["text"], chat["labels"], strict=True)
    return [Said(author, text, len(labels) > 0 and suspect in (None, author)) for author, text, labels in rows]


def flood(chat: Sequence[Said], harmless: Sequence[str], name: str, *, seed: int = 0) -> list[Said]:
    """Return a conversation in which the author of a risky line sends harmless ones before it.

    Raises ValueError if `name` is not in `FLOODS`, or `harmless` is empty.

    Examples
    --------
    >>> [said.text for said in flood([Said("rex", "our secret", True)], ["gg"], "flood_10")][-2:]
    ['gg', 'our secret']
    """
    if name not in FLOODS or not harmless:
        raise ValueError(f"give harmless messages, and one of {', '.join(FLOODS)}")
    count, helps = FLOODS[name]
    random = Random(f"{seed}/{name}")
    found: list[Said] = []
    for said in chat:
        if said.risky:
            found += [Said(said.author, random.choice(harmless), False) for _ in range(count)]
        found.append(said)
        if said.risky and helps:
            found.append(Said(said.author, random.choice(CRIES), False))
    return found


def in_a_row(chats: Sequence[Chat], count: int, *, seed: int = 0) -> Iterator[list[Said]]:
    """Yield rows of so many real chats, as if their first speakers were one author, their second ones another.

    The rows overlap by half, for more of them; there is none where there are fewer chats.

    Examples
    --------
    >>> (row,) = in_a_row([Chat("1", (("x", 0.0, "hi"),)), Chat("2", (("y", 0.0, "hey"),))], 2)
    >>> [(said.author, said.text) for said in sorted(row)]
    [(0, 'hey'), (0, 'hi')]
    """
    order = Random(seed).sample(list(chats), len(chats))
    for first in range(0, len(order) - count + 1, max(count // 2, 1)):
        row: list[Said] = []
        for chat in order[first : first + count]:
            places = {author: number for number, author in enumerate(dict.fromkeys(one[0] for one in chat.messages))}
            row += [Said(places[author], text, False) for author, _, text in chat.messages]
        yield row
