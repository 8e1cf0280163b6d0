"""Adds up what the terms of messages weigh, as machine code (numba): the compiled form of the rules of `analyzer`.

A term that occurs in a message is an *item*: the first and the last word it comes from, where it began when it occurred
before, and its weights. A part of the message holds the items that lie within it; of those that are the same term it
counts one, which is the one that did not occur before within the part.
"""

from __future__ import annotations

from math import exp
from typing import Any, Final

import numpy as np

from grooming_risk.scoring.compiled.buffers import Desk, Items, Names, Seen
from grooming_risk.scoring.compiled.chunks import Pieces
from grooming_risk.scoring.compiled.jit import compiled, compiled_without_counting, inlined
from grooming_risk.scoring.compiled.tables import BEGIN, END, NEXT, RUN, Tables
from grooming_risk.text.windows import STRIDE, WHOLE_LIMIT, WINDOW

_SPREAD: Final = -7046029254386353131  # the golden ratio of 2**64 (Knuth, 1973): high bits of a product are spread well
_WORD: Final = 0  # kinds of terms, above all their numbers
_SUBWORD: Final = 1 << 61
_PAIR: Final = 2 << 61
_CONCEPT: Final = 3 << 61


@compiled
def weigh(
    found: Any, counts: Any, skip: Any, pieces: Pieces, tables: Tables, desk: Desk, decisions: Any, sizes: Any
) -> None:
    """Work out the decisions of each head, before intercepts, for messages.

    Parameters
    ----------
    found, counts : arrays
        As `grooming_risk.scoring.compiled.lookup.cut` left them, every piece known but those of messages to skip.
    skip : array of bool, shape (n_messages,)
        Messages to leave out.
    pieces, tables : Pieces, Tables
        What is known.
    desk : Desk
        Room to work in.
    decisions : array of float64, shape (n_messages, n_heads)
        Filled: the highest over the parts of the message.
    sizes : array of int64, shape (n_messages, 2)
        Filled: words, and known words.
    """
    words = np.empty(256, np.int32)
    first = 0
    for message in range(len(counts)):
        count = known = 0
        last = first + counts[message]
        for place in range(first, first if skip[message] else last):
            begin = pieces.firsts[found[place]]
            for at in range(begin, begin + pieces.counts[found[place]]):
                if count == len(words):
                    words = np.concatenate((words, words))
                words[count] = pieces.words[at]
                known += pieces.row[words[count]] >= 0
                count += 1
        first = last
        sizes[message, 0], sizes[message, 1] = count, known
        decisions[message] = -np.inf
        if count > WHOLE_LIMIT:
            for begin in range(0, count - WINDOW + STRIDE, STRIDE):
                _weigh_words(words[begin : min(begin + WINDOW, count)], pieces, tables, desk, decisions[message])
        elif count:
            _weigh_words(words[:count], pieces, tables, desk, decisions[message])


@compiled_without_counting
def _weigh_words(words: Any, pieces: Pieces, tables: Tables, desk: Desk, best: Any) -> None:
    """Raise the best decisions to those of all words together, and of the windows where there are several."""
    seen, total = desk.seen, desk.total
    seen.turn[0] += 1
    seen.turn[1] = seen.turn[2] if len(words) <= WINDOW else seen.turn[3]  # less room lies nearer to the processor
    of_words = _word_items(words, pieces, tables, seen, desk.of_words)
    count = _find_concepts(words, 0, len(words), tables, desk.names)
    of_concepts = _concept_items(desk.names, count, tables, seen, desk.of_concepts)
    total[:] = 0.0
    _add_part(desk.of_words, 0, of_words, 0, len(words), total)
    _add_part(desk.of_concepts, 0, of_concepts, 0, len(words), total)
    _add_edges(words, 0, len(words), tables, total)
    _raise(best, total)
    if len(words) <= WINDOW:
        return
    word = concept = 0
    for begin in range(0, len(words) - WINDOW + STRIDE, STRIDE):
        end = min(begin + WINDOW, len(words))
        total[:] = 0.0
        word = _skip(desk.of_words, word, of_words, begin)
        _add_part(desk.of_words, word, of_words, begin, end, total)
        if _cuts(desk.names, count, begin, end):
            seen.turn[0] += 1
            inside = _find_concepts(words, begin, end, tables, desk.cut_names)
            items = _concept_items(desk.cut_names, inside, tables, seen, desk.of_cut_concepts)
            _add_part(desk.of_cut_concepts, 0, items, begin, end, total)
        else:
            concept = _skip(desk.of_concepts, concept, of_concepts, begin)
            _add_part(desk.of_concepts, concept, of_concepts, begin, end, total)
        _add_edges(words, begin, end, tables, total)
        _raise(best, total)


