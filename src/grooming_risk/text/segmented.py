"""Cuts letters into words at the lowest cost, in time linear in their number."""

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Final

IMPOSSIBLE: Final = float("inf")
"""Cost of a piece that is no word."""


def with_beginnings(costs: Mapping[str, float]) -> dict[str, float]:
    """Return the costs of words, and impossible ones for the beginnings of words: the end of a search for words.

    Examples
    --------
    >>> with_beginnings({"cat": 1.0})
    {'c': inf, 'ca': inf, 'cat': 1.0}
    """
    beginnings: Iterable[str] = (word[:end] for word in costs for end in range(1, len(word)))
    return {**dict.fromkeys(beginnings, IMPOSSIBLE), **costs}


def cheapest_cuts(letters: str, cost_of: Callable[[str], float | None], other: float = IMPOSSIBLE) -> list[str]:
    """Return the pieces of lowest total cost; none where there are no cuts.

    Parameters
    ----------
    letters : str
        What is cut.
    cost_of : callable
        Returns the cost of a piece, `IMPOSSIBLE` for one that is no word; None where no word begins so.
    other : float, optional
        Cost of any other single letter.

    Examples
    --------
    >>> cheapest_cuts("thecat", with_beginnings({"the": 1.0, "cat": 1.0}).get)
    ['the', 'cat']
    """
    size = len(letters)
    best: list[float] = [0.0, *[IMPOSSIBLE] * size]
    starts = [0] * (size + 1)
    for start in range(size):
        so_far = best[start]
        if so_far == IMPOSSIBLE:
            continue
        if so_far + other < best[start + 1]:
            best[start + 1], starts[start + 1] = so_far + other, start
        for end in range(start + 1, size + 1):
            cost = cost_of(letters[start:end])
            if cost is None:
                break
            if so_far + cost < best[end]:
                best[end], starts[end] = so_far + cost, start
    return _pieces(letters, starts) if best[size] < IMPOSSIBLE else []


def _pieces(letters: str, starts: list[int]) -> list[str]:
    found, end = [], len(letters)
    while end:
        found.append(letters[starts[end] : end])
        end = starts[end]
    return found[::-1]


def fewest_words(letters: str, words: Container[str], longest: int) -> list[str]:
    """Cut letters of a script without blanks into the fewest known words; unknown letters between them stay together.

    Parameters
    ----------
    letters : str
        What is cut.
    words : container of str
        Known words.
    longest : int
        Letters of the longest one: the time is that of so many look-ups a letter.

    Examples
    --------
    >>> fewest_words("thecatxyat", {"the", "cat", "at"}, 3)
    ['the', 'cat', 'xy', 'at']
    """
    size = len(letters)
    best = [0] + [2 * size + 2] * size
    starts, known = [0] * (size + 1), [False] * (size + 1)
    for start in range(size):
        for end in range(start + 1, min(start + longest, size) + 1):
            if best[start] + 1 < best[end] and letters[start:end] in words:
                best[end], starts[end], known[end] = best[start] + 1, start, True
        if best[start] + 2 < best[start + 1]:
            best[start + 1], starts[start + 1], known[start + 1] = best[start] + 2, start, False
    return _with_unknown_together(letters, starts, known)


def _with_unknown_together(letters: str, starts: list[int], known: list[bool]) -> list[str]:
    found: list[str] = []
    end, joins = len(letters), False
    while end:
        piece = letters[starts[end] : end]
        if joins and not known[end]:
            found[-1] = piece + found[-1]
        else:
            found.append(piece)
        end, joins = starts[end], not known[end]
    return found[::-1]
