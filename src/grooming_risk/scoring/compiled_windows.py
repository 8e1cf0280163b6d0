"""Sums for each part of a long message, whose words are looked up once and not once a part.

A term that occurs in the message is an item: the first word it comes from, where it began when it occurred before, and
what it adds. A part holds the items that lie within it; of those that are the same term it counts one, which is the one
that did not occur before within the part.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final

from grooming_risk.scoring.term_sums import decision
from grooming_risk.text.analyzer import Located
from grooming_risk.text.windows import STRIDE, WHOLE_LIMIT, WINDOW

if TYPE_CHECKING:
    from grooming_risk.scoring.compiled_sums import CompiledSums, Nexts

_AT_ONCE: Final = 200 * STRIDE  # words whose items are held, which bounds memory

_Item = tuple[int, int, complex]
"""First word, first word of the same term when it occurred before or -1, weight."""

_NOTHING: Final[dict[str, complex]] = {}


class CompiledWindows:
    """Decisions for the parts of long messages.

    Parameters
    ----------
    sums : CompiledSums
        What words and concepts add.
    """

    def __init__(self, sums: CompiledSums) -> None:
        self._sums = sums

    def decisions(self, words: Sequence[str]) -> Iterator[float]:
        """Yield the decision, before its intercept, of each part of a message of more than `WINDOW` words."""
        concepts = self._sums.analyzer.concepts
        for first in range(0, len(words) - WINDOW + STRIDE, _AT_ONCE):
            some = words[first : first + _AT_ONCE + WINDOW - STRIDE]
            located = concepts(some)
            of_words, word_starts = self._word_items(some)
            of_names, name_starts = self._name_items(located)
            if len(words) <= WHOLE_LIMIT:
                whole = self._sums.begin(words) + self._sums.end(words)
                yield decision(sum([weight for _, before, weight in chain(of_words, of_names) if before < 0], whole))
            begins = [*[begin for _, begin, _ in located], len(some)]
            ends = [end for _, _, end in located]
            for begin in range(0, max(len(some) - WINDOW, 0) + STRIDE, STRIDE):
                end = min(begin + WINDOW, len(some))
                items = of_words[word_starts[begin] : word_starts[end]]
                head, tail = bisect_left(ends, begin), bisect_left(ends, end)
                cut = 0j
                if begins[head] < begin or begins[tail] < end:  # a form is cut, so that other concepts are left
                    cut = self._sums.of_names([name for name, _, _ in concepts(some[begin:end])])
                else:
                    items += of_names[name_starts[head] : name_starts[tail]]
                part = some[begin:end]
                cut += self._sums.begin(part) + self._sums.end(part)
                yield decision(sum([weight for at, before, weight in items if before < begin <= at], cut))

    def _word_items(self, words: Sequence[str]) -> tuple[list[_Item], list[int]]:
        """Return the terms of words, and for each word which item is its first."""
        sums = self._sums
        sums.know(words)
        known, other = sums.words, sums.other_next
        items: list[_Item] = []
        starts = []
        begins: dict[object, int] = {}
        nexts: Nexts | None = None
        previous = ""
        for place, word in enumerate(words):
            starts.append(len(items))
            weight, followers, _, _ = known[word]
            if followers is None:
                for piece in sums.analyzer.subword_ngrams(word):
                    items.append((place, begins.get(piece, -1), sums.weights[piece]))
                    begins[piece] = place
            elif word in begins:
                items.append((place, begins[word], weight))
                begins[word] = place
                if nexts is not None:
                    items.append((place - 1, begins.get((previous, word), -1), nexts.get(word, other)))
                    begins[previous, word] = place - 1
            else:
                items.append((place, -1, weight))
                begins[word] = place
                if nexts is not None:  # nor can they have come in a row before
                    items.append((place - 1, -1, nexts.get(word, other)))
                    begins[previous, word] = place - 1
            nexts, previous = followers, word
        return items, [*starts, len(items)]

    def _name_items(self, located: Sequence[Located]) -> tuple[list[_Item], list[int]]:
        """Return the terms of concepts, and for each concept which item is its first."""
        sums = self._sums
        reach, other = sums.reach, sums.other_near
        items: list[_Item] = []
        starts = []
        begins: dict[object, int] = {}
        once = len({name for name, _, _ in located}) == len(located)
        for place, (name, first, _) in enumerate(located):
            starts.append(len(items))
            items.append((first, begins.get(name, -1), sums.concepts[name]))
            begins[name] = first
            if place:
                before, begin, _ = located[place - 1]
                row = before, name, True
                items.append(
                    (begin, begins.get(row, -1), sums.joined.get(before, _NOTHING).get(name, sums.other_joined))
                )
                begins[row] = begin
            near = sums.near.get(name, _NOTHING)
            if once:
                items += [
                    (begin, -1, near.get(before, other)) for before, begin, _ in located[max(place - reach, 0) : place]
                ]
                continue
            for before, begin, _ in located[max(place - reach, 0) : place]:
                pair = (before, name) if before < name else (name, before)
                last = begins.get(pair, -1)
                items.append((begin, last, near.get(before, other)))
                begins[pair] = begin if begin > last else last
        return items, [*starts, len(items)]
