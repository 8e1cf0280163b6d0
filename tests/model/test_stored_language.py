"""A language as bytes of a model."""

import json
from array import array

import pytest

from grooming_risk.errors import ArtifactError
from grooming_risk.labels import HEADS
from grooming_risk.model.stored_language import LearntLanguage, StoredLanguage, checked_settings, codes_of
from support.small_language import SMALL, THAI

LEARNT = LearntLanguage(SMALL, ["xx:slika"], array("f", [2.0]), [array("f", [0.5])] * len(HEADS))


@pytest.mark.parametrize("language", [SMALL, THAI])
def test_a_language_is_the_same_from_its_bytes(language):
    learnt = LEARNT._replace(language=language, terms=[f"{language.code}:a"])

    assert StoredLanguage.of(learnt).learnt() == learnt
    assert set(language.outline.written) <= StoredLanguage.of(learnt).outline.written


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored._replace(words=stored.words[:-20]),
        lambda stored: stored._replace(weights=stored.weights[:-1]),
        lambda stored: stored._replace(spelling=b"tajna tajnu"),
        lambda stored: stored._replace(spelling=b"\xff"),
        lambda stored: stored._replace(words=stored.words.replace(b'"terms":["xx:slika"]', b'"terms":[]')),
        lambda stored: stored._replace(words=json.dumps([]).encode()),
        lambda stored: stored._replace(words=stored.words.replace(b'"picture"', b'"pic ture"')),
    ],
)
def test_what_is_cut_or_altered_is_an_error_of_the_model(change):
    with pytest.raises(ArtifactError, match="languages/xx"):
        change(StoredLanguage.of(LEARNT)).learnt()


def test_settings_are_the_same_from_the_manifest():
    stored = StoredLanguage.of(LEARNT)

    assert codes_of([stored]) == {"xx": ["xa", "xb"]}
    assert checked_settings({"xx": json.loads(json.dumps(stored.settings))}) == {"xx": stored[1:4]}


SETTINGS = {"codes": ["xx"], "letters": {}, "script": ""}


@pytest.mark.parametrize(
    "wrong",
    [
        [], {"../x": SETTINGS}, {"xx": {**SETTINGS, "codes": "xa"}}, {"xx": {**SETTINGS, "codes": [1]}},
        {"xx": {**SETTINGS, "letters": {"ab": "c"}}}, {"xx": {**SETTINGS, "letters": {"a": "č"}}},
        {"xx": {**SETTINGS, "script": "(a+)+$"}}, {"xx": {**SETTINGS, "script": "b-a"}}, {"xx": {}},
    ],
)  # fmt: skip
def test_wrong_settings_are_refused(wrong):
    with pytest.raises((ValueError, TypeError, KeyError)):
        checked_settings(wrong)
