"""The figures in the README are those of the shipped model."""

from pathlib import Path

from grooming_risk import load_model
from grooming_risk.training.card import in_a_paragraph, languages_table

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_paragraph_on_unseen_authors_is_that_of_the_shipped_model():
    assert in_a_paragraph(load_model().info) in " ".join(README.split())


def test_the_table_of_languages_is_that_of_the_shipped_model():
    assert languages_table(load_model().info) in README
