"""Reads small talk, the hand-written parts of synthetic conversations: exchanges, replies, bare lines.

Three kinds of file, each with a header and a blank row before its rows:

- ``exchange``: the turns of two speakers, separated by `` | ``; the scenario names who they may be.
- ``reply``: one reply to a request a row: a refusal, a hesitation, a small reply, or a goodbye.
- ``bare``: pattern names, `` | ``, and a line that is risky only in its conversation; a friend may send it too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import SPLITS, Header, Line, read_names, read_text_file, row_name
from grooming_risk.errors import DataError

SMALL_TALK_FOLDER: Final = "small_talk"
SCENARIOS: Final = {
    "friends": "social_dm",
    "class_mates": "social_dm",
    "game_team": "game_lobby",
    "family": "sms",
    "relatives": "sms",
    "club": "social_dm",
    "tutor": "polite_adult",
    "strangers": "video_chat",
    "couple": "sms",
    "shop": "social_dm",
    "work": "social_dm",
    "helpdesk": "social_dm",
}
"""Scenario to the register of its turns in the corpus of messages."""

ROLES: Final = ("minor", "adult", "unknown")
STANCES: Final = ("refusal", "hesitation", "small_reply", "goodbye")

_PAIRS: Final = tuple(f"{first} {second}" for first in ROLES for second in ROLES)
_HEADERS: Final[dict[str, Header]] = {
    "exchange": {
        "kind": ("exchange",),
        "scenario": tuple(SCENARIOS),
        "roles": _PAIRS,
        "author": None,
        "split": SPLITS,
    },
    "reply": {"kind": ("reply",), "stance": STANCES, "author": None, "split": SPLITS},
    "bare": {"kind": ("bare",), "author": None, "split": SPLITS},
}
_MIN_TURNS, _MAX_TURNS = 2, 6


class Exchange(NamedTuple):
    """A few turns of harmless small talk between two speakers.

    Attributes
    ----------
    name : str
        File and row.
    scenario : str
        One of `SCENARIOS`.
    roles : tuple of str
        Roles of the first and the second speaker: minor, adult or unknown.
    author, split : str
        From the header of the file.
    turns : tuple of str
        Turns of the two speakers, alternating.
    """

    name: str
    scenario: str
    roles: tuple[str, ...]
    author: str
    split: str
    turns: tuple[str, ...]


class Reply(NamedTuple):
    """A single reply; its `stance` is refusal, hesitation, small_reply or goodbye."""

    name: str
    stance: str
    author: str
    split: str
    text: str


class BareLine(NamedTuple):
    """A line that is harmless alone; `names` are its patterns in a risky conversation."""

    name: str
    names: tuple[str, ...]
    author: str
    split: str
    text: str


class SmallTalk(NamedTuple):
    """Small talk of one or more splits."""

    exchanges: list[Exchange]
    replies: list[Reply]
    bare: list[BareLine]

    def of(self, split: str) -> "SmallTalk":
        """Return the small talk of one split."""
        return SmallTalk(
            [exchange for exchange in self.exchanges if exchange.split == split],
            [reply for reply in self.replies if reply.split == split],
            [line for line in self.bare if line.split == split],
        )

    def everyday_lines(self) -> list[Line]:
        """Return every turn and every reply as an everyday line."""
        turns = [
            Line(f"{e.name}.{number}", "everyday", SCENARIOS[e.scenario], e.author, e.split, (), turn)
            for e in self.exchanges
            for number, turn in enumerate(e.turns, start=1)
        ]
        replies = [Line(r.name, "everyday", "very_short", r.author, r.split, (), r.text) for r in self.replies]
        return turns + replies


def read_small_talk(folder: str | Path | None = None) -> SmallTalk:
    """Read every small-talk file under a folder, in the order of paths.

    Parameters
    ----------
    folder : path or str, optional
        None takes the shipped ``data/synthetic/small_talk``.

    Returns
    -------
    SmallTalk
        Exchanges, replies and bare lines of all splits.

    Raises
    ------
    DataError
        A file breaks the format; the error names file and row.
    """
    root = resource_folder("data/synthetic") / SMALL_TALK_FOLDER if folder is None else Path(folder)
    talk = SmallTalk([], [], [])
    for path in sorted(root.rglob("*.txt")):
        kind = _kind(path)
        if kind == "exchange":
            talk.exchanges.extend(_read_exchanges(path, root))
        elif kind == "reply":
            talk.replies.extend(_read_replies(path, root))
        else:
            talk.bare.extend(_read_bare(path, root))
    return talk


def _kind(path: Path) -> str:
    first = path.read_bytes().partition(b"\n")[0].decode("utf-8", "replace")
    kind = first.partition(":")[2].strip()
    if kind not in _HEADERS:
        raise DataError(path, 1, f"the first row must be 'kind: ' and one of {', '.join(_HEADERS)}")
    return kind


def _read_exchanges(path: Path, root: Path) -> Iterator[Exchange]:
    header, rows = read_text_file(path, _HEADERS["exchange"])
    roles = tuple(header["roles"].split())
    for number, row in rows:
        turns = tuple(turn.strip() for turn in row.split("|"))
        if not _MIN_TURNS <= len(turns) <= _MAX_TURNS or not all(turns):
            raise DataError(path, number, f"an exchange has {_MIN_TURNS} to {_MAX_TURNS} turns, separated by ' | '")
        name = row_name(path, root, number)
        yield Exchange(name, header["scenario"], roles, header["author"], header["split"], turns)


def _read_replies(path: Path, root: Path) -> Iterator[Reply]:
    header, rows = read_text_file(path, _HEADERS["reply"])
    for number, row in rows:
        yield Reply(row_name(path, root, number), header["stance"], header["author"], header["split"], row)


def _read_bare(path: Path, root: Path) -> Iterator[BareLine]:
    header, rows = read_text_file(path, _HEADERS["bare"])
    for number, row in rows:
        names, text = read_names(path, number, row)
        yield BareLine(row_name(path, root, number), names, header["author"], header["split"], text)
