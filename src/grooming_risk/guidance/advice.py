"""Advice after a flag, by audience: short texts from data files, one folder per language.

The texts name no helpline; each site adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.guidance.helplines import Helpline, check_helplines
from grooming_risk.guidance.language_files import read_language_file
from grooming_risk.labels import DEFAULT_THRESHOLD, DISCLOSURE, PATTERNS, URGENCY

AUDIENCES: Final = ("child", "friend", "parent", "teacher", "moderator", "ngo")
"""Audiences of the texts."""

UNCLEAR: Final = "unclear"
"""Topic where the risk has a level and no pattern reaches its threshold."""

TOPICS: Final = (*PATTERNS, DISCLOSURE, UNCLEAR)
"""Topics of advice."""

PARTS: Final = ("what", "do", "dont", "help")
"""Parts of a text: what this can be, what to do now, what not to do, where to get help."""

FOLDER: Final = Path(__file__).resolve().parent / "texts" / "advice"

_MOST: Final = 3  # texts on one score: more would not be read


class Scored(Protocol):
    """Common protocol of a score, a conversation state and an author state.

    They also have ``found``, the patterns that reach their own thresholds, and ``asks_for_help``; of something without
    them, `grooming_risk.labels.DEFAULT_THRESHOLD` decides.
    """

    @property
    def level(self) -> str:
        """One of ``LEVELS``."""

    @property
    def patterns(self) -> Mapping[str, float]:
        """Probability of each pattern."""

    @property
    def disclosure(self) -> float:
        """Probability that somebody asks for help."""


Found = str | Iterable[str] | Mapping[str, float] | Scored
"""Names of patterns, their probabilities, or a score."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A text on one pattern for one audience. `advise` makes it.

    Parameters
    ----------
    pattern : str
        One of `TOPICS`.
    audience : str
        One of `AUDIENCES`.
    language : str
        Folder of the text.
    line : str
        The advice in one line.
    what : str
        What this pattern can be, and that it may be harmless.
    do : tuple of str
        What to do now.
    dont : tuple of str
        What not to do.
    help : str
        Whom to ask, without numbers.
    helplines : tuple of Helpline
        Helplines of the site.
    source : str
        Source of the text.

    Examples
    --------
    >>> (advice,) = advise("secrecy", "child")
    >>> advice.line
    'You never have to keep a chat secret. You can tell an adult you trust.'
    """

    pattern: str
    audience: str
    language: str
    line: str
    what: str
    do: tuple[str, ...]
    dont: tuple[str, ...]
    help: str
    helplines: tuple[Helpline, ...]
    source: str

    def __str__(self) -> str:
        return self.to_text()

    @property
    def title(self) -> str:
        """Name of the pattern in plain words."""
        return str(self._words["titles"][self.pattern])

    def parts(self) -> dict[str, tuple[str, ...]]:
        """Return heading to paragraphs of each part; helplines come first in the last part."""
        sentence = self._words["helpline"]
        calls = tuple(sentence.format(name=line.name, contact=line.contact) for line in self.helplines)
        texts = ((self.what,), self.do, self.dont, (*calls, self.help))
        return {self._words["parts"][name]: text for name, text in zip(PARTS, texts, strict=True)}

    def to_text(self) -> str:
        """Return the advice as plain text."""
        return self._render("{}", "{}:")

    def to_markdown(self) -> str:
        """Return the advice as Markdown."""
        return self._render("## {}", "**{}**\n")

    def to_dict(self) -> dict[str, Any]:
        """Return the advice as plain data, ready for JSON."""
        data: dict[str, Any] = {name: getattr(self, name) for name in ("pattern", "audience", "language", "line")}
        data |= {"what": self.what, "do": list(self.do), "dont": list(self.dont), "help": self.help}
        return data | {"helplines": [line._asdict() for line in self.helplines], "source": self.source}

    @property
    def _words(self) -> Mapping[str, Any]:
        return read_language_file(FOLDER, self.language, "words")

    def _render(self, title: str, heading: str) -> str:
        blocks = [title.format(self.title)]
        for name, texts in self.parts().items():
            listed = "\n".join(texts if len(texts) == 1 else (f"- {text}" for text in texts))
            blocks.append(f"{heading.format(name)}\n{listed}")
        return "\n\n".join(blocks) + "\n"


def advise(
    found: Found,
    audience: str = "parent",
    language: str = "en",
    *,
    helplines: Mapping[str, str] | Iterable[tuple[str, str]] = (),
) -> tuple[Advice, ...]:
    """Return advice on the findings.

    Parameters
    ----------
    found : Score, ConversationState, AuthorState, str, iterable of str, or mapping of str to float
        A score gives at most three topics: disclosure and the patterns that reach their thresholds; no pattern at level
        ``"none"``, and ``"unclear"`` where there is a level but no pattern. Names of patterns are all topics.
        Probabilities by name, as in `Score.patterns`, give at most three topics of 0.5 or more.
    audience : {"child", "friend", "parent", "teacher", "moderator", "ngo"}, default="parent"
        Reader of the texts.
    language : str, default="en"
        Folder of the texts.
    helplines : mapping of name to contact, or iterable of Helpline
        Helplines of the site. Without one, the texts name whom to ask: a trusted adult, the report button, the police.

    Returns
    -------
    tuple of Advice
        Disclosure first, then patterns by urgency (see `grooming_risk.labels.URGENCY`), whatever their probability.
        Names keep their order. Empty if there is no finding.

    Raises
    ------
    UnknownNameError
        The audience, language or pattern is unknown; the error lists the valid ones.
    TypeError
        `found` or `helplines` has another type.
    ValueError
        A helpline lacks a name or a contact.

    Examples
    --------
    >>> from grooming_risk import score
    >>> advice = advise(score("our secret ok, dont tell your mom"), "teacher")
    >>> [one.pattern for one in advice]
    ['secrecy']
    >>> advise("coercion", "child")[0].do[0]
    "Stop and breathe. You don't have to answer."
    """
    if audience not in AUDIENCES:
        raise UnknownNameError("audience", audience, AUDIENCES)
    texts = read_language_file(FOLDER, language, audience)
    offered = check_helplines(helplines)
    return tuple(_advice(topic, audience, language, texts, offered) for topic in topics_of(found))


def topics_of(found: Found) -> tuple[str, ...]:
    """Return the topics of advice, the most urgent first; see `advise`."""
    if isinstance(found, str):
        return (_checked(found),)
    if isinstance(found, Mapping):
        return _above({_checked(name): value for name, value in found.items()})
    if isinstance(found, Iterable):
        return tuple(dict.fromkeys(map(_checked, found)))
    if hasattr(found, "level") and hasattr(found, "patterns") and hasattr(found, "disclosure"):
        return _of_score(found)
    raise TypeError(f"expected a score or names of patterns, not {type(found).__name__}")


def _of_score(scored: Scored) -> tuple[str, ...]:
    asks = getattr(scored, "asks_for_help", scored.disclosure >= DEFAULT_THRESHOLD)
    if scored.level == "none":
        return (DISCLOSURE,) if asks else ()
    found = getattr(scored, "found", None)
    if found is None:
        found = [name for name, chance in scored.patterns.items() if chance >= DEFAULT_THRESHOLD]
    return _first_things(([DISCLOSURE] if asks else []) + (list(found) or [UNCLEAR]))


def _checked(name: object) -> str:
    topic = name.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(name, str) else name
    if topic not in TOPICS:
        raise UnknownNameError("pattern", None, TOPICS)  # without the name, which might be a message
    return str(topic)


def _above(values: Mapping[str, float]) -> tuple[str, ...]:
    return _first_things(name for name in TOPICS if values.get(name, 0.0) >= DEFAULT_THRESHOLD)


def _first_things(names: Iterable[str]) -> tuple[str, ...]:
    """Return at most three names: a disclosure before all, then the most urgent."""
    return tuple(sorted(names, key=(DISCLOSURE, *URGENCY, UNCLEAR).index)[:_MOST])


def _advice(
    topic: str, audience: str, language: str, texts: Mapping[str, Any], helplines: tuple[Helpline, ...]
) -> Advice:
    try:
        text = texts[topic]
        return Advice(topic, audience, language, text["line"], text["what"], tuple(text["do"]), tuple(text["dont"]),
                      text["help"], helplines, text["source"])  # fmt: skip
    except KeyError as error:
        path = FOLDER / language / f"{audience}.toml"
        raise DataError(path, None, f"[{topic}] lacks {error}; compare the same file in the folder en") from None
