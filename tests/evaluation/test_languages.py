"""Figures of the languages besides English, on authors that trained nothing."""

import pandas as pd
import pytest

from grooming_risk import evaluate_languages, load_model
from grooming_risk.corpus.language_lines import load_language_lines
from grooming_risk.evaluation.language_tables import CAUTION
from grooming_risk.evaluation.languages import evaluate_language
from grooming_risk.evaluation.result import Evaluation, LanguageEvaluation
from grooming_risk.text.language import language_codes


@pytest.fixture(scope="module")
def found():
    return evaluate_languages()


def test_every_language_is_measured_on_its_held_out_author(found):
    figures = found.figures["by_language"]

    assert sorted(figures) == language_codes()
    for code, one in figures.items():
        lines = load_language_lines(code)
        held_out = lines[lines["split"] == "held_out"]
        assert one["authors"] == held_out["author"].nunique() == 1
        assert sum(one["lines"].values()) == len(held_out)


def test_the_model_has_the_same_figures_in_its_card(found):
    assert load_model().info["languages"] == found.figures["by_language"]


def test_a_language_is_far_above_chance(found):
    """Far below what is reached, so that other lines do not fail it; at chance it was before."""
    for code, one in found.figures["by_language"].items():
        assert one["auc_look_alikes"] > 0.75, code
        assert one["auc_disclosure"] > 0.8, code
        assert one["coverage"] > 0.75, code


def test_tables_say_what_is_not_known(found):
    (table,) = found.tables()

    assert [row[0] for row in table.rows] == language_codes()
    assert CAUTION in table.note


def test_figures_are_the_same_from_plain_data(found):
    again = Evaluation.from_dict(found.to_dict())

    assert isinstance(again, LanguageEvaluation)
    assert again == found


def test_kinds_that_are_not_there_have_no_figures():
    frame = pd.DataFrame(
        {"text": ["hola", "que tal"], "kind": ["everyday"] * 2, "labels": [[], []], "author": ["a"] * 2}
    )

    figures = evaluate_language(frame, load_model())

    assert figures["found"] is None
    assert figures["auc_look_alikes"] is None
    assert figures["medium"] == {"everyday": 0.0}
