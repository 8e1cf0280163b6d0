"""Inter-annotator agreement: Cohen's kappa and Krippendorff's alpha."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.errors import missing_extra
from grooming_risk.labels import LABELS, PATTERNS, RISK
from grooming_risk.metrics.nested import flat_figures, rounded
from grooming_risk.review.record import HARMLESS, Review
from grooming_risk.validation import instances_of

if TYPE_CHECKING:
    import pandas as pd

_Judgement = tuple[str, int, frozenset[str]]  # annotator, number of the message, labels

_NOTHING: Final = frozenset([HARMLESS])  # set distances are undefined for empty sets


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """Agreement on one label."""

    found: int  # messages with several annotators, of whom at least one found it
    kappa: float | None  # Cohen's kappa (Cohen, 1960); None unless there are two annotators, and variation
    alpha: float | None  # Krippendorff's alpha (Krippendorff, 1980): 1 agreement, 0 chance; None without variation


@dataclass(frozen=True, slots=True)
class Agreement:
    """Result of `agreement`; undefined coefficients are None, as in `LabelAgreement`."""

    annotators: int  # people who share a message with another annotator
    messages: int  # messages with at least two annotators; the metrics are computed on these
    alone: int  # messages with one annotator
    unnamed: int  # decisions without an annotator; left out
    kappa: float | None  # Cohen's kappa of label sets
    alpha: float | None  # Krippendorff's alpha of label sets, with MASI distances (Passonneau, 2006)
    labels: Mapping[str, LabelAgreement]  # for each of `LABELS`, and for ``risk``: any pattern

    @property
    def figures(self) -> dict[str, Any]:
        """Metrics as nested plain data, ready for JSON."""
        return asdict(self)

    def to_frame(self) -> pd.DataFrame:
        """Return a table of name and value; nested names are joined by dots."""
        import pandas as pd

        return pd.DataFrame(list(flat_figures(self.figures)), columns=["figure", "value"])


def agreement(reviews: Iterable[Review]) -> Agreement:
    """Return the agreement on messages with several annotators.

    Parameters
    ----------
    reviews : iterable of Review
        Undecided messages are left out. Of several decisions of one person on a message the last counts.

    Returns
    -------
    Agreement
        Undefined metrics are None: too few messages or annotators, or no variation.

    Raises
    ------
    MissingExtraError
        NLTK is not installed.

    Examples
    --------
    >>> said = {"kim": [["secrecy"], [], ["coercion"]], "noa": [["secrecy"], [], ["coercion", "secrecy"]]}
    >>> result = agreement(Review(str(i), "hi", v, who) for who, all in said.items() for i, v in enumerate(all))
    >>> result.messages, result.labels["risk"].kappa, round(result.labels["secrecy"].kappa, 2)
    (3, 1.0, 0.4)
    >>> print(result.labels["job_lure"].kappa)
    None
    """
    decided = [review for review in instances_of(Review, reviews, "a review") if review.labels is not None]
    named = [review for review in decided if review.annotator is not None]
    messages: dict[tuple[str, str], dict[str, frozenset[str]]] = defaultdict(dict)
    for review in named:
        messages[review.id, review.text][str(review.annotator)] = frozenset(review.labels or _NOTHING)
    shared = [by_person for by_person in messages.values() if len(by_person) > 1]
    rows = [(who, number, labels) for number, by_person in enumerate(shared) for who, labels in by_person.items()]
    kappa, alpha = _coefficients(rows, sets=True)
    return Agreement(
        annotators=len({who for who, _, _ in rows}),
        messages=len(shared),
        alone=len(messages) - len(shared),
        unnamed=len(decided) - len(named),
        kappa=kappa,
        alpha=alpha,
        labels={name: _of_label(rows, name) for name in (RISK, *LABELS)},
    )


def _of_label(rows: list[_Judgement], name: str) -> LabelAgreement:
    wanted = frozenset(PATTERNS if name == RISK else [name])
    yes, no = frozenset([name]), _NOTHING
    judged = [(who, number, yes if labels & wanted else no) for who, number, labels in rows]
    kappa, alpha = _coefficients(judged, sets=False)
    return LabelAgreement(len({number for _, number, labels in judged if labels == yes}), kappa, alpha)


def _coefficients(rows: list[_Judgement], *, sets: bool) -> tuple[float | None, float | None]:
    """Return Cohen's kappa and Krippendorff's alpha; None if undefined."""
    if len({labels for _, _, labels in rows}) < 2:
        return None, None
    try:
        from nltk.metrics.agreement import AnnotationTask
        from nltk.metrics.distance import binary_distance, masi_distance
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    kappa = rounded(AnnotationTask(rows).kappa()) if len({who for who, _, _ in rows}) == 2 else None
    return kappa, rounded(AnnotationTask(rows, distance=masi_distance if sets else binary_distance).alpha())
