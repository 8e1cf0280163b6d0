"""The retraining loop: export to a review console, import of decisions, agreement, what to label next.

`label_studio`, `doccano` and `argilla` translate a `Review`. They and `settle` need only the standard library; `frame`,
`agreement` and `suggestion` need the training extra.
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
