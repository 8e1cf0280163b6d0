"""Scores chat messages for the patterns of online grooming, so that the people who moderate see it early and can help.

`score` and what it needs run on the standard library alone. The training half (scikit-learn, pandas, joblib) and the
texts for people are imported on first use of their names.
"""

from typing import TYPE_CHECKING, Any

from grooming_risk.conversation import Conversation
from grooming_risk.conversation_state import Alert, AuthorState, ConversationState, TimelineEntry
from grooming_risk.errors import GroomingRiskError, missing_extra
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS
from grooming_risk.result import Evidence, Score
from grooming_risk.scorer import Scorer, load_model, score, score_many
from grooming_risk.site import Site, read_site

if TYPE_CHECKING:
    from grooming_risk.adaptation import adapt
    from grooming_risk.attacks.evaluation import evaluate_attacks
    from grooming_risk.background import chat_messages
    from grooming_risk.background_counts import BackgroundCounts, count_background, read_counts
    from grooming_risk.budgets import calibrate
    from grooming_risk.classifier import GroomingRiskClassifier
    from grooming_risk.comparison.compare import compare
    from grooming_risk.conversation_budgets import calibrate_conversations
    from grooming_risk.conversation_frame import score_conversations
    from grooming_risk.corpus import load_conversations, load_corpus
    from grooming_risk.early_detection import evaluate_conversations
    from grooming_risk.evaluation import evaluate
    from grooming_risk.fact_sheet.sheet import factsheet
    from grooming_risk.features import ChatTfidfVectorizer
    from grooming_risk.frame_scoring import score_frame
    from grooming_risk.guidance.advice import Advice, advise
    from grooming_risk.guidance.campaign import CampaignPlan, plan_campaign
    from grooming_risk.guidance.helplines import Helpline
    from grooming_risk.guidance.notice import caution
    from grooming_risk.labelled import read_labelled
    from grooming_risk.pan12.evaluation import evaluate_pan12
    from grooming_risk.pan12.reader import load_pan12
    from grooming_risk.plots import (
        AlarmLatencyDisplay,
        AlertsDisplay,
        PatternConfusionDisplay,
        PrecisionRecallDisplay,
        ReliabilityDisplay,
        SlicesDisplay,
    )
    from grooming_risk.review.agreement import agreement
    from grooming_risk.review.frame import review_frame
    from grooming_risk.review.suggestion import suggest
    from grooming_risk.training import save_model, train
    from grooming_risk.unseen_authors import evaluate_unseen_authors

__version__ = "0.1.0"

__all__ = [
    "DISCLOSURE",
    "LEVELS",
    "PATTERNS",
    "Advice",
    "AlarmLatencyDisplay",
    "Alert",
    "AlertsDisplay",
    "AuthorState",
    "BackgroundCounts",
    "CampaignPlan",
    "ChatTfidfVectorizer",
    "Conversation",
    "ConversationState",
    "Evidence",
    "GroomingRiskClassifier",
    "GroomingRiskError",
    "Helpline",
    "PatternConfusionDisplay",
    "PrecisionRecallDisplay",
    "ReliabilityDisplay",
    "Score",
    "Scorer",
    "Site",
    "SlicesDisplay",
    "TimelineEntry",
    "adapt",
    "advise",
    "agreement",
    "calibrate",
    "calibrate_conversations",
    "caution",
    "chat_messages",
    "compare",
    "count_background",
    "evaluate",
    "evaluate_attacks",
    "evaluate_conversations",
    "evaluate_pan12",
    "evaluate_unseen_authors",
    "factsheet",
    "load_conversations",
    "load_corpus",
    "load_model",
    "load_pan12",
    "plan_campaign",
    "read_counts",
    "read_labelled",
    "read_site",
    "review_frame",
    "save_model",
    "score",
    "score_conversations",
    "score_frame",
    "score_many",
    "suggest",
    "train",
]

_ON_DEMAND = {
    "Advice": "guidance.advice",
    "AlarmLatencyDisplay": "plots",
    "AlertsDisplay": "plots",
    "BackgroundCounts": "background_counts",
    "CampaignPlan": "guidance.campaign",
    "ChatTfidfVectorizer": "features",
    "GroomingRiskClassifier": "classifier",
    "Helpline": "guidance.helplines",
    "PatternConfusionDisplay": "plots",
    "PrecisionRecallDisplay": "plots",
    "ReliabilityDisplay": "plots",
    "SlicesDisplay": "plots",
    "adapt": "adaptation",
    "advise": "guidance.advice",
    "agreement": "review.agreement",
    "calibrate": "budgets",
    "calibrate_conversations": "conversation_budgets",
    "caution": "guidance.notice",
    "chat_messages": "background",
    "compare": "comparison.compare",
    "count_background": "background_counts",
    "evaluate": "evaluation",
    "evaluate_attacks": "attacks.evaluation",
    "evaluate_conversations": "early_detection",
    "evaluate_pan12": "pan12.evaluation",
    "evaluate_unseen_authors": "unseen_authors",
    "factsheet": "fact_sheet.sheet",
    "load_conversations": "corpus",
    "load_corpus": "corpus",
    "load_pan12": "pan12.reader",
    "plan_campaign": "guidance.campaign",
    "read_counts": "background_counts",
    "read_labelled": "labelled",
    "review_frame": "review.frame",
    "save_model": "training",
    "score_conversations": "conversation_frame",
    "score_frame": "frame_scoring",
    "suggest": "review.suggestion",
    "train": "training",
}
"""Module of each name that is imported when it is first used: the training half, and texts for people."""


def __getattr__(name: str) -> Any:
    """Import a name when it is first used."""
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    try:
        module = import_module(f"{__name__}.{_ON_DEMAND[name]}")
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_ON_DEMAND])
