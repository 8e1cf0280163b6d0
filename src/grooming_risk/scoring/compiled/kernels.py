"""Kernels that sum the weights of terms: the rules of `grooming_risk.text.analyzer`, compiled."""

from __future__ import annotations

from math import exp
from typing import Any, Final

import numpy as np

from grooming_risk.scoring.compiled.buffers import Buffers
from grooming_risk.scoring.compiled.chunks import (
    ANOTHER_LANGUAGE,
    COUNT,
    FIRST,
    FLAGS,
    LETTERED,
    LISTED,
    QUESTIONS,
    ROW,
    SUBWORD_COUNT,
    SUBWORDS,
    Chunks,
)
from grooming_risk.scoring.compiled.hash_table import find, is_new
from grooming_risk.scoring.compiled.jit import compiled, compiled_without_counting, inlined
from grooming_risk.scoring.compiled.tables import BEGIN, END, NEXT, RUN, Tables
from grooming_risk.text.windows import STRIDE, WHOLE_LIMIT, WINDOW

_NUMBER: Final = (1 << QUESTIONS) - 1  # bits of the number of a chunk
_WORD: Final = 0  # kinds of terms, above all their numbers
_SUBWORD: Final = 1 << 61
_PAIR: Final = 2 << 61
_CONCEPT: Final = 3 << 61
_JOINED: Final = _CONCEPT | 1 << 60
_NEAR: Final = _CONCEPT | 1 << 59


@compiled
def score_batch(
    found: Any, counts: Any, skip: Any, chunks: Chunks, tables: Tables, buffers: Buffers, decisions: Any, sizes: Any
) -> None:
    """Compute the decisions of each head, before intercepts, for messages.

    Parameters
    ----------
    found, counts : arrays
        From `lookup_chunks`, unknown chunks learnt.
    skip : array of bool, shape (n_messages,)
        Messages to leave out; those with a chunk for another language to read are added.
    chunks, tables, buffers : Chunks, Tables, Buffers
        Of the model.
    decisions : array of float64, shape (n_messages, n_heads)
        Filled: the highest over the parts of the message.
    sizes : array of int64, shape (n_messages, 4)
        Filled: words, known words, known words that begin with a letter, and words in the list of known ones.
    """
    words, pairs = np.empty(256, np.int32), np.empty(256, np.int32)
    last = 0
    for message in range(len(counts)):
        count = known = lettered = listed = 0
        first, last = last, last + counts[message]
        for place in range(first, last):
            skip[message] |= (chunks.chunks[found[place] & _NUMBER, FLAGS] & ANOTHER_LANGUAGE) > 0
        for place in range(first, first if skip[message] else last):
            chunk, questions = chunks.chunks[found[place] & _NUMBER], found[place] >> QUESTIONS
            while count + chunk[COUNT] + questions > len(words):
                words, pairs = np.concatenate((words, words)), np.concatenate((pairs, pairs))
            for at in range(chunk[COUNT] + questions):
                word = chunks.numbers[chunk[FIRST] + at] if at < chunk[COUNT] else tables.rules[6]
                words[count] = word
                known += chunks.words[word, ROW] >= 0
                lettered += chunks.words[word, LETTERED]
                listed += chunks.words[word, LISTED]
                count += 1
        sizes[message, 0], sizes[message, 1], sizes[message, 2], sizes[message, 3] = count, known, lettered, listed
        decisions[message] = -np.inf
        _find_pairs(words[:count], chunks, tables, pairs)
        if 0 < count <= WHOLE_LIMIT:
            _score_part(words[:count], pairs, chunks, tables, buffers, decisions[message])
        if count > WINDOW:
            for begin in range(0, count - WINDOW + STRIDE, STRIDE):
                part = words[begin : min(begin + WINDOW, count)]
                _score_part(part, pairs[begin:], chunks, tables, buffers, decisions[message])


@inlined
def _find_pairs(words: Any, chunks: Chunks, tables: Tables, pairs: Any) -> None:
    """Find the row of each word's bigram with the word before it, once for all parts; -1 where one is unknown."""
    for place in range(1, len(words)):
        before, word = words[place - 1], words[place]
        pairs[place] = -1
        if tables.rules[0] and chunks.words[before, ROW] >= 0 and chunks.words[word, ROW] >= 0:
            row = find(RUN, before, word, tables.pairs)
            pairs[place] = row if row >= 0 else tables.unknown[0]


