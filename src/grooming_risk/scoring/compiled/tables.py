"""The terms of a model as numbers: the row of weights of a word, bigram, concept or pair. Built once for a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np

from grooming_risk.model.artifact import Artifact
from grooming_risk.scoring.compiled.hash_table import fill, key
from grooming_risk.scoring.terms import exact
from grooming_risk.text.analyzer import BEGIN as BEGIN_TERM
from grooming_risk.text.analyzer import BLOCKS, Analyzer, max_subword_ngrams
from grooming_risk.text.analyzer import END as END_TERM
from grooming_risk.text.language import mark_of
from grooming_risk.text.token_kinds import QUESTION

RUN: Final = 0
"""Kind of a bigram of known words."""
NEXT: Final = 1
"""Kind of a step in the phrase trie, from a node by a word."""
BEGIN: Final = 2
"""Kind of a step from a begin term to the next longer one."""
END: Final = 3
"""Kind of a step from an end term to the next longer one."""


class Tables(NamedTuple):
    """Constant arrays for the kernels.

    Attributes
    ----------
    rows : array of float64, shape (n_terms + n_blocks, 1 + n_heads)
        What a term adds to the squared norm and to each head; unknown terms last, by block.
    unknown : array of int32, shape (n_blocks,)
        Their rows.
    rules : array of int64, shape (7,)
        Whether there are word bigrams, concept bigrams; reach of a pair; most subwords of a word; words of the longest
        begin term, end term; number of the question mark.
    root : array of int32, shape (n_fixed_words,)
        Node of the phrase trie for a first word, or -1.
    node_concept : array of int32, shape (n_nodes,)
        Concept of the phrase that ends at a node, or -1.
    goes_on : array of bool, shape (n_nodes,)
        Whether a longer phrase passes the node.
    concept_row : array of int32, shape (n_concepts,)
        Row of a concept.
    joined, near : array of int32, shape (n_concepts, n_concepts)
        Row of a concept bigram; of a near pair in alphabetical order.
    pairs : array of int64, shape (2 ** n, 2)
        Kind, first and second of a bigram or a step, -1 in a free slot; and the row of the bigram, or node of the step.
    edge_row : array of int32, shape (n_edges,)
        Row of each node of begin and end terms.
    """

    rows: Any
    unknown: Any
    rules: Any
    root: Any
    node_concept: Any
    goes_on: Any
    concept_row: Any
    joined: Any
    near: Any
    pairs: Any
    edge_row: Any


class Terms:
    """Numbers of a model's words, concepts and terms."""

    def __init__(self, artifact: Artifact, analyzer: Analyzer) -> None:
        self.artifact = artifact
        self.analyzer = analyzer
        self.row = artifact.terms
        self.unknown = {block: len(self.row) + place for place, block in enumerate(BLOCKS)}
        runs = [term for term in artifact.terms if term[:1] not in BLOCKS and term.count(" ") == 1]
        self._runs = [term for term in runs if all(term.split(" "))]  # a term of another form is in no message
        of_words = [word for term in self._runs for word in term.split(" ")]
        of_forms = [word for form in analyzer.lexicon.forms for word in form.split()]
        edges = [term for term in artifact.terms if term.startswith((BEGIN_TERM, END_TERM))]
        parts = [(term, term[len(BEGIN_TERM) :].split(" ")) for term in edges]
        self._edges = [(term, words) for term, words in parts if all(words)]
        of_edges = [word for _, words in self._edges for word in words]
        fixed = dict.fromkeys([QUESTION, *of_words, *of_forms, *of_edges])
        self.fixed_words = {word: number for number, word in enumerate(fixed)}
        names = sorted(set(analyzer.lexicon.forms.values()))
        self.concepts = {name: number for number, name in enumerate(names)}

    def number(self, term: str) -> int:
        """Return the row of a term, or of unknown terms of its block."""
        return self.row.get(term, self.unknown.get(term[0], self.unknown[""]))

    def tables(self, heads: Sequence[int]) -> Tables:
        """Return the tables, with the weights of some heads, by their number in `HEADS`."""
        return self._same_for_all._replace(rows=self._weights(heads))

    @cached_property
    def _same_for_all(self) -> Tables:
        """The tables without weights."""
        root, node_concept, goes_on, steps = self._tree()
        edge_row, edge_steps = self._edge_tree()
        pairs = self._run_rows() | steps | edge_steps
        slots = np.full((1 << (3 * len(pairs) // 2 + 1).bit_length(), 2), -1, np.int64)
        fill(_ints(pairs, np.int64), _ints(pairs.values()), slots)
        return Tables(
            rows=None,
            unknown=_ints(self.unknown.values()),
            rules=self._rules(),
            root=root,
            node_concept=node_concept,
            goes_on=goes_on,
            concept_row=_ints(self.number("+" + name) for name in self.concepts),
            joined=self._concept_pairs("+"),
            near=self._concept_pairs("&"),
            pairs=slots,
            edge_row=edge_row,
        )

    def _rules(self) -> Any:
        settings = self.analyzer.settings
        rules = (
            settings.word_ngrams > 1,
            settings.concept_ngrams > 1,
            settings.pair_distance,
            max_subword_ngrams(settings),
            settings.begin_words,
            settings.end_words,
            self.fixed_words[QUESTION],
        )
        return _ints(rules, np.int64)

    def _weights(self, heads: Sequence[int]) -> Any:
        idf = np.array(self.artifact.idf, float)
        known = np.column_stack([idf * idf, *[idf * np.array(self.artifact.coef[head], float) for head in heads]])
        unknown = np.zeros((len(BLOCKS), known.shape[1]))
        unknown[:, 0] = [self.artifact.unknown[block] ** 2 for block in BLOCKS]
        return np.ascontiguousarray(exact(np.vstack([known, unknown])))

    def _run_rows(self) -> dict[int, int]:
        numbers = self.fixed_words
        return {key(RUN, *map(numbers.__getitem__, term.split(" "))): self.row[term] for term in self._runs}

    def _concept_pairs(self, block: str) -> Any:
        rows = np.full((len(self.concepts), len(self.concepts)), self.unknown[block], np.int32)
        for term, row in self.row.items():
            if term[:1] == block and term.count(" ") == 1:
                first, second = map(self.concepts.get, term[1:].split(" "))
                if first is not None and second is not None:
                    rows[first, second] = row
        return rows

    def _edge_tree(self) -> tuple[Any, dict[int, int]]:
        """Return the rows of begin and end terms by node, and the steps between nodes; both start at node 0."""
        rows = [self.unknown["|"]]
        steps: dict[int, int] = {}
        for term, words in self._edges:
            kind, way = (BEGIN, words) if term.startswith(BEGIN_TERM) else (END, words[::-1])
            node = 0
            for word in way:
                node = steps.setdefault(key(kind, node, self.fixed_words[word]), len(rows))
                if node == len(rows):
                    rows.append(self.unknown["|"])
            rows[node] = self.row[term]
        return _ints(rows), steps

    def _tree(self) -> tuple[Any, Any, Any, dict[int, int]]:
        """Return the phrase trie by numbers of its nodes, and its steps after the first words."""
        root = np.full(len(self.fixed_words), -1, np.int32)
        nodes: list[dict[str, Any]] = []
        steps: dict[int, int] = {}
        for word, node in _english(self.analyzer.phrase_trie):
            root[self.fixed_words[word]] = len(nodes)
            nodes.append(node)
        for number, node in enumerate(nodes):  # grows while it is read
            for word, after in _english(node):
                steps[key(NEXT, number, self.fixed_words[word])] = len(nodes)
                nodes.append(after)
        concepts = _ints(self.concepts[node[""]] if "" in node else -1 for node in nodes)
        return root, concepts, np.array([any(_english(node)) for node in nodes], bool), steps


def _english(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the words of a node of the phrase trie that are no other language's, each with its node."""
    return ((word, after) for word, after in node.items() if word and not mark_of(word))


def _ints(values: Any, kind: Any = np.int32) -> Any:
    return np.array([*values], kind)
