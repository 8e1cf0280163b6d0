"""Speed on messages: one at a time, by length, in lists, with all heads, in conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from statistics import fmean, median
from typing import NamedTuple

from cold import CONVERSATION, cold_seconds, resident
from competitors import Competitor
from conversation_rate import Messages, add_all, real_chats
from sights import AGAIN, COLD, Sights, sights
from speed_table import OURS, SpeedTable
from texts import LENGTHS, Input, in_parts, of_length, repeated

from timing import seconds

BINS = ((1, 20), (20, 60), (60, 150), (150, 300))
"""Characters of a message: at least, and below."""

_ONE = "good game, same time tomorrow?"  # plain English: a word of another language would load that language

SCORE = "score alone"
"""Name of the column of `score` beside `Conversation.add`."""


class Sizes(NamedTuple):
    """How much is measured."""

    warm: int = 20_000
    singles: int = 1_000
    made: tuple[int, ...] = (100, 100, 40, 5)  # of each length in `LENGTHS`
    list: int = 5_000
    lists: int = 2
    conversation: int = 1_500  # messages of conversations
    files: int = 15_000
    requests: int = 400
    rounds: int = 2  # of files
    two_processes: int = 100_000  # messages of eight files, which repeat
    repeated: int = 0  # messages of a list that repeats


def single_tables(competitors: Sequence[Competitor], some: Input, sizes: Sizes) -> list[SpeedTable]:
    """Return the tables of one message at a time, for messages as they come and by their length."""
    table = SpeedTable(f"One message at a time: {some.name}", "a message")
    by_length = SpeedTable(f"One message at a time, by characters: {some.name}", "a message")
    new = some.new[: sizes.singles]
    rest = iter(some.new[sizes.singles :])
    made = [of_length(rest, length, count) for length, count in zip(LENGTHS, sizes.made, strict=True)]
    for each in competitors:
        if each.one:
            times = sights(each.one, [*new, *(text for texts in made for text in texts)], partial(each.many, some.warm))
            for row, middle in {"median": median, "average": fmean}.items():
                table.add_sights(row, each.name, times.part(0, len(new)), middle)
            _by_length(by_length, each.name, times, new, made)
    return [table, by_length]


def _by_length(table: SpeedTable, who: str, times: Sights, new: list[str], made: list[list[str]]) -> None:
    for least, below in BINS:
        if places := [place for place, text in enumerate(new) if least <= len(text) < below]:
            of_these = Sights(*([state[place] for place in places] for state in times))
            table.add_sights(f"{least} to {below - 1}", who, of_these, median)
    begin = len(new)
    for length, texts in zip(LENGTHS, made, strict=True):
        if texts:
            part = times.part(begin, begin + len(texts))
            table.add_sights(f"{length:,}, of messages joined and cut", who, part, median)
        begin += len(texts)


def list_table(competitors: Sequence[Competitor], some: Input, sizes: Sizes) -> SpeedTable:
    """Return the table of lists: of risks, and of all heads."""
    table = SpeedTable(f"Lists of {sizes.list:,} messages: {some.name}", "a message")
    lists = [part for part in in_parts(some.new, sizes.list) if len(part) == sizes.list][: sizes.lists]
    for each in competitors:
        for row, call in {"risk": each.many, "all heads": each.heads}.items():
            if call:
                times = sights(call, lists, partial(_each, call, in_parts(some.warm, sizes.list)))
                table.add_sights(row, each.name, times, median, sizes.list)
        if sizes.repeated:
            texts = repeated(some.new, sizes.repeated)
            cost = seconds(_each, each.many, in_parts(texts, sizes.list)) / len(texts)
            table.add(f"risk, {len(texts):,} messages that repeat", AGAIN, each.name, cost)
    return table


def conversation_table(competitors: Sequence[Competitor], sizes: Sizes) -> SpeedTable:
    """Return the table of messages added to their conversations; all others score each message by itself."""
    table = SpeedTable("Messages added to their conversations: real chat", "a message")
    warm, new = real_chats(sizes.warm, sizes.conversation)
    count = sum(map(len, new))
    texts = [message["text"] for messages in warm for message in messages]
    ready = [each for each in competitors if each.one]
    calls = {each.name: (partial(_score_texts, each.one), partial(each.many, texts)) for each in ready}
    calls |= {SCORE: calls[OURS], OURS: (add_all, partial(_each, add_all, warm))}
    for who, (call, meet) in calls.items():
        times = sights(call, new, meet)
        table.add_sights("all", who, Sights([sum(times.first)], [sum(times.again)]), fmean, count)
    return table


def _each(call: Callable, items: Sequence) -> None:
    for item in items:
        call(item)


def _score_texts(call: Callable[[str], object], messages: Messages) -> None:
    for message in messages:
        call(message["text"])


def cold_tables(competitors: Sequence[Competitor], some: Input, sizes: Sizes) -> list[SpeedTable]:
    """Return the tables of a fresh process: time to its first results, and memory."""
    table = SpeedTable("From the start of a process to its result", "a process")
    memory = SpeedTable("Memory of a process after its first score", "resident", lambda size: f"{size / 1e6:.0f} MB")
    one, many = [_ONE], some.new[: sizes.list]
    programs = [(each.name, each.fresh, each.fresh_heads) for each in competitors]
    for who, fresh, heads in [*programs, ("import numpy", "import numpy; call = id", None)]:
        if fresh:
            table.add("one message", COLD, who, cold_seconds(fresh, one))
            table.add(f"a list of {len(many):,}", COLD, who, cold_seconds(fresh, many, 2))
            memory.add("one message", COLD, who, resident(fresh, one))
        if heads:
            table.add(f"a list of {len(many):,}, all heads", COLD, who, cold_seconds(heads, many, 2))
    table.add("a message of a conversation", COLD, OURS, cold_seconds(CONVERSATION, one))
    return [table, memory]
