"""The shipped datasheet holds the numbers of the corpus."""

import pytest

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.quality.datasheet import render_datasheet

SHEET = resource_folder("data/synthetic") / "DATASHEET.md"


@pytest.mark.full
@pytest.mark.slow
def test_shipped_datasheet_is_what_the_corpus_gives():
    assert SHEET.read_text(encoding="utf-8") == render_datasheet()
