"""Composes synthetic conversations: a schedule of labels picks single lines and places them among small talk.

No scene is hand-written: a model can learn only the sequence of labels, replies and times from these chats.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any, Final, NamedTuple

from grooming_risk.corpus.lines import Line
from grooming_risk.corpus.schedule import FEWEST_ASKS, Schedule, draw_schedule
from grooming_risk.corpus.small_talk import BareLine, Exchange, Reply, SmallTalk

_EPOCH: Final = datetime(2026, 1, 5, tzinfo=UTC)
_CLOSE: Final = ("friends", "class_mates", "game_team", "couple", "family")
"""Scenarios whose harmless chats have bare lines: friends and parents send them, tutors do not."""

_STANCES: Final = {"": 3, "small_reply": 3, "hesitation": 2, "refusal": 2}
_TURNS_PER_EXCHANGE: Final = 3.5
_TURNS_PER_ASK: Final = 2

_SPLIT: Final = 0.12
_BARE: Final = 0.25
_NEW_SITTING: Final = 0.12
_GIVES_UP: Final = 0.1
"""Probability that a line is split, that an ask is a bare line, of a new sitting, that a refusal ends the chat."""


class _Message(NamedTuple):
    speaker: int
    text: str
    labels: tuple[str, ...]
    line: str


class Composer:
    """Composes the conversations of one split from its lines and its small talk.

    Parameters
    ----------
    lines : sequence of Line
        Grooming lines, look-alikes and disclosures of the split.
    talk : SmallTalk
        Exchanges, replies and bare lines of the split.
    """

    def __init__(self, lines: Sequence[Line], talk: SmallTalk) -> None:
        self._lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in lines:
            for name in line.names:
                if line.register != "advert" or name == "job_lure":
                    self._lines[line.kind, name].append(line)
        self._exchanges: dict[str, list[Exchange]] = defaultdict(list)
        for exchange in talk.exchanges:
            self._exchanges[exchange.scenario].append(exchange)
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        for reply in talk.replies:
            self._replies[reply.stance].append(reply)
        self._bare: dict[str, list[BareLine]] = defaultdict(list)
        for bare in talk.bare:
            self._bare[bare.names[0]].append(bare)

    def compose(self, name: str, seed: int) -> dict[str, Any]:
        """Return the conversation of a name, deterministic by name and seed.

        Returns
        -------
        dict
            ``id``, ``kind``, ``scenario``, ``suspect`` (an author, or None), ``roles`` (by author), ``start`` (ISO
            8601), ``messages`` with ``author``, ``minutes`` since the start, ``text``, ``labels``, ``line``.
        """
        random = Random(f"{seed}/{name}")
        schedule = draw_schedule(random)
        parts = list(self._play(schedule, random))
        start, minutes = _times([len(part) for part in parts], schedule.late, random)
        flat = [message for part in parts for message in part]
        letters = {speaker: chr(ord("a") + n) for n, speaker in enumerate(dict.fromkeys(m.speaker for m in flat))}
        roles = self._roles(schedule, random)
        return {
            "id": name,
            "kind": schedule.kind,
            "scenario": schedule.scenario,
            "suspect": letters.get(0) if schedule.kind == "grooming" else None,
            "roles": {letter: roles[min(speaker, 2)] for speaker, letter in letters.items()},
            "start": start.isoformat(),
            "messages": [
                {"author": letters[m.speaker], "minutes": at, "text": m.text, "labels": list(m.labels), "line": m.line}
                for m, at in zip(flat, minutes, strict=True)
            ],
        }

    def _roles(self, schedule: Schedule, random: Random) -> tuple[str, str, str]:
        """Return the roles of the first speaker, the second, and the others."""
        if schedule.kind == "grooming":
            return random.choice(("adult", "adult", "adult", "unknown")), "minor", "minor"
        first, second = self._exchanges[schedule.scenario][0].roles
        return first, second, second

    def _play(self, schedule: Schedule, random: Random) -> Iterator[list[_Message]]:
        """Yield groups of messages until the schedule ends or a refusal ends the chat."""
        talk = max(1, round((schedule.length - len(schedule.asks) * _TURNS_PER_ASK) / _TURNS_PER_EXCHANGE))
        pool = self._exchanges[schedule.scenario]
        exchanges = list(islice(cycle(random.sample(pool, len(pool))), talk))
        before = round(talk * schedule.first_ask)
        places = sorted(random.randint(before, talk) for _ in schedule.asks)
        asks = list(zip(places, schedule.asks, strict=True))
        overt = random.randrange(min(FEWEST_ASKS, len(asks))) if asks else 0  # never a bare line
        for place in range(talk + 1):
            while asks and asks[0][0] == place:
                number = len(schedule.asks) - len(asks)
                messages, refused = self._ask(schedule, asks.pop(0)[1], number != overt, random)
                yield messages
                if refused and number + 1 >= FEWEST_ASKS and random.random() < _GIVES_UP:
                    yield [self._reply(1 - messages[0].speaker, "goodbye", random)]
                    return
            if place < talk:
                yield self._small_talk(exchanges[place], schedule.others, random)

    def _small_talk(self, exchange: Exchange, others: int, random: Random) -> list[_Message]:
        speakers = random.sample(range(2 + others), 2) if others else [0, 1]
        return [
            _Message(speakers[number % 2], turn, (), f"{exchange.name}.{number + 1}")
            for number, turn in enumerate(exchange.turns)
        ]

    def _ask(self, schedule: Schedule, name: str, bare: bool, random: Random) -> tuple[list[_Message], bool]:
        """Return a risky line, look-alike or disclosure with its reply, and whether the reply is a refusal."""
        asker = {"grooming": 0, "disclosure": 1}.get(schedule.kind, random.randrange(2))
        bare = bare and (schedule.kind == "grooming" or schedule.scenario in _CLOSE)
        line = self._pick(schedule.kind, name, bare, random)
        labels = () if schedule.kind == "harmless" else line.names
        messages = [_Message(asker, part, labels, line.name) for part in self._parts(line, random)]
        stance = random.choices(list(_STANCES), list(_STANCES.values()))[0]
        if schedule.kind == "disclosure" and stance:
            stance = "small_reply"
        if stance:
            messages.append(self._reply(1 - asker, stance, random))
        return messages, stance == "refusal"

    def _reply(self, speaker: int, stance: str, random: Random) -> _Message:
        reply = random.choice(self._replies[stance])
        return _Message(speaker, reply.text, (), reply.name)

    def _pick(self, kind: str, name: str, bare: bool, random: Random) -> Line | BareLine:
        if bare and kind != "disclosure" and self._bare[name] and random.random() < _BARE:
            return random.choice(self._bare[name])
        return random.choice(self._lines["look_alike" if kind == "harmless" else kind, name])

    def _parts(self, line: Line | BareLine, random: Random) -> list[str]:
        """Return a line whole, or split into two or three messages."""
        text = random.choice(line.wordings()) if isinstance(line, Line) else line.text
        words = text.split()
        if len(words) < 6 or random.random() >= _SPLIT:
            return [text]
        cuts = sorted(random.sample(range(2, len(words) - 1), random.randint(1, 2)))
        return [" ".join(words[a:b]) for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def _times(parts: Sequence[int], late: float, random: Random) -> tuple[datetime, list[float]]:
    """Return the start of the chat and the minute of each message: sittings over several days, some late at night."""
    start = now = _sitting(_EPOCH + timedelta(days=random.randrange(300)), late, random)
    minutes = []
    for number, length in enumerate(parts):
        if number and random.random() < _NEW_SITTING:
            now = max(_sitting(now + timedelta(days=random.choice((0, 1, 1, 2, 5))), late, random), now)
        for _ in range(length):
            minutes.append(round((now - start).total_seconds() / 60, 1))
            now += timedelta(minutes=random.expovariate(1 / 1.5))
    return start, minutes


def _sitting(day: datetime, late: float, random: Random) -> datetime:
    """Return a time on a day, or in the night after it."""
    hour = random.uniform(22, 27) if random.random() < late else random.uniform(8, 22)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=int(hour * 60))
