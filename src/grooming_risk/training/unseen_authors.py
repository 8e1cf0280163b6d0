"""Evaluation on unseen authors, the deciding one: recall at false-alarm rates on unseen real chat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from grooming_risk.corpus.authors import read_authors
from grooming_risk.corpus.background.chat import chat_messages
from grooming_risk.corpus.load import load_corpus
from grooming_risk.evaluation.result import UnseenAuthorEvaluation
from grooming_risk.io.tables import as_pandas
from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS
from grooming_risk.metrics.classification import (
    FALSE_ALARM_RATES,
    mean_of,
    measurable_rates,
    recall_at_false_alarms,
    share_interval,
)
from grooming_risk.metrics.nested import rounded, rounded_figures
from grooming_risk.metrics.ranking import average_precision, roc_auc
from grooming_risk.training.author_folds import Unseen, unseen_decisions
from grooming_risk.training.calibrated_artifact import BUDGETS
from grooming_risk.training.message_fit import COLUMNS, Recipe, fit_messages, with_hard_negatives

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

TEST: Final = "test part of the real chat"  # default name of the harmless messages that set thresholds
FEWEST: Final = 20  # fewest grooming lines of an author in the metrics
FOLDS: Final = 10  # number of groups of authors, each unseen by one model
CURVE: Final = (0.25, 0.5, 0.75)  # shares of the authors that the learning curve trains on; the last quarter tests it
_FEWEST_OF_A_PATTERN: Final = 3
_ROTATIONS: Final = 4
_CURVE_RATES: Final = FALSE_ALARM_RATES[:2]
_SEED: Final = 0


def evaluate_unseen_authors(
    frame: IntoDataFrame | None = None,
    *,
    background: Sequence[str] | None = None,
    benign: Mapping[str, Sequence[str]] | None = None,
    recipe: Recipe | None = None,
    n_folds: int = FOLDS,
    curve: bool = True,
    n_jobs: int | None = None,
) -> UnseenAuthorEvaluation:
    """Measure by cross-validation over authors: no line of the author, grooming or harmless, is in training.

    Parameters
    ----------
    frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table, optional
        Lines, as `load_corpus` returns them; None takes the shipped training split.
    background : sequence of str, optional
        Harmless messages to choose the background from; None takes the training part of the package's chat.
    benign : mapping of str to sequence of str, optional
        Name to harmless messages outside training, which set thresholds; None takes the test part of that chat.
    recipe : Recipe, optional
        None takes the defaults.
    n_folds : int, default=10
        Number of groups of authors; the number of authors makes each author a group.
    curve : bool, default=True
        Whether to compute the learning curve.
    n_jobs : int, optional
        Processes.

    Returns
    -------
    Evaluation
        In ``figures``, shares between 0 and 1, higher is better unless said:

        - ``authors``: for each author with `FEWEST` grooming lines or more, ``lines``; ``found``, the recall by benign
          source and false-alarm rate; ``auc_look_alikes``; ``average_precision``, the mean over patterns with three
          lines of the author; ``disclosure``, its average precision.
        - ``mean``, ``lowest``, ``highest`` and ``spread`` (standard deviation) over these authors.
        - ``voices``: by voice, share of ``everyday`` lines and of ``look_alikes`` at medium (lower is better), with
          their counts, and the ``interval`` of the everyday share.
        - ``curve``: by share of the authors in training, ``found`` at 1e-2 and 1e-3 of the first benign source on a
          quarter of the authors, over four rotations.

    Raises
    ------
    ValueError
        No author has enough grooming lines.
    MissingExtraError
        The package's chat is needed and not installed.

    See Also
    --------
    grooming_risk.evaluate : Evaluates a model on a split.
    """
    given = load_corpus("train") if frame is None else as_pandas(frame, COLUMNS, "; load_corpus shows its form")
    rows = given.reset_index(drop=True)
    pool = chat_messages("training") if background is None else list(background)
    sources = {TEST: chat_messages("test")} if benign is None else dict(benign)
    texts = [text for found in sources.values() for text in found]
    unseen = unseen_decisions(rows, pool, texts, recipe, n_folds=n_folds, choose=True, n_jobs=n_jobs)
    harmless = [_by_source(decisions[:, 0], sources) for decisions in unseen.background]
    authors = dict(_authors(rows, unseen, harmless))
    if not authors:
        raise ValueError(f"no author has {FEWEST} grooming lines or more")
    figures: dict[str, Any] = {
        "authors": authors,
        **_over_authors(authors),
        "voices": _voices(rows, unseen, harmless),
        "harmless": {name: len(found) for name, found in sources.items()},
    }
    if curve:
        first = next(iter(sources.values()))
        figures["curve"] = _curve(rows, pool, first, recipe, n_jobs)
    return UnseenAuthorEvaluation(rounded_figures(figures))


def _by_source(decisions: np.ndarray, sources: Mapping[str, Sequence[str]]) -> dict[str, np.ndarray]:
    ends = np.cumsum([len(found) for found in sources.values()])[:-1]
    return dict(zip(sources, np.split(decisions, ends), strict=True))


def _authors(
    frame: pd.DataFrame, unseen: Unseen, harmless: Sequence[Mapping[str, np.ndarray]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = frame["kind"].to_numpy()
    for author in sorted(frame["author"].unique()):
        own = (frame["author"] == author).to_numpy()
        risky, twins = own & (kind == "grooming"), own & (kind == "look_alike")
        if risky.sum() < FEWEST:
            continue
        risk, fold = unseen.lines[:, 0], unseen.folds[risky][0]
        both = risky | twins
        figures = {
            "lines": int(risky.sum()),
            "found": {source: _found(risk[risky], quiet) for source, quiet in harmless[fold].items()},
            "auc_look_alikes": roc_auc(risky[both], risk[both]),
            "average_precision": _pattern_precision(frame["labels"][own], unseen.lines[own]),
            DISCLOSURE: average_precision(kind[own] == DISCLOSURE, unseen.lines[own, HEADS.index(DISCLOSURE)]),
        }
        yield author, figures


def _found(risky: np.ndarray, quiet: np.ndarray) -> dict[str, float | None]:
    return {f"{rate:g}": recall_at_false_alarms(risky, quiet, rate) for rate in measurable_rates(len(quiet))}


def _pattern_precision(labels: pd.Series, decisions: np.ndarray) -> float | None:
    found = []
    for name in PATTERNS:
        truth = np.array([name in names for names in labels])
        if truth.sum() >= _FEWEST_OF_A_PATTERN:
            found.append(average_precision(truth, decisions[:, HEADS.index(name)]))
    return mean_of(found)


def _over_authors(authors: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return mean, lowest, highest and spread over authors of each metric, without authors whose metric is None."""
    how = {"mean": np.mean, "lowest": np.min, "highest": np.max, "spread": np.std}
    return {name: _combined(list(authors.values()), combine) for name, combine in how.items()}


