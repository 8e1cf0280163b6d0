"""A score as the classification result of python-threatexchange, and the classifier that returns it."""

from dataclasses import dataclass

from threatexchange.classifier.classifier import ClassificationInfo, ClassificationResult, Classifier
from threatexchange.content_type.content_base import ContentType
from threatexchange.content_type.text import TextContent

from grooming_risk import Score, score

RISK = "grooming_risk"
"""Label of the risk; those of the patterns are their names."""

_READ_BY_PEOPLE = ("medium", "high")


@dataclass
class GroomingInfo(ClassificationInfo):
    """Whether a person should look because of this label, and how likely it is.

    Parameters
    ----------
    is_match : bool
        Whether the label is found in a message of level medium or high.
    probability : float in [0, 1]
        Of the label.
    """

    probability: float = 0.0

    def weight_str(self) -> str:
        """Return the probability for people."""
        return f"{self.probability:.2f}"


@dataclass
class GroomingResult(ClassificationResult[GroomingInfo]):
    """The risk and the patterns as labels, and beside them, never among them, whether somebody asks for help.

    Parameters
    ----------
    labels : dict of str to GroomingInfo
        The risk and each pattern.
    disclosure : float in [0, 1]
        Probability that somebody tells of such behaviour or asks for help: lead it to help, not to enforcement.
    """

    disclosure: float = 0.0


def result_of(found: Score) -> GroomingResult:
    """Return a score as a classification result.

    Parameters
    ----------
    found : Score
        What `grooming_risk.score` returned.

    Returns
    -------
    GroomingResult
        It has a match where the level is medium or high: the risk, and the patterns that reach their thresholds.
    """
    is_match = found.level in _READ_BY_PEOPLE
    labels = {RISK: GroomingInfo(is_match, found.risk)}
    for name, probability in found.patterns.items():
        labels[name] = GroomingInfo(is_match and name in found.found, probability)
    return GroomingResult(labels, found.disclosure)


class GroomingClassifier(Classifier):
    """Classifies chat messages; it needs no network and no settings. For people to read: no verdict."""

    @classmethod
    def get_content_types(cls) -> list[type[ContentType]]:
        """Return what it can classify: text."""
        return [TextContent]

    def classify(self, content_type: type[ContentType], content_val: str) -> GroomingResult:
        """Return the result of a message.

        Raises
        ------
        ValueError
            The content is no text.
        """
        if not issubclass(content_type, TextContent):
            raise ValueError(f"{content_type.get_name()} cannot be classified; give text")
        return result_of(score(content_val))
