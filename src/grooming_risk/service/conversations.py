"""Conversations in a store: each message is scored and stored before the response.

Two messages to one conversation at the same time both count. In one process a lock orders them. Between processes the
store refuses a state that is based on an old version, and the message is scored again on the new one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from random import SystemRandom
from typing import Final, NamedTuple
from weakref import WeakValueDictionary

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import AuthorName, ConversationState
from grooming_risk.errors import StateError
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking
from grooming_risk.service.errors import (
    BusyError,
    RefusedMessageError,
    UnknownConversationError,
    UnreadableStateError,
)
from grooming_risk.service.record import REMEMBERED, HeardMessage, Record, digest_of
from grooming_risk.service.stores.base import Held, Store, new_version

_TRIES: Final = 50
_PAUSE: Final = 0.02  # seconds at most between two tries

_UNKNOWN: Final = "no state is kept for this conversation; post a message to begin it"


class NewMessage(NamedTuple):
    """A new message of a conversation.

    Attributes
    ----------
    text : str
        The message.
    author : str or int
        Its author.
    at : float, datetime or None
        Its time.
    message_id : str or None
        The client's id of the message: a repeated id does not count twice.
    role : str or None
        Role of the author, from this message on.
    """

    text: str
    author: AuthorName
    at: float | datetime | None = None
    message_id: str | None = None
    role: str | None = None


class Heard(NamedTuple):
    """The result of a message.

    Attributes
    ----------
    state : ConversationState
        State of the conversation now.
    message : HeardMessage
        Index and alerts of the message.
    duplicate : bool
        Whether the message was counted before; then nothing changed.
    """

    state: ConversationState
    message: HeardMessage
    duplicate: bool


class StoredConversations:
    """Adds messages to conversations whose states are in a store.

    Parameters
    ----------
    store : Store
        The store of the states.
    model : Scorer
        Scores the messages.
    """

    def __init__(self, store: Store, model: Scorer) -> None:
        self._store = store
        self._model = model
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def add(self, key: str, message: NewMessage) -> Heard:
        """Hear a message and keep what came of it.

        Raises
        ------
        RefusedMessageError
            It does not go with the messages before it; the conversation is as it was.
        UnreadableStateError
            The state was made with another model, or is damaged.
        BusyError
            Other processes were faster again and again.
        StoreDownError
            The store cannot be used.
        """
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            for attempt in range(_TRIES):
                heard = await self._try_add(key, message)
                if heard is not None:
                    return heard
                await asyncio.sleep(SystemRandom().random() * _PAUSE * min(attempt, 10) / 10)
        raise BusyError("too many services write to this conversation at once; send the message again with its id")

    async def read(self, key: str) -> ConversationState:
        """Return where a conversation stands.

        Raises
        ------
        UnknownConversationError, UnreadableStateError, StoreDownError
            There is none, it cannot be read, or the store cannot be used.
        """
        held = await self._store.get(key)
        if held is None:
            raise UnknownConversationError(_UNKNOWN)
        return _state_of(self._conversation(_unpacked(held)))

    async def erase(self, key: str) -> None:
        """Erase what is kept of a conversation.

        Raises
        ------
        UnknownConversationError, StoreDownError
            There is nothing to erase, or the store cannot be used.
        """
        if not await self._store.delete(key):
            raise UnknownConversationError(_UNKNOWN)

    async def _try_add(self, key: str, message: NewMessage) -> Heard | None:
        """Hear the message on the state as it is now; None where somebody else changed that meanwhile."""
        held = await self._store.get(key)
        record = _unpacked(held) if held else None
        chat = self._conversation(record) if record else Conversation(model=self._model)
        digest = None if message.message_id is None else digest_of(message.message_id)
        if record and (known := record.find(digest)):
            return Heard(_state_of(chat), known, duplicate=True)
        try:
            state = await run_blocking(
                len(message.text), chat.add, message.text, author=message.author, at=message.at, role=message.role
            )
        except ValueError as error:  # says which rule was broken, not what was sent
            raise RefusedMessageError(str(error)) from None
        heard = HeardMessage(digest or "", state.index, [asdict(alert) for alert in state.alerts])
        new = Record(chat.to_bytes(), _remembered(record.heard if record else (), heard))
        kept = await self._store.put(key, Held(new_version(), new.pack()), held.version if held else None)
        return Heard(state, heard, duplicate=False) if kept else None

    def _conversation(self, record: Record) -> Conversation:
        try:
            return Conversation.from_bytes(record.state, model=self._model)
        except StateError as error:
            raise _unreadable(error) from None


def _state_of(chat: Conversation) -> ConversationState:
    state = chat.state
    if state is None:
        raise UnreadableStateError("the stored state has no message; delete the conversation to start again")
    return state


def _unpacked(held: Held) -> Record:
    try:
        return Record.unpack(held.record)
    except StateError as error:
        raise _unreadable(error) from None


def _unreadable(error: StateError) -> UnreadableStateError:
    return UnreadableStateError(f"the stored state cannot be used: {error}. DELETE the conversation to start again")


def _remembered(heard: Sequence[HeardMessage], new: HeardMessage) -> tuple[HeardMessage, ...]:
    return (*heard, new)[-REMEMBERED:] if new.digest else tuple(heard)
