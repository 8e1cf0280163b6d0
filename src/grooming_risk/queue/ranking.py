"""Ranks the conversations of an export: who asks for help first, then by risk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.guidance.notice import caution
from grooming_risk.io.exports.message import Message
from grooming_risk.queue.message_store import MessageStore, StoredConversation
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.text.markup import masked_markup

_LONGEST: Final = 200  # characters of a shown name


class QueueRow(NamedTuple):
    """A conversation of the queue.

    Attributes
    ----------
    key : int
        Number of the conversation in the store.
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

    key: int
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


URGENCY: Final = "urgency"
SORTS: Final[Mapping[str, Callable[[QueueRow], Any]]] = {
    URGENCY: lambda row: (not row.help, -row.risk),
    "risk": lambda row: -row.risk,
    "latest": lambda row: -(row.last_message.timestamp() if row.last_message else float("-inf")),
    "messages": lambda row: -row.messages,
}
"""Orders of a queue, each with its key."""


def play(
    messages: Iterable[Message], model: Scorer, *, keep_text: bool = False
) -> Iterator[tuple[Message, str, ConversationState]]:
    """Yield each message with what was scored and the state after it.

    Platform markup is masked. Authors go by their shown names; a second author of one name gets the id added. With
    `keep_text` the evidence quotes the messages.
    """
    chat = Conversation(model=model, keep_text=keep_text)
    labels: dict[str, str] = {}
    for message in messages:
        if message.author not in labels:
            labels[message.author] = _label(message, labels.values())
        read = masked_markup(message.text)
        yield message, read, chat.add(read, author=labels[message.author], at=message.at)


def _label(message: Message, taken: Collection[str]) -> str:
    """Return the shown name of an author; with the id if it is taken, cut and numbered if it is very long."""
    name = message.name or message.author
    for label in (name, f"{name} ({message.author})"):
        if len(label) <= _LONGEST and label not in taken:
            return label
    return f"{name[: _LONGEST - 20]}... ({len(taken) + 1})"


def ranked(
    store: MessageStore, model: Scorer, track: Callable[..., Iterable[StoredConversation]] | None = None
) -> list[QueueRow]:
    """Return a row for each conversation: who asks for help first, then by risk.

    Parameters
    ----------
    store : MessageStore
        The messages.
    model : Scorer
        What `load_model` returned.
    track : callable, optional
        Shows progress: takes the conversations and returns them.
    """
    chats = list(store.conversations())
    rows = [queue_row(chat, store.messages(chat), model) for chat in (track(chats) if track else chats)]
    return sorted((row for row in rows if row), key=lambda row: (not row.help, -row.risk, row.key))


def in_order(rows: Iterable[QueueRow], sort: str) -> list[QueueRow]:
    """Return ranked rows in one of the `SORTS`; what is equal stays in its order.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rows = [SimpleNamespace(risk=0.2, messages=3), SimpleNamespace(risk=0.9, messages=1)]
    >>> [row.messages for row in in_order(rows, "risk")]
    [1, 3]
    """
    return sorted(rows, key=SORTS[sort])


def queue_row(chat: StoredConversation, messages: Iterable[Message], model: Scorer) -> QueueRow | None:
    """Return the row of a conversation; None for one without messages."""
    ids: dict[str, str] = {}
    first: Message | None = None
    number = None
    state = message = None
    for message, _, state in play(messages, model):
        ids[str(state.author)] = message.author
        if state.alerts and first is None:
            first, number = message, state.index + 1
    if state is None or message is None:
        return None
    author = _whom(state)
    return QueueRow(
        chat.key, chat.name, chat.title, state.asks_for_help, state.level, state.risk, ids[author], author,
        state.found, first.at if first else None, number, message.at, state.index + 1, len(ids),
        caution(state, "moderator") or "",
    )  # fmt: skip


def _whom(state: ConversationState) -> str:
    """Return who carries the risk; where nobody does, who asks for help."""
    authors = state.authors
    asking = [name for name, author in authors.items() if author.asks_for_help]
    if state.level == "none" and asking:
        return str(asking[0])
    return str(max(authors, key=lambda name: authors[name].risk))