@inlined
def _skip(items: Items, item: int, count: int, begin: int) -> Any:
    while item < count and items.lasts[item] < begin:
        item += 1
    return item


@inlined
def _add_part(items: Items, item: int, count: int, begin: int, end: int, total: Any) -> None:
    while item < count and items.lasts[item] < end:
        if items.firsts[item] >= begin and items.befores[item] < begin:
            for column in range(len(total)):
                total[column] += items.weights[item, column]
        item += 1


@inlined
def _add_edges(words: Any, begin: int, end: int, tables: Tables, total: Any) -> None:
    """Add how a part begins and ends; a question mark is no part of either."""
    node, count, place = 0, 0, begin
    while place < end and count < tables.rules[4]:
        if words[place] != tables.rules[6]:
            node = _add_edge(BEGIN, node, words[place], tables, total)
            count += 1
        place += 1
    node, count, place = 0, 0, end - 1
    while place >= begin and count < tables.rules[5]:
        if words[place] != tables.rules[6]:
            node = _add_edge(END, node, words[place], tables, total)
            count += 1
        place -= 1


@inlined
def _add_edge(kind: int, node: int, word: int, tables: Tables, total: Any) -> Any:
    """Add the edge that is a word longer than the one at `node`, and return its node; -1 where there is none."""
    longer = _row(kind, node, word, tables) if node >= 0 and word < len(tables.root) else -1
    row = tables.edge_row[longer] if longer >= 0 else tables.unknown[4]
    for column in range(len(total)):
        total[column] += tables.rows[row, column]
    return longer


@inlined
def _raise(best: Any, total: Any) -> None:
    norm = np.sqrt(total[0])
    for head in range(len(best)):
        best[head] = max(best[head], total[1 + head] / norm if total[1 + head] != 0.0 else 0.0)


@inlined
def _cuts(names: Names, count: int, begin: int, end: int) -> bool:
    """Say whether a window cuts a form: then its concepts are not those of the message."""
    for name in range(count):
        if names.firsts[name] < begin <= names.lasts[name] or names.firsts[name] < end <= names.lasts[name]:
            return True
    return False


@inlined
def _word_items(words: Any, pieces: Pieces, tables: Tables, seen: Seen, items: Items) -> Any:
    """Make the items of words, of known words in a row, and of pieces of unknown words."""
    count = 0
    for place in range(len(words)):
        word = words[place]
        before = _before(_WORD | word, place, seen)
        if pieces.row[word] >= 0:
            count = _put(items, count, place, place, before, pieces.row[word], tables)
            if place and tables.rules[0] and pieces.row[words[place - 1]] >= 0:
                row = _row(RUN, words[place - 1], word, tables)
                before = _before(_PAIR | np.int64(words[place - 1]) << 30 | word, place - 1, seen)
                count = _put(items, count, place - 1, place, before, row if row >= 0 else tables.unknown[0], tables)
        else:
            start = pieces.subword_firsts[word]
            for number in range(start, start + pieces.subword_counts[word]):
                subword = pieces.subwords[number]
                before = _before(_SUBWORD | subword, place, seen)
                count = _put(items, count, place, place, before, pieces.subword_row[subword], tables)
    return count


