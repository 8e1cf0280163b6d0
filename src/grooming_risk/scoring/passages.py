"""Finds the passages to highlight in a message. Evidence that overlaps becomes one passage with several patterns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grooming_risk.scoring.evidence import Evidence


class Passage(NamedTuple):
    """A half-open span of a message, and its patterns, the strongest first."""

    start: int
    end: int
    patterns: tuple[str, ...]


def passages(evidence: Iterable[Evidence]) -> list[Passage]:
    """Return the passages of a message in order.

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
    """Return the texts of one pattern's evidence in order; what overlaps or stands side by side is one text.

    Examples
    --------
    >>> quotes([Evidence(4, 10, "secret", "secrecy", 1.0), Evidence(0, 10, "our secret", "secrecy", 2.0)])
    ['our secret']
    >>> quotes([Evidence(0, 3, "our", "secrecy", 1.0), Evidence(4, 10, "secret", "secrecy", 2.0)])
    ['our secret']
    """
    found: list[str] = []
    end = -2
    for item in sorted(evidence, key=lambda item: (item.start, -item.end)):
        if item.end <= end or not item.text:
            continue
        if item.start <= end + 1:  # a blank at most is between them
            found[-1] += " " * (item.start - end) + item.text[max(end - item.start, 0) :]
        else:
            found.append(item.text)
        end = item.end
    return list(dict.fromkeys(found))


def pieces(text: str, found: Iterable[Passage]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a message in pieces, each with its patterns, from its passages in order.

    Examples
    --------
    >>> list(pieces("our secret ok", [Passage(0, 10, ("secrecy",))]))
    [('', ()), ('our secret', ('secrecy',)), (' ok', ())]
    """
    done = 0
    for start, end, patterns in found:
        yield text[done:start], ()
        yield text[start:end], patterns
        done = end
    yield text[done:], ()


def keys(found: Iterable[Passage]) -> dict[str, str]:
    """Return the number of each pattern of a message, or "" for a single one. Readers need not tell colours apart."""
    patterns = dict.fromkeys(name for passage in found for name in passage.patterns)
    return {name: str(number) if len(patterns) > 1 else "" for number, name in enumerate(patterns, 1)}
