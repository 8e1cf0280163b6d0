"""Ranks the conversations of an export: who asks for help first, then by risk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import Alert, ConversationState
from grooming_risk.guidance.notice import caution
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore, StoredConversation
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.markup import masked_markup


class QueueRow(NamedTuple):
    """A conversation of the queue.

    Attributes
    ----------
    conversation, title : str
        Id and shown name.
    help : bool
        Whether somebody asks for help.
    level : {"none", "low", "medium", "high"}
        Level of the conversation.
    risk : float in [0, 1]
        Risk of the riskiest author.
    author, author_name : str
        Id and shown name of that author, or of who asks for help.
    patterns : tuple of str
        Patterns found, the most urgent first.
    first_alarm : datetime or None
        Time of the first alert.
    first_alarm_message : int or None
        Number of its message in the conversation, from 1; None without alert.
    last_message : datetime or None
        Time of the last message.
    messages, authors : int
        How many.
    advice : str
        What to do, in one line; "" where nothing was found.
    """

    conversation: str
    title: str
    help: bool
    level: str
    risk: float
    author: str
    author_name: str
    patterns: tuple[str, ...]
    first_alarm: datetime | None
    first_alarm_message: int | None
    last_message: datetime | None
    messages: int
    authors: int
    advice: str


def play(messages: Iterable[Message], model: Scorer) -> Iterator[tuple[Message, ConversationState]]:
    """Yield each message with the state of its conversation after it; platform markup is masked."""
    chat = Conversation(model=model)
    for message in messages:
        yield message, chat.add(masked_markup(message.text), author=message.author, at=message.at)


def ranked(store: MessageStore, model: Scorer) -> list[QueueRow]:
    """Return a row for each conversation: who asks for help first, then by risk.

    Parameters
    ----------
    store : MessageStore
        The messages.
    model : Scorer
        What `load_model` returned.
    """
    rows = [queue_row(chat, store.messages(chat), model) for chat in store.conversations()]
    return sorted((row for row in rows if row), key=lambda row: (not row.help, -row.risk, row.conversation))


def queue_row(chat: StoredConversation, messages: Iterable[Message], model: Scorer) -> QueueRow | None:
    """Return the row of a conversation; None for one without messages."""
    names: dict[str, str] = {}
    first: tuple[Alert, Message] | None = None
    last: tuple[Message, ConversationState] | None = None
    for message, state in play(messages, model):
        names[message.author] = message.name or message.author
        if state.alerts and first is None:
            first = state.alerts[0], message
        last = message, state
    if last is None:
        return None
    message, state = last
    author = _whom(state)
    return QueueRow(
        chat.name, chat.title, state.asks_for_help, state.level, state.risk, author, names[author], state.found,
        first[1].at if first else None, first[0].index + 1 if first else None,
        message.at, state.index + 1, len(names), caution(state, "moderator") or "",
    )  # fmt: skip


def _whom(state: ConversationState) -> str:
    """Return who carries the risk; where nobody does, who asks for help."""
    authors = state.authors
    asking = [name for name, author in authors.items() if author.asks_for_help]
    if state.level == "none" and asking:
        return str(asking[0])
    return str(max(authors, key=lambda name: authors[name].risk))
