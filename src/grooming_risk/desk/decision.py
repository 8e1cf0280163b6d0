"""What a person decided on a conversation, and whose decision counts where several people read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from grooming_risk.errors import GroomingRiskError, UnknownNameError
from grooming_risk.labels import PATTERNS
from grooming_risk.queue.message_store import storable

CONFIRMED, NOTHING, HELP, ESCALATE, UNSURE = VERDICTS = ("confirmed", "nothing", "help", "escalate", "unsure")
"""Patterns are there; nothing is there; somebody needs help; somebody else must act now; cannot be said."""

FOUND: Final = (CONFIRMED, ESCALATE, HELP)
"""Verdicts of a conversation that was worth reading."""

_LONGEST_NAME: Final = 100
_LONGEST_NOTE: Final = 2_000
_HIGHEST: Final = 2**63 - 1  # number that the file can hold
_MOST_SETTLED: Final = 3  # readings of a conversation whose outcome stands


class DeskError(GroomingRiskError, ValueError):
    """What was asked of the desk cannot be done; the error says what to do instead."""


class NewMessagesError(DeskError):
    """Messages came in, or were edited, after a person saw the conversation: what they say is not about those."""

    def __init__(self) -> None:
        super().__init__("new messages came in since you opened the conversation; read them and decide again")


class Decision(NamedTuple):
    """A person's decision on a conversation.

    Attributes
    ----------
    number : int
        Its number in the log.
    conversation : int
        Key of the conversation.
    person : str
        Who decided; "" once the conversation was forgotten.
    at : datetime
        When, in UTC.
    verdict : str
        One of `VERDICTS`.
    confirmed, rejected : tuple of str
        Patterns that are there; patterns that the model found and that are not.
    note : str
        A remark.
    reading : int
        1: the first person's; 2: a second person's, blind; 3 and more: a further person's, where the others differ.
    """

    number: int
    conversation: int
    person: str
    at: datetime
    verdict: str
    confirmed: tuple[str, ...]
    rejected: tuple[str, ...]
    note: str
    reading: int

    @property
    def outcome(self) -> str:
        """What readings are compared by: ``"found"``, ``"nothing"`` or ``"unsure"``."""
        return "found" if self.verdict in FOUND else self.verdict


def check_text(what: str, value: str) -> str:
    """Return a text; what is none is a DeskError."""
    if not isinstance(value, str):
        raise DeskError(f"{what} must be text, not {type(value).__name__}")
    return value


def check_number(what: str, value: int) -> int:
    """Return a whole number that the file can hold, from 0 on; what is none is a DeskError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise DeskError(f"{what} must be a whole number, not {type(value).__name__}")
    if not 0 <= value <= _HIGHEST:
        raise DeskError(f"{what} must be from 0 to {_HIGHEST}")
    return value


def written_name(person: str) -> str:
    """Return a name as the file has it."""
    return storable(check_text("a name", person)).strip()


def check_person(person: str) -> str:
    """Return the name of a person without blanks around it; none, or one too long, is a DeskError."""
    name = written_name(person)
    if not name or len(name) > _LONGEST_NAME:
        raise DeskError(f"give a name of 1 to {_LONGEST_NAME} characters: whose decision is it?")
    return name


def check_decision(verdict: str, confirmed: Iterable[str], note: str) -> tuple[tuple[str, ...], str]:
    """Return the confirmed patterns in order, and the note without blanks around it.

    Raises
    ------
    UnknownNameError
        The verdict or a pattern is unknown.
    DeskError
        Patterns are confirmed beside ``"nothing"``, or the note is too long.
    """
    check_names("verdict", [check_text("a verdict", verdict)], VERDICTS)
    check_text("a note", note)
    names = check_names("pattern", confirmed, PATTERNS)
    if names and verdict == NOTHING:
        raise DeskError("nothing was found, yet patterns are confirmed; leave them out or choose another verdict")
    if len(note) > _LONGEST_NOTE:
        raise DeskError(f"the note has {len(note):,} characters; at most {_LONGEST_NOTE:,} are kept, shorten it")
    return names, storable(note).strip()


def check_names(kind: str, names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return distinct names in the order of the known ones; an unknown one is an UnknownNameError."""
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise DeskError(f"give each {kind} in a list, not {type(names).__name__}")
    given = {check_text(f"a {kind}", name) for name in names}
    if unknown := sorted(given - set(known)):
        raise UnknownNameError(kind, unknown[0], known)
    return tuple(name for name in known if name in given)


def rejected_by(verdict: str, found: Sequence[str], confirmed: Sequence[str]) -> tuple[str, ...]:
    """Return the patterns of the model that a decision refutes.

    Who says ``"nothing"`` refutes all of them. Who found something refutes those left out beside a confirmed one;
    without any confirmed pattern nothing was said about them.

    Examples
    --------
    >>> rejected_by("confirmed", ["secrecy", "gift_offer"], ["secrecy"]), rejected_by("help", ["secrecy"], [])
    (('gift_offer',), ())
    """
    if verdict == NOTHING or (verdict in FOUND and confirmed):
        return tuple(name for name in found if name not in confirmed)
    return ()


def last_readings(decisions: Iterable[Decision]) -> dict[int, Decision]:
    """Return the last decision of each reading; a later one of the same reading corrects it."""
    return {decision.reading: decision for decision in sorted(decisions, key=lambda decision: decision.number)}


def next_reading(decisions: Sequence[Decision], person: str, second: bool) -> int:
    """Return which reading a person's decision is.

    Parameters
    ----------
    decisions : sequence of Decision
        Those on the conversation as it is now.
    person : str
        Who decides.
    second : bool
        Whether a second person is to read the conversation, blind. If not, another person corrects the first.
    """
    own = [decision.reading for decision in decisions if decision.person == person]
    taken = {decision.reading for decision in decisions}
    if own:
        return own[-1]
    if not second and taken <= {1}:
        return 1
    free = min(set(range(1, len(taken) + 2)) - taken)
    return free if free <= _MOST_SETTLED or is_disputed(decisions) else _MOST_SETTLED  # corrects the last one


def readings_wanted(decisions: Sequence[Decision], second: bool) -> int:
    """Return how many people are to read a conversation: one, two where drawn, one more as long as they differ."""
    usual = 2 if second else 1
    return max(usual, len(last_readings(decisions)) + 1) if is_disputed(decisions) else usual


def is_disputed(decisions: Sequence[Decision]) -> bool:
    """Say whether people have read a conversation and none of their outcomes stands."""
    return bool(decisions) and standing(decisions) is None


def standing(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that stands: the first one with the most frequent outcome; None where none leads."""
    readings = sorted(last_readings(decisions).values(), key=lambda decision: decision.reading)
    most = Counter(decision.outcome for decision in readings).most_common(2)
    if not most or (most[0][1] == most[-1][1] and len(most) > 1):
        return None
    return next(decision for decision in readings if decision.outcome == most[0][0])
