"""LRU cache of live conversations; evicted ones are kept as serialized states."""

from __future__ import annotations

from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any, Final
from zlib import crc32

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.scoring.scorer import Scorer

LIVE: Final = 10_000
"""Number of live conversations; the others take about half a kilobyte each."""


class StateCache:
    """The conversations of a run by id, for `score_conversation_records`.

    Parameters
    ----------
    model : Scorer
        The model that scores them.
    live : int, default=10000
        Number of live conversations.
    time_unit : str, default="seconds"
        Of `Conversation`, for those restored from their states.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> chats = StateCache(load_model(), live=1)
    >>> chats["a"], chats["b"] = Conversation(), Conversation()
    >>> state = chats.get("a").add("gg", author="rex")
    >>> sorted(chats.changed()), chats.get("a").state.index
    (['s:a', 's:b'], 0)
    """

    def __init__(self, model: Scorer, live: int = LIVE, time_unit: str = SECONDS) -> None:
        self.model = model
        self._time_unit = time_unit
        self._most = live
        self._live: OrderedDict[str, Conversation] = OrderedDict()  # the most recently used one is last
        self._states: dict[str, bytes] = {}
        self._changed: set[str] = set()

    def get(self, key: Any, /) -> Conversation | None:
        """Return a conversation, which counts as changed from now on, or None if the id is unknown."""
        name = chat_name(key)
        if name in self._live:
            return self._hold(name, self._live[name])
        if name in self._states:
            chat = Conversation.from_bytes(self._states[name], model=self.model, time_unit=self._time_unit)
            return self._hold(name, chat)
        return None

    def __setitem__(self, key: Any, chat: Conversation, /) -> None:
        self._hold(chat_name(key), chat)

    def changed(self) -> dict[str, bytes]:
        """Return the states of the conversations changed since the last call, by `chat_name`."""
        self._states.update((name, self._live[name].to_bytes()) for name in self._changed & self._live.keys())
        states = {name: self._states[name] for name in sorted(self._changed)}
        self._changed.clear()
        return states

    def _hold(self, name: str, chat: Conversation) -> Conversation:
        self._live[name] = chat
        self._live.move_to_end(name)
        self._changed.add(name)
        if len(self._live) > self._most:
            oldest, evicted = self._live.popitem(last=False)
            self._states[oldest] = evicted.to_bytes()
        return chat

    def restore(self, states: dict[str, bytes]) -> None:
        """Take states that `changed` returned. They replace older ones."""
        self._states.update(states)


def chat_name(key: Any) -> str:
    """Return the same name for keys that are equal: 7, 7.0 and a decimal 7 are one conversation, "7" is another.

    Examples
    --------
    >>> chat_name(7) == chat_name(7.0), chat_name("7")
    (True, 's:7')
    """
    if isinstance(key, str):
        return f"s:{key}"
    if isinstance(key, int) or (isinstance(key, float | Decimal) and isfinite(key)):
        return f"n:{Fraction(key)}"
    return f"{type(key).__name__}:{key}"


def partition_of(key: Any, total: int) -> int:
    """Return the partition of a conversation: the same number in every process and on every machine."""
    return crc32(chat_name(key).encode("utf-8", "surrogatepass")) % total
