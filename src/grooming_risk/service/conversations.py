"""Conversations in a store: each message is scored and stored before the response.

Two messages to one conversation at the same time both count. In one process a lock orders them. Between processes the
store refuses a state that is based on an old version, and the message is scored again on the new one.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from random import SystemRandom
from typing import Any, Final, NamedTuple
from weakref import WeakValueDictionary

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.role_change import set_roles
from grooming_risk.conversation.state.conversation_state import Alert, AuthorName, ConversationState
from grooming_risk.errors import StateError
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service.blocking import run_blocking
from grooming_risk.service.conversation_list import Filters, entry_of, list_conversations
from grooming_risk.service.errors import Kind, ServiceError
from grooming_risk.service.record import REMEMBERED, HeardMessage, Record, digest_of
from grooming_risk.service.stores.base import Held, Order, Store, new_version

log = logging.getLogger(__name__)

_TRIES: Final = 50
_PAUSE: Final = 0.02  # seconds at most between two tries

_UNKNOWN: Final = "no state is kept for this conversation; post a message to begin it"


class NewMessage(NamedTuple):
    """A new message of a conversation."""

    text: str
    author: AuthorName
    at: float | datetime | None = None
    message_id: str | None = None  # the client's; a repeated id does not count twice
    role: str | None = None  # of the author, from this message on


class Heard(NamedTuple):
    """The conversation after a message, or after new roles."""

    state: ConversationState
    message: HeardMessage
    duplicate: bool  # counted before; then nothing changed


class StoredConversations:
    """Adds messages to conversations whose states are in a store.

    Every method raises `ServiceError`: the conversation is unknown, its state is unreadable (damaged, or of another
    model), the message conflicts with earlier ones, other processes write too often, or the store is down.
    """

    def __init__(self, store: Store, model: Scorer, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._store = store
        self._model = model
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def add(self, key: str, message: NewMessage) -> Heard:
        """Score a message and store the new state; an error changes nothing."""
        return await self._until_kept(key, partial(self._try_add, key, message))

    async def set_roles(self, key: str, roles: Mapping[AuthorName, str]) -> Heard:
        """Set roles of authors after the fact and store the new state; the alerts are those that this raises."""
        return await self._until_kept(key, partial(self._try_roles, key, roles))

    async def read(self, key: str) -> ConversationState:
        """Return the state of a conversation."""
        return _state_of(self._conversation(_unpacked(await self._held(key))))

    async def erase(self, key: str) -> None:
        """Erase a conversation."""
        if not await self._store.delete(key):
            raise ServiceError(Kind.UNKNOWN_CONVERSATION, _UNKNOWN)

    async def list(
        self, order: Order, filters: Filters, cursor: str | None, limit: int
    ) -> tuple[list[Any], str | None]:
        """Return rows of the list, and the cursor of those after them; see `list_conversations`."""
        return await list_conversations(self._store, order, filters, cursor, limit)

    async def list_older(self) -> None:
        """Enter the conversations of a version without lists, and log how many could not be read."""
        entered = unreadable = 0
        async for key, held in self._store.unlisted():
            try:
                record = _unpacked(held)
                state = _state_of(self._conversation(record))
            except ServiceError:
                unreadable += 1
                continue
            await self._store.enter(key, held.version, entry_of(key, state, record.first_alert, self._clock()))
            entered += 1
        if entered or unreadable:
            problem = "entered %d older conversations into the list; %d could not be read: of another model, or damaged"
            log.warning(problem, entered, unreadable)

    async def _until_kept(self, key: str, attempt: Callable[[], Awaitable[Heard | None]]) -> Heard:
        """Try until no other process changes the conversation meanwhile."""
        async with self._locks.setdefault(key, asyncio.Lock()):
            for count in range(_TRIES):
                heard = await attempt()
                if heard is not None:
                    return heard
                await asyncio.sleep(SystemRandom().random() * _PAUSE * min(count, 10) / 10)
        problem = "too many services write to this conversation at once; send it again, messages with their id"
        raise ServiceError(Kind.BUSY, problem)

    async def _try_add(self, key: str, message: NewMessage) -> Heard | None:
        """Score the message on the current state; None where another process changed it meanwhile."""
        held = await self._store.get(key)
        record = _unpacked(held) if held else None
        chat = self._conversation(record) if record else Conversation(model=self._model)
        digest = None if message.message_id is None else digest_of(message.message_id)
        if record and (counted := record.find(digest)):
            return Heard(_state_of(chat), counted, duplicate=True)
        try:
            state = await run_blocking(
                len(message.text), chat.add, message.text, author=message.author, at=message.at, role=message.role
            )
        except ValueError as error:  # names the broken rule, and quotes nothing
            raise ServiceError(Kind.MESSAGE_REFUSED, str(error)) from None
        heard = HeardMessage(digest or "", state.index, [asdict(alert) for alert in state.alerts])
        old = record or Record(b"")
        ids = (*old.heard, heard)[-REMEMBERED:] if digest else old.heard
        new = Record(chat.to_bytes(), ids, old.first_alert or _first_of(state.alerts))
        kept = await self._put(key, new, state, held)
        return Heard(state, heard, duplicate=False) if kept else None

    async def _try_roles(self, key: str, roles: Mapping[AuthorName, str]) -> Heard | None:
        held = await self._held(key)
        record = _unpacked(held)
        chat = self._conversation(record)
        alerts = set_roles(chat, roles)
        state = _state_of(chat)
        new = record._replace(state=chat.to_bytes(), first_alert=record.first_alert or _first_of(alerts))
        heard = HeardMessage("", state.index, [asdict(alert) for alert in alerts])
        return Heard(state, heard, duplicate=False) if await self._put(key, new, state, held) else None

    async def _held(self, key: str) -> Held:
        held = await self._store.get(key)
        if held is None:
            raise ServiceError(Kind.UNKNOWN_CONVERSATION, _UNKNOWN)
        return held

    async def _put(self, key: str, new: Record, state: ConversationState, replaced: Held | None) -> bool:
        entry = entry_of(key, state, new.first_alert, self._clock())
        return await self._store.put(
            key, Held(new_version(), new.pack()), replaced.version if replaced else None, entry
        )

    def _conversation(self, record: Record) -> Conversation:
        try:
            return Conversation.from_bytes(record.state, model=self._model)
        except StateError as error:
            raise _unreadable(error) from None


def _first_of(alerts: Sequence[Alert]) -> dict[str, Any] | None:
    return {"index": alerts[0].index, "at": alerts[0].at, "kind": alerts[0].kind} if alerts else None


def _state_of(chat: Conversation) -> ConversationState:
    state = chat.state
    if state is None:
        problem = "the stored state has no message; delete the conversation to start again"
        raise ServiceError(Kind.STATE_UNREADABLE, problem)
    return state


def _unpacked(held: Held) -> Record:
    try:
        return Record.unpack(held.record)
    except StateError as error:
        raise _unreadable(error) from None


def _unreadable(error: StateError) -> ServiceError:
    problem = f"the stored state cannot be used: {error}. DELETE the conversation to start again"
    return ServiceError(Kind.STATE_UNREADABLE, problem)