def _combined(rows: Sequence[Any], combine: Any) -> Any:
    if isinstance(rows[0], Mapping):
        return {key: _combined([row[key] for row in rows], combine) for key in rows[0] if key != "lines"}
    known = [value for value in rows if value is not None]
    return float(combine(known)) if known else None


def _voices(
    frame: pd.DataFrame, unseen: Unseen, harmless: Sequence[Mapping[str, np.ndarray]]
) -> dict[str, dict[str, Any]]:
    source = next(iter(harmless[0]))
    thresholds = np.array([np.quantile(quiet[source], 1 - BUDGETS["medium"], method="higher") for quiet in harmless])
    alarmed = unseen.lines[:, 0] > thresholds[unseen.folds]
    voice = frame["author"].map({author: note.voice for author, note in read_authors().items()}).fillna("").to_numpy()
    kind = frame["kind"].to_numpy()
    found = {}
    for name in sorted(set(voice) - {""}):
        quiet, twins = ((voice == name) & (kind == which) for which in ("everyday", "look_alike"))
        if not quiet.any():
            continue
        share = float(alarmed[quiet].mean())
        low, high = share_interval(share, int(quiet.sum()))
        found[name] = {
            "everyday": share,
            "n_everyday": int(quiet.sum()),
            "interval": [rounded(low), rounded(high)],
            "look_alikes": float(alarmed[twins].mean()) if twins.any() else None,
            "n_look_alikes": int(twins.sum()),
        }
    return found


def _curve(
    frame: pd.DataFrame, pool: Sequence[str], benign: Sequence[str], recipe: Recipe | None, n_jobs: int | None
) -> dict[str, Any]:
    """Return the learning curve: recall on the last quarter of authors by the number of training authors."""
    counts = frame[frame["kind"] == "grooming"].groupby("author").size()
    names = sorted(counts[counts >= FEWEST].index)
    others = sorted(set(frame["author"]) - set(names))
    drawn = Random(_SEED).sample(names, len(names))
    counted = [max(int(len(drawn) * share), 1) for share in CURVE]
    starts = [len(drawn) * number // _ROTATIONS for number in range(_ROTATIONS)]
    orders = [drawn[start:] + drawn[:start] for start in starts]
    found = Parallel(n_jobs=n_jobs)(
        delayed(_mean_recalls)(
            frame, [*order[:count], *others], order[int(len(drawn) * CURVE[-1]) :], pool, benign, recipe
        )
        for count in counted
        for order in orders
    )
    means = np.reshape(found, (len(CURVE), _ROTATIONS, len(_CURVE_RATES))).mean(axis=1).tolist()
    return {
        f"{share:g}": {"authors": count, "found": dict(zip(map("{:g}".format, _CURVE_RATES), row, strict=True))}
        for share, count, row in zip(CURVE, counted, means, strict=True)
    }


def _mean_recalls(
    frame: pd.DataFrame,
    known: Sequence[str],
    last: Sequence[str],
    pool: Sequence[str],
    benign: Sequence[str],
    recipe: Recipe | None,
) -> list[float]:
    """Return the mean recall on `last` authors of a model trained on `known` authors, by false-alarm rate."""
    rows = frame[frame["author"].isin(known)]
    model = fit_messages(rows, with_hard_negatives(rows, pool, recipe), recipe, risk_only=True)
    quiet = model.decisions(benign)[:, 0]
    risky = frame[frame["author"].isin(last) & (frame["kind"] == "grooming")]
    decisions = model.decisions(risky["text"])[:, 0]
    by_author = [decisions[(risky["author"] == author).to_numpy()] for author in last]
    return [
        float(np.mean([recall_at_false_alarms(own, quiet, rate) or 0.0 for own in by_author])) for rate in _CURVE_RATES
    ]