@inlined
def _find_concepts(words: Any, begin: int, end: int, tables: Tables, names: Names) -> Any:
    """Find the concepts that words name, longest form first; see `Analyzer.concepts`."""
    count, place = 0, begin
    while place < end:
        node = tables.root[words[place]] if words[place] < len(tables.root) else -1
        concept, last, after = -1, place, place
        while node >= 0:
            if tables.node_concept[node] >= 0:
                concept, last = tables.node_concept[node], after
            after += 1
            node = _row(NEXT, node, words[after], tables) if after < end and tables.goes_on[node] else -1
        if concept >= 0:
            names.concepts[count], names.firsts[count], names.lasts[count] = concept, place, last
            count += 1
        place = last + 1
    return count


@inlined
def _concept_items(names: Names, count: int, tables: Tables, seen: Seen, items: Items) -> Any:
    """Make the items of concepts, of concepts in a row, and of concepts near each other."""
    made = 0
    for later in range(count):
        second, last = names.concepts[later], names.lasts[later]
        first = names.firsts[later]
        before = _before(_CONCEPT | second, first, seen)
        made = _put(items, made, first, last, before, tables.concept_row[second], tables)
        for earlier in range(later - 1, max(later - 1 - max(tables.rules[2], tables.rules[1]), -1), -1):
            name, first = names.concepts[earlier], names.firsts[earlier]
            if tables.rules[1] and earlier == later - 1:
                before = _before(_CONCEPT | (1 << 60) | np.int64(name) << 30 | second, first, seen)
                made = _put(items, made, first, last, before, tables.joined[name, second], tables)
            if later - earlier <= tables.rules[2]:
                low, high = min(name, second), max(name, second)
                before = _before(_CONCEPT | (1 << 59) | np.int64(low) << 30 | high, first, seen)
                made = _put(items, made, first, last, before, tables.near[low, high], tables)
    return made


@inlined
def _put(items: Items, count: int, first: int, last: int, before: int, row: int, tables: Tables) -> Any:
    items.firsts[count], items.lasts[count], items.befores[count] = first, last, before
    for column in range(tables.rows.shape[1]):
        items.weights[count, column] = tables.rows[row, column]
    return count + 1


@inlined
def _before(key: int, place: int, seen: Seen) -> Any:
    """Return where a term began before, at the latest, and note where it begins now."""
    mask, turn = seen.turn[1], seen.turn[0]
    slot = (key * _SPREAD >> 44) & mask
    while seen.turns[slot] == turn:
        if seen.keys[slot] == key:
            before = seen.places[slot]
            seen.places[slot] = max(before, place)
            return before
        slot = (slot + 1) & mask
    seen.keys[slot], seen.places[slot], seen.turns[slot] = key, place, turn
    return -1


@inlined
def _row(kind: int, first: int, second: int, tables: Tables) -> Any:
    key = np.int64(kind) << 58 | np.int64(first) << 29 | np.int64(second)
    mask = len(tables.pair_keys) - 1
    slot = (key * _SPREAD >> 44) & mask
    while tables.pair_keys[slot] >= 0:
        if tables.pair_keys[slot] == key:
            return tables.pair_rows[slot]
        slot = (slot + 1) & mask
    return -1


@compiled_without_counting
def sigmoid(log_odds: Any) -> None:
    """Turn log-odds into probabilities, in place: by the formula and exponential of `grooming_risk.model.logistic`."""
    for row in range(log_odds.shape[0]):
        for head in range(log_odds.shape[1]):
            value = log_odds[row, head]
            odds = exp(-value) if value >= 0 else exp(value)
            log_odds[row, head] = 1.0 / (1.0 + odds) if value >= 0 else odds / (1.0 + odds)


@compiled
def fill(keys: Any, values: Any, pair_keys: Any, pair_rows: Any) -> None:
    """Put keys and their values into slots, of which there are at least twice as many."""
    mask = len(pair_keys) - 1
    for number in range(len(keys)):
        slot = (keys[number] * _SPREAD >> 44) & mask
        while pair_keys[slot] >= 0:
            slot = (slot + 1) & mask
        pair_keys[slot], pair_rows[slot] = keys[number], values[number]
