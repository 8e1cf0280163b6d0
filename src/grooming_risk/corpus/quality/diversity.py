"""Diversity of lines: self-BLEU and distinct-n."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from nltk.util import ngrams

from grooming_risk.corpus.lines import SPLITS, Line
from grooming_risk.labels import LABELS
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.tokenizer import Tokenizer

_BLEU_WEIGHTS: Final = (0.25, 0.25, 0.25, 0.25)


def self_bleu(lines: Sequence[Sequence[str]]) -> float:
    """Return self-BLEU: the mean BLEU-4 of each line against all others.

    Parameters
    ----------
    lines : sequence of sequence of str
        Words of each line; at least two lines.

    Returns
    -------
    float
        From 0 (nothing in common) to 1 (all the same); lower is more varied. Grows with the number of lines.

    Raises
    ------
    ValueError
        There are fewer than two lines.

    References
    ----------
    Zhu et al., "Texygen: A Benchmarking Platform for Text Generation Models", SIGIR 2018.

    Examples
    --------
    >>> self_bleu([["one", "two", "three", "four"]] * 2)
    1.0
    """
    if len(lines) < 2:
        raise ValueError("self-BLEU compares lines with one another; give two or more")
    smooth = SmoothingFunction().method1
    all_lines = [list(line) for line in lines]
    scores = [
        sentence_bleu(all_lines[:n] + all_lines[n + 1 :], line, _BLEU_WEIGHTS, smoothing_function=smooth)
        for n, line in enumerate(all_lines)
    ]
    return float(sum(scores) / len(scores))


def distinct(lines: Sequence[Sequence[str]], n: int) -> float:
    """Return distinct-n: the share of distinct n-grams, from near 0 (all the same) to 1.

    References
    ----------
    Li et al., "A Diversity-Promoting Objective Function for Neural Conversation Models", NAACL 2016.

    Examples
    --------
    >>> distinct([["a", "b"], ["a", "c"]], 1)
    0.75
    """
    found = [gram for line in lines for gram in ngrams(line, n)]
    return len(set(found)) / max(len(found), 1)


def diversity_frame(lines: Sequence[Line]) -> pd.DataFrame:
    """Return self-BLEU, distinct-1 and distinct-2 of the grooming lines and disclosures, by label and split.

    Chat spellings are expanded first, so "u" and "you" are one word.
    """
    tokenizer = Tokenizer(read_lexicon(), [])
    rows = []
    for name in LABELS:
        for split in SPLITS:
            chosen = [line for line in lines if line.split == split and name in line.labels]
            words = [tokenizer.words(line.wordings()[0]) for line in chosen]
            bleu = self_bleu(words) if len(words) > 1 else None
            rows.append((name, split, len(words), bleu, distinct(words, 1), distinct(words, 2)))
    return pd.DataFrame(rows, columns=["label", "split", "lines", "self_bleu", "distinct_1", "distinct_2"])
