"""Diversity and surface leakage of the corpus."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.lines import read_lines
from grooming_risk.corpus.quality.datasheet import render_datasheet
from grooming_risk.corpus.quality.diversity import distinct, diversity_frame, self_bleu
from grooming_risk.corpus.quality.surface_leakage import surface_frame, surface_leakage_auc
from grooming_risk.labels import PATTERNS

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
    frame = diversity_frame([line for line in read_lines() if line.kind == "grooming"])
    patterns = frame[frame["label"].isin(PATTERNS)]

    assert patterns["self_bleu"].max() < 0.3
    assert patterns["distinct_2"].min() > 0.6


def test_surface_features_ignore_words():
    one, other = surface_frame(["Send me a pic, ok?", "Lend us a pen, no?"]).to_numpy()

    assert (one == other).all()


def test_surface_leakage_is_found():
    frame = pd.DataFrame(
        {
            "text": ["WHAT A DAY" if n % 2 else "what a day" for n in range(200)],
            "kind": ["grooming" if n % 2 else "everyday" for n in range(200)],
            "register": "sms",
            "group": range(200),
        }
    )

    assert surface_leakage_auc(frame) > 0.95


@pytest.mark.slow
def test_shipped_datasheet_is_what_the_corpus_gives():
    assert (resource_folder("data/synthetic") / "DATASHEET.md").read_text(encoding="utf-8") == render_datasheet()
