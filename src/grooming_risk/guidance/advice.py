"""Advice after a flag, by audience: short texts from data files, one folder per language.

The texts name no helpline; each site adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.guidance.helplines import Helpline, check_helplines
from grooming_risk.guidance.language_files import available, read_language_file
from grooming_risk.labels import DEFAULT_THRESHOLD, DISCLOSURE, PATTERNS, URGENCY
from grooming_risk.text.language import folder_of

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
    """A score, a conversation state or an author state.

    They also have ``found`` and ``asks_for_help``; without them `grooming_risk.labels.DEFAULT_THRESHOLD` decides.
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
    pattern, audience, language : str
        One of `TOPICS`, one of `AUDIENCES`, and the folder of the text.
    line : str
        The advice in one line.
    what : str
        What this pattern can be, and that it may be harmless.
    do, dont : tuple of str
        What to do now, and what not to do.
    help : str
        Whom to ask, without numbers.
    helplines : tuple of Helpline
        Helplines of the site.
    source : str
        Source of the text.
    note : str
        What the reader must know of the language, where the texts are not in the one asked for; else empty.

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
    note: str = ""

    @property
    def title(self) -> str:
        """Name of the pattern in plain words."""
        return str(self._words["titles"][self.pattern])

    def parts(self) -> dict[str, tuple[str, ...]]:
        """Return heading to paragraphs of each part; helplines come first in the last part."""
        calls = [self._words["helpline"].format(**line._asdict()) for line in self.helplines]
        texts = ((self.what,), self.do, self.dont, (*calls, self.help))
        return {self._words["parts"][name]: text for name, text in zip(PARTS, texts, strict=True)}

    def to_text(self) -> str:
        """Return the advice as plain text."""
        return self._render("{}", "{}:")

    __str__ = to_text

    def to_markdown(self) -> str:
        """Return the advice as Markdown."""
        return self._render("## {}", "**{}**\n")

    def to_dict(self) -> dict[str, Any]:
        """Return the advice as plain data, ready for JSON."""
        lists = {"do": list(self.do), "dont": list(self.dont)}
        return {**asdict(self), **lists, "helplines": [line._asdict() for line in self.helplines]}

    @property
    def _words(self) -> Mapping[str, Any]:
        return read_language_file(FOLDER, self.language, "words")

    def _render(self, title: str, heading: str) -> str:
        blocks = [*filter(None, [self.note]), title.format(self.title)]
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
        A score gives disclosure and the patterns found, none at level ``"none"``; ``"unclear"`` if a level has no
        pattern. Probabilities by name, as in `Score.patterns`, give those of 0.5 or more. Both give at most three
        topics; names of patterns give all of them.
    audience : {"child", "friend", "parent", "teacher", "moderator", "ngo"}, default="parent"
        Reader of the texts.
    language : str, default="en"
        Language code such as ``"sr"`` or ``"es-MX"``. Where there are no texts in it for this reader, they are in
        English, and ``note`` says so.
    helplines : mapping of name to contact, or iterable of Helpline
        Helplines of the site. The texts name none.

    Returns
    -------
    tuple of Advice
        Disclosure first, then patterns by urgency (see `grooming_risk.labels.URGENCY`); names keep their order.

    Raises
    ------
    UnknownNameError
        The audience or pattern is unknown, or the language is no code; the error lists the valid ones.
    TypeError
        `found` or `helplines` has another type.
    ValueError
        A helpline lacks a name or a contact.

    Examples
    --------
    >>> from grooming_risk import score
    >>> [advice.pattern for advice in advise(score("our secret ok, dont tell your mom"), "teacher")]
    ['secrecy']
    >>> advise("coercion", "child")[0].do[0]
    "Stop and breathe. You don't have to answer."
    """
    if audience not in AUDIENCES:
        raise UnknownNameError("audience", audience, AUDIENCES)
    folder = available(FOLDER, language, audience)
    note = "" if folder == folder_of(language) else f"There are no texts in {language!r} for this reader yet."
    texts = read_language_file(FOLDER, folder, audience)
    offered = check_helplines(helplines)
    found_advice = [_advice(topic, audience, folder, texts, offered) for topic in topics_of(found)]
    return tuple([replace(advice, note=note) for advice in found_advice])


def topics_of(found: Found) -> tuple[str, ...]:
    """Return the topics of advice, the most urgent first; see `advise`."""
    if isinstance(found, str):
        return (_checked(found),)
    if isinstance(found, Mapping):
        return _most_urgent(_probable({_checked(name): value for name, value in found.items()}))
    if isinstance(found, Iterable):
        return tuple(dict.fromkeys(map(_checked, found)))
    if hasattr(found, "level") and hasattr(found, "patterns") and hasattr(found, "disclosure"):
        return _of_score(found)
    raise TypeError(f"expected a score or names of patterns, not {type(found).__name__}")


def _of_score(scored: Scored) -> tuple[str, ...]:
    asks = getattr(scored, "asks_for_help", scored.disclosure >= DEFAULT_THRESHOLD)
    if scored.level == "none":
        return (DISCLOSURE,) if asks else ()
    found = getattr(scored, "found", _probable(scored.patterns)) or [UNCLEAR]
    return _most_urgent([DISCLOSURE, *found] if asks else found)


def _checked(name: object) -> str:
    topic = name.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(name, str) else name
    if topic not in TOPICS:
        raise UnknownNameError("pattern", None, TOPICS)  # without the name, which might be a message
    return str(topic)


def _probable(values: Mapping[str, float]) -> list[str]:
    return [name for name, probability in values.items() if probability >= DEFAULT_THRESHOLD]


def _most_urgent(names: Iterable[str]) -> tuple[str, ...]:
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
