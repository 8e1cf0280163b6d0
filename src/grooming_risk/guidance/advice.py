"""What to do after a flag, for each of those who may be asked: short texts from data files, one folder a language.

The texts name no helpline: who runs a site gives its own.
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
"""Whom a text may address."""

UNCLEAR: Final = "unclear"
"""What there is to say where a risk has a level, and no pattern reaches its threshold."""

TOPICS: Final = (*PATTERNS, DISCLOSURE, UNCLEAR)
"""What there is advice on."""

PARTS: Final = ("what", "do", "dont", "help")
"""Parts of an advice: what this can be, what to do now, what not to do, where to get help."""

FOLDER: Final = Path(__file__).resolve().parent / "texts" / "advice"

_MOST: Final = 3  # texts on one score: more would not be read


class Scored(Protocol):
    """What a score, the state of a conversation and the state of an author have in common.

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
"""What there may be advice on: names of patterns, their probabilities, or a score."""


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
        Name of the folder it was read from.
    line : str
        The advice in one line.
    what : str
        What this pattern can be, and that it may be harmless.
    do : tuple of str
        What to do now.
    dont : tuple of str
        What not to do.
    help : str
        Whom to ask, without any number.
    helplines : tuple of Helpline
        Those of the site.
    source : str
        What the text rests on.

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
        """What the pattern is called in plain words."""
        return str(self._words["titles"][self.pattern])

    def parts(self) -> dict[str, tuple[str, ...]]:
        """Return the sentences or paragraphs of each part, under its heading; helplines come first."""
        sentence = self._words["helpline"]
        calls = tuple(sentence.format(name=line.name, contact=line.contact) for line in self.helplines)
        texts = ((self.what,), self.do, self.dont, (*calls, self.help))
        return {self._words["parts"][name]: text for name, text in zip(PARTS, texts, strict=True)}

    def to_text(self) -> str:
        """Return the advice as plain text."""
        return self._joined("{}", "{}:")

    def to_markdown(self) -> str:
        """Return the advice as Markdown."""
        return self._joined("## {}", "**{}**\n")

    def to_dict(self) -> dict[str, Any]:
        """Return the advice as plain data, ready for JSON."""
        data: dict[str, Any] = {name: getattr(self, name) for name in ("pattern", "audience", "language", "line")}
        data |= {"what": self.what, "do": list(self.do), "dont": list(self.dont), "help": self.help}
        return data | {"helplines": [line._asdict() for line in self.helplines], "source": self.source}

    @property
    def _words(self) -> Mapping[str, Any]:
        return read_language_file(FOLDER, self.language, "words")

    def _joined(self, title: str, heading: str) -> str:
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
    """Return what to do about what was found.

    Parameters
    ----------
    found : Score, ConversationState, AuthorState, str, iterable of str, or mapping of str to float
        A score: of a disclosure and of patterns three at most are spoken of, those that reach their own thresholds; of
        no pattern at level ``"none"``; where there is a level and none reaches its threshold, of what is ``"unclear"``.
        Or names of patterns, all of which are spoken of. Or probabilities by name, as `Score.patterns` gives them:
        those of 0.5 or more, three at most.
    audience : {"child", "friend", "parent", "teacher", "moderator", "ngo"}, default="parent"
        Who reads it.
    language : str, default="en"
        A folder of texts.
    helplines : mapping of name to contact, or iterable of Helpline
        What the site offers. Without one, the texts say whom to ask: a trusted adult, the report button, the police.

    Returns
    -------
    tuple of Advice
        A disclosure first, then patterns, the most urgent first (see `grooming_risk.labels.URGENCY`), however strong.
        Names in the order given. Empty where nothing was found.

    Raises
    ------
    UnknownNameError
        An unknown audience, language or pattern; the message lists the valid ones.
    TypeError
        `found` or `helplines` is something else.
    ValueError
        A helpline without name or contact.

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
    """Return what there is to speak of, first things first; see `advise`."""
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
        raise UnknownNameError("pattern", None, TOPICS)  # unnamed: it might be a message
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
        raise DataError(path, None, f"[{topic}] lacks something: {error}; see the same file in the folder en") from None
