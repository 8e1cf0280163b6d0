"""The retraining loop: messages out to a review console, people's decisions back in, agreement, what to label next.

`record` holds the one form that everything speaks; `label_studio`, `doccano` and `argilla` translate it. Those and
`settle` need the standard library alone; `frame`, `agreement` and `suggestion` belong to the training half.
"""

from grooming_risk.labels import LABELS
from grooming_risk.review.adjudicate import Settlement, UnsettledError, settle
from grooming_risk.review.record import HARMLESS, Review, predict, read_reviews, write_reviews

__all__ = [
    "HARMLESS",
    "LABELS",
    "Review",
    "Settlement",
    "UnsettledError",
    "predict",
    "read_reviews",
    "settle",
    "write_reviews",
]
