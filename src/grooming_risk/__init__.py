"""Scores chat messages for the patterns of online grooming, so that the people who moderate see it early and can help.

Each public name is imported on first use. `score` and what it needs run on the standard library alone.
"""

from importlib import import_module
from typing import Any, Final

from grooming_risk._version import __version__ as __version__
from grooming_risk.errors import missing_extra

_MODULES: Final = {
    "DISCLOSURE": "labels",
    "LEVELS": "labels",
    "Level": "labels",
    "PATTERNS": "labels",
    "Advice": "guidance.advice",
    "AlarmLatencyDisplay": "plots",
    "Alert": "conversation.state.conversation_state",
    "AlertsDisplay": "plots",
    "AuthorState": "conversation.state.conversation_state",
    "BackgroundCounts": "corpus.background.counts",
    "CampaignPlan": "guidance.campaign",
    "ChatTfidfVectorizer": "training.vectorizer",
    "Conversation": "conversation.conversation",
    "ConversationState": "conversation.state.conversation_state",
    "Evidence": "scoring.evidence",
    "GroomingRiskClassifier": "training.classifier",
    "GroomingRiskError": "errors",
    "Helpline": "guidance.helplines",
    "PatternConfusionDisplay": "plots",
    "PrecisionRecallDisplay": "plots",
    "ReliabilityDisplay": "plots",
    "Score": "scoring.result",
    "Scorer": "scoring.scorer",
    "Site": "model.site",
    "SlicesDisplay": "plots",
    "TimelineEntry": "conversation.state.conversation_state",
    "adapt": "training.adaptation",
    "advise": "guidance.advice",
    "agreement": "review.agreement",
    "calibrate": "thresholds.messages",
    "calibrate_conversations": "thresholds.conversations",
    "caution": "guidance.notice",
    "chat_messages": "corpus.background.chat",
    "compare": "evaluation.comparison.compare",
    "count_background": "corpus.background.counts",
    "evaluate": "evaluation.messages",
    "evaluate_attacks": "evaluation.attacks.evaluation",
    "evaluate_conversations": "evaluation.conversations",
    "evaluate_languages": "evaluation.languages",
    "evaluate_pan12": "evaluation.pan12.evaluation",
    "evaluate_unseen_authors": "training.unseen_authors",
    "factsheet": "fact_sheet.sheet",
    "load_conversations": "corpus.load",
    "load_corpus": "corpus.load",
    "load_model": "scoring.scorer",
    "load_pan12": "evaluation.pan12.reader",
    "plan_campaign": "guidance.campaign",
    "read_counts": "corpus.background.counts",
    "read_labelled": "corpus.labelled",
    "read_site": "model.site",
    "review_frame": "review.frame",
    "save_model": "training.train",
    "score": "scoring.messages",
    "score_conversations": "conversation.frame",
    "score_frame": "scoring.frame",
    "score_many": "scoring.messages",
    "suggest": "review.suggestion",
    "teach_languages": "training.languages.teach",
    "train": "training.train",
}
"""Public name -> module that defines it. `__init__.pyi` says the same to type checkers."""

__all__ = list(_MODULES)


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{_MODULES[name]}")
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    value = globals()[name] = getattr(module, name)
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
