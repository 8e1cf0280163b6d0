"""A language as bytes of a model."""

import json
from array import array

import pytest

from grooming_risk.errors import ArtifactError
from grooming_risk.labels import HEADS
from grooming_risk.model.stored_language import LearntLanguage, StoredLanguage, checked_codes, codes_of
from support.small_language import SMALL

LEARNT = LearntLanguage(SMALL, ["xx:slika"], array("f", [2.0]), [array("f", [0.5])] * len(HEADS))


def test_a_language_is_the_same_from_its_bytes():
    assert StoredLanguage.of(LEARNT).learnt() == LEARNT


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored._replace(words=stored.words[:-20]),
        lambda stored: stored._replace(weights=stored.weights[:-1]),
        lambda stored: stored._replace(words=stored.words.replace(b'"terms":["xx:slika"]', b'"terms":[]')),
        lambda stored: stored._replace(words=json.dumps([]).encode()),
        lambda stored: stored._replace(words=stored.words.replace(b'"picture"', b'"pic ture"')),
    ],
)
def test_what_is_cut_or_altered_is_an_error_of_the_model(change):
    with pytest.raises(ArtifactError, match="languages/xx"):
        change(StoredLanguage.of(LEARNT)).learnt()


def test_codes_are_the_same_from_the_manifest():
    codes = codes_of([StoredLanguage.of(LEARNT)])

    assert codes == {"xx": ["xa", "xb"]}
    assert checked_codes(codes) == {"xx": ("xa", "xb")}


@pytest.mark.parametrize("wrong", [[], {"../x": []}, {"xx": "xa"}, {"xx": [1]}])
def test_wrong_codes_are_refused(wrong):
    with pytest.raises((ValueError, TypeError)):
        checked_codes(wrong)