@compiled_without_counting
def _score_part(words: Any, pairs: Any, chunks: Chunks, tables: Tables, buffers: Buffers, best: Any) -> None:
    """Update the best decisions with those of a part."""
    buffers.turn[0] += 1
    mask = buffers.turn[1] if len(words) <= WINDOW else buffers.turn[2]  # a smaller table stays in cache
    buffers.total[:] = 0.0
    _add_words(words, pairs, chunks, tables, buffers, mask)
    _add_concepts(_find_concepts(words, tables, buffers), tables, buffers, mask)
    _add_edges(words, tables, buffers)
    norm = np.sqrt(buffers.total[0])
    for head in range(len(best)):
        total = buffers.total[1 + head]
        best[head] = max(best[head], total / norm if total != 0.0 else 0.0)


@inlined
def _add(row: int, tables: Tables, buffers: Buffers) -> None:
    for column in range(len(buffers.total)):
        buffers.total[column] += tables.rows[row, column]


@inlined
def _add_once(term: int, row: int, tables: Tables, buffers: Buffers, mask: int) -> None:
    if is_new(term, buffers.seen, buffers.turn[0], mask):
        _add(row, tables, buffers)


@inlined
def _add_words(words: Any, pairs: Any, chunks: Chunks, tables: Tables, buffers: Buffers, mask: int) -> None:
    """Add known words, their bigrams, and the subwords of unknown words."""
    for place in range(len(words)):
        word = words[place]
        if chunks.words[word, ROW] >= 0:
            _add_once(_WORD | word, chunks.words[word, ROW], tables, buffers, mask)
            if place and pairs[place] >= 0:
                _add_once(_PAIR | np.int64(words[place - 1]) << 30 | word, pairs[place], tables, buffers, mask)
        else:
            start = chunks.words[word, SUBWORDS]
            for number in range(start, start + chunks.words[word, SUBWORD_COUNT]):
                subword = chunks.subwords[number]
                _add_once(_SUBWORD | subword, chunks.subword_row[subword], tables, buffers, mask)


@inlined
def _find_concepts(words: Any, tables: Tables, buffers: Buffers) -> Any:
    """Find the concepts that words name, longest phrase first; see `Analyzer.concepts`."""
    count = place = 0
    while place < len(words):
        node = tables.root[words[place]] if words[place] < len(tables.root) else -1
        concept, last, after = -1, place, place
        while node >= 0:
            if tables.node_concept[node] >= 0:
                concept, last = tables.node_concept[node], after
            after += 1
            goes_on = after < len(words) and tables.goes_on[node]
            node = find(NEXT, node, words[after], tables.pairs) if goes_on else -1
        if concept >= 0:
            buffers.names[count] = concept
            count += 1
        place = last + 1
    return count


@inlined
def _add_concepts(count: int, tables: Tables, buffers: Buffers, mask: int) -> None:
    """Add concepts, concept bigrams and near pairs."""
    for later in range(count):
        second = buffers.names[later]
        _add_once(_CONCEPT | second, tables.concept_row[second], tables, buffers, mask)
        if later and tables.rules[1]:
            first = buffers.names[later - 1]
            _add_once(_JOINED | np.int64(first) << 29 | second, tables.joined[first, second], tables, buffers, mask)
        for earlier in range(max(later - tables.rules[2], 0), later):
            first = buffers.names[earlier]
            low, high = min(first, second), max(first, second)
            _add_once(_NEAR | np.int64(low) << 29 | high, tables.near[low, high], tables, buffers, mask)


@inlined
def _add_edges(words: Any, tables: Tables, buffers: Buffers) -> None:
    """Add the begin and end terms of a part, without question marks."""
    for kind in (BEGIN, END):
        node = count = 0
        for step in range(len(words)):
            word = words[step] if kind == BEGIN else words[len(words) - 1 - step]
            if count == tables.rules[4 if kind == BEGIN else 5]:
                break
            if word != tables.rules[6]:
                node = find(kind, node, word, tables.pairs) if node >= 0 else -1
                _add(tables.edge_row[node] if node >= 0 else tables.unknown[4], tables, buffers)
                count += 1


@compiled_without_counting
def sigmoid(log_odds: Any) -> None:
    """Turn log-odds into probabilities, in place: by the formula and exponential of `grooming_risk.model.logistic`."""
    for row in range(log_odds.shape[0]):
        for head in range(log_odds.shape[1]):
            value = log_odds[row, head]
            odds = exp(-value) if value >= 0 else exp(value)
            log_odds[row, head] = 1.0 / (1.0 + odds) if value >= 0 else odds / (1.0 + odds)
