"""The program of docs/how-to/use-from-python.md, for the type checker."""

from collections.abc import Iterator
from dataclasses import dataclass

from grooming_risk import LEVELS, Conversation, Level, Score, score


@dataclass(frozen=True)
class Case:
    room: str
    level: Level
    patterns: tuple[str, ...]


def is_urgent(level: Level) -> bool:
    return LEVELS.index(level) >= LEVELS.index("medium")


def of_message(text: str) -> Case | None:
    found: Score = score(text)
    return Case("inbox", found.level, found.found) if is_urgent(found.level) else None


def of_room(room: str, said: list[tuple[str, str]]) -> Iterator[Case]:
    chat = Conversation(roles={"kiki": "minor"})
    for author, text in said:
        for alert in chat.add(text, author=author).alerts:
            yield Case(room, alert.level, alert.patterns)


print(of_message("gg wp"))
print(list(of_room("lobby", [("kiki", "hey"), ("rex", "our secret ok, dont tell your mom")])))
