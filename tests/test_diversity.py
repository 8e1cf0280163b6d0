"""Figures of the corpus: how varied it is, and whether the surface gives the label away."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.artefacts import artefact_auc, surface_frame
from grooming_risk.balance import copies
from grooming_risk.datasheet import render_datasheet
from grooming_risk.diversity import distinct, diversity_frame, self_bleu
from grooming_risk.labels import PATTERNS
from grooming_risk.lines import read_lines

WORDS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=8), min_size=2, max_size=6)


@given(WORDS)
def test_more_of_the_same_is_less_varied(lines):
    assert 0 <= self_bleu(lines) <= 1
    assert self_bleu(lines * 2) >= self_bleu(lines) - 1e-9
    assert distinct(lines * 2, 1) <= distinct(lines, 1)


def test_one_line_cannot_be_compared():
    with pytest.raises(ValueError, match="two or more"):
        self_bleu([["alone"]])


def test_no_pattern_says_one_thing_again_and_again():
    frame = diversity_frame([line for line in read_lines() if line.kind == "grooming"])
    patterns = frame[frame["label"].isin(PATTERNS)]

    assert patterns["self_bleu"].max() < 0.3
    assert patterns["distinct_2"].min() > 0.6


def test_surface_knows_no_words():
    one, other = surface_frame(["Send me a pic, ok?", "Lend us a pen, no?"]).to_numpy()

    assert (one == other).all()


@pytest.mark.slow
def test_surface_and_register_do_not_give_the_label_away():
    assert artefact_auc(load_corpus("train")) < 0.6


def test_a_label_that_shows_in_the_surface_is_found():
    frame = pd.DataFrame(
        {
            "text": ["WHAT A DAY" if n % 2 else "what a day" for n in range(200)],
            "kind": ["grooming" if n % 2 else "everyday" for n in range(200)],
            "register": "sms",
            "group": range(200),
        }
    )

    assert artefact_auc(frame) > 0.95


def test_sides_alike_give_as_many_messages_an_item():
    made = copies([(risky, "sms", "one two three", 0) for risky in (True, False) * 20], seed=0)

    assert len(set(made)) == 1
    assert made[0] > 1


@pytest.mark.parametrize(("one", "other"), [("a", "a b c d e f"), ("so", "so?"), ("ok", "Ok")])
def test_item_whose_kind_its_side_is_short_of_gives_more(one, other):
    items = [(True, "sms", other if n else one, 0) for n in range(10)]
    items += [(False, "sms", one if n else other, 0) for n in range(10)]
    made = copies(items, seed=0)

    assert made[0] > 2 * made[1]
    assert made[10] > 2 * made[11]


def test_one_side_alone_needs_no_balance():
    assert len(set(copies([(False, "sms", "a", 0), (False, "sms", "a b c", 0)], seed=0))) == 1
    assert copies([], seed=0) == []


@pytest.mark.slow
def test_shipped_datasheet_is_what_the_corpus_gives():
    assert (resource_folder("data/synthetic") / "DATASHEET.md").read_text(encoding="utf-8") == render_datasheet()
