"""Marks the evidence in a message: stretches that overlap become one, and each names its patterns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from grooming_risk.conversation.page.markup import hue, pattern_name, shown
from grooming_risk.scoring.result import Evidence


class Passage(NamedTuple):
    """A stretch of a message that speaks for one pattern or several.

    Attributes
    ----------
    start, end : int
        Half-open span in the message.
    patterns : tuple of str
        What it speaks for, the strongest first.
    """

    start: int
    end: int
    patterns: tuple[str, ...]


def passages(evidence: Iterable[Evidence]) -> list[Passage]:
    """Return the stretches of a message that are evidence, in order; those that overlap as one.

    Parameters
    ----------
    evidence : iterable of Evidence
        Of one message.

    Examples
    --------
    >>> passages([Evidence(4, 9, "", "secrecy", 1.0), Evidence(0, 6, "", "isolation", 2.0)])
    [Passage(start=0, end=9, patterns=('isolation', 'secrecy'))]
    """
    groups: list[list[Evidence]] = []
    end = -1
    for item in sorted(evidence, key=lambda item: (item.start, item.end)):
        if item.start < end:
            groups[-1].append(item)
        elif item.end > item.start:
            groups.append([item])
        end = max(end, item.end)
    return [_passage(group) for group in groups]


def _passage(group: list[Evidence]) -> Passage:
    strongest = sorted(group, key=lambda item: -item.weight)
    patterns = tuple(dict.fromkeys(item.pattern for item in strongest))
    return Passage(group[0].start, max(item.end for item in group), patterns)


def quotes(evidence: Iterable[Evidence]) -> list[str]:
    """Return what evidence of one pattern quotes, in order, each once; what lies within another is left out.

    Examples
    --------
    >>> quotes([Evidence(4, 10, "secret", "secrecy", 1.0), Evidence(0, 10, "our secret", "secrecy", 2.0)])
    ['our secret']
    """
    found: dict[str, None] = {}
    end = -1
    for item in sorted(evidence, key=lambda item: (item.start, -item.end)):
        if item.end > end and item.text:
            found[item.text[max(end - item.start, 0) :]] = None
            end = item.end
    return list(found)


def marked(text: str, found: Iterable[Passage], keys: dict[str, str]) -> str:
    """Return a message as HTML with its passages marked.

    Parameters
    ----------
    text : str
        The message.
    found : iterable of Passage
        Where to mark it.
    keys : dict of str to str
        The sign of each pattern in this message; may be empty signs.
    """
    parts, done = [], 0
    for passage in found:
        parts += [shown(text[done : passage.start]), _mark(text[passage.start : passage.end], passage, keys)]
        done = passage.end
    return "".join([*parts, shown(text[done:])])


def _mark(text: str, passage: Passage, keys: dict[str, str]) -> str:
    names = ", ".join(map(pattern_name, passage.patterns))
    signs = " ".join(filter(None, (keys[pattern] for pattern in passage.patterns)))
    key = f'<span class="key" aria-hidden="true">{signs}</span>' if signs else ""
    said = f'<span class="unseen"> ({names})</span>'
    return f'<mark title="{names}" style="{hue(passage.patterns[0])}">{shown(text)}{key}{said}</mark>'
