"""The result says what the score says, matches only where people should look, and keeps a disclosure apart."""

from dataclasses import asdict
from types import SimpleNamespace

import pytest
from grooming_classifier import RISK, GroomingClassifier, GroomingInfo, result_of
from threatexchange.classifier.classifier import ClassificationInfo, ClassificationResult, Classifier
from threatexchange.content_type.content_base import ContentType
from threatexchange.content_type.text import TextContent

from grooming_risk import PATTERNS, score

RISKY = "our secret ok, dont tell your mom"
TOLD = "a man in the game keeps asking for my pictures, can someone help"


class OtherContent(ContentType):
    """Something that is no text."""


def test_every_label_has_its_probability():
    """The risk and all patterns are labels, with the numbers of the score."""
    found, result = score(RISKY), result_of(score(RISKY))

    assert {name: info.probability for name, info in result.labels.items()} == {RISK: found.risk, **found.patterns}
    assert set(result.labels) == {RISK, *PATTERNS}
    assert result.disclosure == found.disclosure


def test_a_risky_message_matches_by_risk_and_pattern():
    """It is of the classes that threatexchange prints and counts."""
    result = result_of(score(RISKY))

    assert isinstance(result, ClassificationResult)
    assert isinstance(result.labels[RISK], ClassificationInfo)
    assert result.has_match
    assert set(result.positive_labels) == {RISK, *score(RISKY).found}
    assert f"secrecy({score(RISKY).patterns['secrecy']:.2f})" in str(result)


@pytest.mark.parametrize(("level", "is_match"), [("none", False), ("low", False), ("medium", True), ("high", True)])
def test_the_level_of_the_message_decides(level, is_match):
    """A pattern at its threshold is no match where the message as a whole is not worth a look."""
    patterns = {**dict.fromkeys(PATTERNS, 0.1), "secrecy": 0.9}
    result = result_of(SimpleNamespace(level=level, risk=0.5, patterns=patterns, found=("secrecy",), disclosure=0.0))

    assert set(result.positive_labels) == ({RISK, "secrecy"} if is_match else set())
    assert str(result) == ("grooming_risk(0.50),secrecy(0.90)" if is_match else "None")


def test_who_asks_for_help_is_no_match():
    """A disclosure is told beside the labels, so that nothing enforces on it."""
    result = GroomingClassifier().classify(TextContent, TOLD)

    assert result.disclosure > 0.5
    assert not result.has_match
    assert "disclosure" not in result.labels


def test_the_classifier_is_one_of_threatexchange():
    """It has a name and takes text alone."""
    classifier = GroomingClassifier.get_with_default_settings()

    assert isinstance(classifier, Classifier)
    assert GroomingClassifier.get_name() == "grooming"
    assert GroomingClassifier.get_content_types() == [TextContent]
    assert classifier.classify(TextContent, RISKY) == result_of(score(RISKY))
    with pytest.raises(ValueError, match="give text"):
        classifier.classify(OtherContent, RISKY)


def test_the_result_is_plain_data_without_the_message():
    """It can be stored or sent, and quotes nothing."""
    data = asdict(result_of(score(RISKY)))

    assert data["labels"]["secrecy"] == asdict(GroomingInfo(True, score(RISKY).patterns["secrecy"]))
    assert "secret" not in str(data).replace("secrecy", "")
