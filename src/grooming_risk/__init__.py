"""Scores chat messages for the patterns of online grooming, so that the people who moderate see it early and can help.

`score` and what it needs run on the standard library alone. The training half (scikit-learn, pandas, joblib) is
imported on first use of its names.
"""

from typing import TYPE_CHECKING, Any

from grooming_risk.conversation import Conversation
from grooming_risk.conversation_state import Alert, AuthorState, ConversationState, TimelineEntry
from grooming_risk.errors import GroomingRiskError, missing_extra
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS
from grooming_risk.result import Evidence, Score
from grooming_risk.scorer import Scorer, load_model, score, score_many

if TYPE_CHECKING:
    from grooming_risk.classifier import GroomingRiskClassifier
    from grooming_risk.conversation_frame import score_conversations
    from grooming_risk.corpus import load_conversations, load_corpus
    from grooming_risk.early_detection import evaluate_conversations
    from grooming_risk.evaluation import evaluate
    from grooming_risk.features import ChatTfidfVectorizer
    from grooming_risk.training import train

__version__ = "0.1.0"

__all__ = [
    "DISCLOSURE",
    "LEVELS",
    "PATTERNS",
    "Alert",
    "AuthorState",
    "ChatTfidfVectorizer",
    "Conversation",
    "ConversationState",
    "Evidence",
    "GroomingRiskClassifier",
    "GroomingRiskError",
    "Score",
    "Scorer",
    "TimelineEntry",
    "evaluate",
    "evaluate_conversations",
    "load_conversations",
    "load_corpus",
    "load_model",
    "score",
    "score_conversations",
    "score_many",
    "train",
]

_TRAINING_HALF = {
    "ChatTfidfVectorizer": "features",
    "GroomingRiskClassifier": "classifier",
    "evaluate": "evaluation",
    "evaluate_conversations": "early_detection",
    "load_conversations": "corpus",
    "load_corpus": "corpus",
    "score_conversations": "conversation_frame",
    "train": "training",
}


def __getattr__(name: str) -> Any:
    """Import a name of the training half when it is first used."""
    if name not in _TRAINING_HALF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        module = import_module(f"{__name__}.{_TRAINING_HALF[name]}")
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_TRAINING_HALF])
