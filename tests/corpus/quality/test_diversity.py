"""Diversity and surface leakage of the corpus."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import SPLITS, read_lines
from grooming_risk.corpus.quality.diversity import distinct, diversity_frame, self_bleu
from grooming_risk.labels import PATTERNS

SHEET = resource_folder("data/synthetic") / "DATASHEET.md"
WORDS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8), min_size=2, max_size=6)


@given(WORDS)
def test_repeated_lines_are_less_diverse(lines):
    assert 0 <= self_bleu(lines) <= 1
    assert self_bleu(lines * 2) >= self_bleu(lines) - 1e-9
    assert distinct(lines * 2, 1) <= distinct(lines, 1)


def test_one_line_is_refused():
    with pytest.raises(ValueError, match="two or more"):
        self_bleu([["alone"]])


def test_no_pattern_says_one_thing_again_and_again():
    """By the shipped datasheet, whose numbers are those of the corpus: see the last test."""
    table = re.findall(r"^\| (\w+) \| (\w+) \| (\d+) \| ([\d.]+) \| [\d.]+ \| ([\d.]+) \|$", SHEET.read_text(), re.M)
    rows = [(float(bleu), float(pairs)) for label, _, _, bleu, pairs in table if label in PATTERNS]

    assert len(rows) == len(PATTERNS) * len(SPLITS)
    assert max(bleu for bleu, _ in rows) < 0.3
    assert min(pairs for _, pairs in rows) > 0.6


def test_diversity_is_by_label_and_split():
    lines = [line for line in read_lines() if line.kind == "grooming"][::10]
    frame = diversity_frame(lines)
    one = frame.iloc[0]
    own = [line for line in lines if one["label"] in line.labels and line.split == one["split"]]

    assert set(PATTERNS) <= set(frame["label"])
    assert one["lines"] == len(own)
