"""How far people agree on what they reviewed, as figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from grooming_risk.errors import missing_extra
from grooming_risk.labels import LABELS, PATTERNS, RISK
from grooming_risk.metrics.nested import flat_figures, rounded
from grooming_risk.review.record import HARMLESS, Review

if TYPE_CHECKING:
    import pandas as pd

_Judgement = tuple[str, int, frozenset[str]]
"""Annotator, number of the message, labels."""

_NOTHING: Final = frozenset([HARMLESS])  # a set distance is not defined between two empty sets


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far people agree on one label.

    Parameters
    ----------
    found : int
        Messages, of those that several people decided, in which at least one found it.
    kappa : float in [-1, 1], or None
        Cohen's kappa (Cohen, 1960); None with more or fewer than two annotators, or where everybody always said the
        same.
    alpha : float, at most 1, or None
        Krippendorff's alpha (Krippendorff, 1980) for any number of annotators: 1 is agreement, 0 what chance gives;
        None where everybody always said the same.
    """

    found: int
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures of `agreement`.

    Parameters
    ----------
    annotators : int
        People who decided a message that somebody else decided too.
    messages : int
        Messages that at least two people decided: what the figures are of.
    alone : int
        Messages that one person decided.
    unnamed : int
        Decisions without a name; they cannot be told apart and are left out.
    kappa : float or None
        Cohen's kappa of whole sets of labels; None unless there are two annotators who used two sets or more.
    alpha : float or None
        Krippendorff's alpha of sets of labels, with MASI distances (Passonneau, 2006): a set that shares labels is
        nearer than one that does not.
    labels : mapping of str to LabelAgreement
        For each of `grooming_risk.review.LABELS`, and for ``risk``: any pattern at all.
    """

    annotators: int
    messages: int
    alone: int
    unnamed: int
    kappa: float | None
    alpha: float | None
    labels: Mapping[str, LabelAgreement]

    @property
    def figures(self) -> dict[str, Any]:
        """The figures as nested plain data, ready for JSON."""
        return asdict(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the figures as a table of name and value, nested names joined by dots."""
        import pandas as pd

        return pd.DataFrame(list(flat_figures(self.figures)), columns=["figure", "value"])


def agreement(reviews: Iterable[Review]) -> Agreement:
    """Say how far people agree on the messages that several of them decided.

    Parameters
    ----------
    reviews : iterable of Review
        Decisions; what nobody has decided does not count. Where one person decided a message twice, the last counts.

    Returns
    -------
    Agreement
        A figure that is not defined is None: for want of messages, of annotators, or of any variation.

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
    decided = [review for review in reviews if review.labels is not None]
    named = [review for review in decided if review.annotator is not None]
    messages: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
    for review in named:
        said = messages.setdefault((review.id, review.text), {})
        said[str(review.annotator)] = frozenset(review.labels or _NOTHING)
    shared = [said for said in messages.values() if len(said) > 1]
    rows = [(who, number, labels) for number, said in enumerate(shared) for who, labels in said.items()]
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
    """Return Cohen's kappa and Krippendorff's alpha, None where they are not defined."""
    if len({labels for _, _, labels in rows}) < 2:
        return None, None
    task, masi = _nltk()
    everybody = {who for who, _, _ in rows}
    kappa = rounded(task(rows).kappa()) if len(everybody) == 2 else None
    return kappa, rounded((task(rows, distance=masi) if sets else task(rows)).alpha())


def _nltk() -> tuple[Callable[..., Any], Callable[..., float]]:
    try:
        from nltk.metrics.agreement import AnnotationTask
        from nltk.metrics.distance import masi_distance
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    return AnnotationTask, masi_distance
