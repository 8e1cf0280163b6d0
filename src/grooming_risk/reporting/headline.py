"""Headline of a report: what the model finds, misses and costs, in computed sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from grooming_risk.evaluation.message_metrics import MILLION
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.metrics.classification import share_interval
from grooming_risk.model.site import Site

_LEVEL: Final = "medium"
_WEAKEST: Final = 3
_FEWEST: Final = 10  # cases that a pattern or a slice needs to be named

PLAIN_NAMES: Final = {
    "roc_auc": "ROC-AUC, risky against all others",
    "auc_look_alikes": "ROC-AUC, risky against look-alikes",
    "auc_everyday": "ROC-AUC, risky against everyday chat",
    "average_precision.risk": "average precision of the risk",
    "average_precision.mean": "average precision, mean of the patterns",
    "brier": "Brier score of the risk",
    "calibration.expected_calibration_error": "expected calibration error of the risk",
    "recall_at_false_alarm_rate.0.01": "recall at 1 false alarm in 100 harmless messages",
    "recall_at_false_alarm_rate.0.001": "recall at 1 false alarm in 1,000",
    "recall_at_false_alarm_rate.0.0001": "recall at 1 false alarm in 10,000",
    "source_artefact.auc": "ROC-AUC of length and punctuation alone",
    "f1": "F1",
    "f0.5": "F0.5",
    "f2": "F2",
    "harmless_alarmed": "share of harmless conversations alarmed",
    "disclosures_alarmed": "share of disclosing conversations alarmed",
    "f_latency": "F-latency: F1, less for late alarms",
    "erde_5": "ERDE 5: cost of errors, and of alarms after message 5",
    "erde_50": "ERDE 50: cost of errors, and of alarms after message 50",
    "before_first_overt_ask": "share alarmed before the first overt ask",
}
"""Names of metrics in a report."""


class Headline(NamedTuple):
    """Sentences on what the model finds, misses and costs."""

    finds: tuple[str, ...]
    misses: tuple[str, ...]
    costs: tuple[str, ...]


def headline(
    messages: Evaluation,
    chats: Evaluation | None = None,
    attacks: Evaluation | None = None,
    site: Site | None = None,
) -> Headline:
    """Return the headline of evaluations; missing measurements are named or left out.

    Examples
    --------
    >>> figures = {"levels": {level: {"recall": 0.5, "alerts_per_million": 120.0} for level in ("medium", "high")},
    ...            "patterns": {}, "slices": {}, "harmless": {"n": 50_000, "source": "texts given"}}
    >>> words = headline(Evaluation(figures, {"levels.medium.recall": (0.4, 0.6)}))
    >>> words.finds[0]
    'Of 100 risky messages, read one by one, it finds 50 (40 to 60) at medium or above, 50 at high.'
    >>> words.costs[0]
    'Of a million harmless messages, expect about 120 alerts at medium or above, 120 of them at high.'
    """
    return Headline(
        (*_found_messages(messages), *_found_chats(chats)),
        (*_missed_messages(messages), *_missed_chats(chats), *_attacked(attacks)),
        (*_site_alerts(site), *_alerts(messages), *_alarmed_chats(chats)),
    )


def hundredths(share: float) -> str:
    """Return a share in hundredths; only exact shares become 0 or 100.

    Examples
    --------
    >>> hundredths(0.471), hundredths(0.9961), hundredths(0.0)
    ('47', '99.6', '0')
    """
    whole = f"{100 * share:.0f}"
    return f"{100 * share:.1f}" if (whole == "0" and share > 0) or (whole == "100" and share < 1) else whole


def round_number(number: float) -> str:
    """Return an estimate rounded to two significant digits.

    Examples
    --------
    >>> round_number(1046.8), round_number(21983.0), round_number(7.0)
    ('1,000', '22,000', '7')
    """
    return f"{float(f'{number:.2g}'):,.0f}"


def _found_messages(result: Evaluation) -> Iterator[str]:
    medium, high = (result.figures["levels"][level]["recall"] for level in (_LEVEL, "high"))
    if medium is None:
        yield "No message is risky, so recall was not measured."
    else:
        yield (
            f"Of 100 risky messages, read one by one, it finds {hundredths(medium)}"
            f"{_between(result, f'levels.{_LEVEL}.recall')} at medium or above, {hundredths(high)} at high."
        )


def _found_chats(result: Evaluation | None) -> Iterator[str]:
    if result is None or result.figures[_LEVEL]["recall"] is None:
        return
    medium, high = result.figures[_LEVEL], result.figures["high"]
    yield (
        f"Of 100 grooming conversations it alarms {hundredths(medium['recall'])}{_between(result, 'medium.recall')} at "
        f"medium or above, {hundredths(high['recall'])} at high."
    )
    if (early := medium["before_first_overt_ask"]) is not None:
        yield (
            f"If somebody asks for a picture or a meeting, or threatens, {hundredths(early)} of 100 conversations are "
            "alarmed before the first such message."
        )


def _missed_messages(result: Evaluation) -> Iterator[str]:
    recall = result.figures["levels"][_LEVEL]["recall"]
    if recall is None:
        return
    yield (
        f"{hundredths(1 - recall)} of 100 risky messages stay below medium. A single message rarely shows grooming; "
        "most of it shows only over a conversation."
    )
    known = {
        name: one["recall"]
        for name, one in result.figures["patterns"].items()
        if one["recall"] is not None and one["support"] >= _FEWEST
    }
    if known:
        weakest = sorted(known, key=lambda name: (known[name], name))[:_WEAKEST]
        named = ", ".join(f"{name.replace('_', ' ')} ({hundredths(known[name])} of 100)" for name in weakest)
        yield f"Patterns found least often: {named}."
    yield from _found_less(result.figures["slices"], recall)


def _found_less(slices: Mapping[str, Mapping[str, Any]], recall: float) -> Iterator[str]:
    """Yield the slices whose recall is significantly below the overall recall."""
    less = [
        f"{column} {name.replace('_', ' ')} ({hundredths(one['recall'])} of 100)"
        for column, parts in slices.items()
        for name, one in parts.items()
        if one["grooming"] >= _FEWEST and share_interval(one["recall"], one["grooming"])[1] < recall
    ]
    if less:
        yield f"Found less often than the average: {', '.join(less)}."


def _missed_chats(result: Evaluation | None) -> Iterator[str]:
    if result is not None and (recall := result.figures[_LEVEL]["recall"]) is not None:
        yield f"{hundredths(1 - recall)} of 100 grooming conversations are never alarmed at medium."


def _attacked(result: Evaluation | None) -> Iterator[str]:
    attacks = {} if result is None else result.figures.get("attacks", {})
    kept = {name: one["recall_kept"] for name, one in attacks.items() if one.get("recall_kept") is not None}
    if kept:
        worst = min(kept, key=lambda name: (kept[name], name))
        yield (
            f"Of 100 it finds, {hundredths(min(kept[worst], 1))} are still found under the most effective attempt to "
            f"hide ({worst.replace('_', ' ')})."
        )


def _site_alerts(site: Site | None) -> Iterator[str]:
    if site is not None and (expected := site.levels[_LEVEL].expected) is not None:
        low, high = map(round_number, site.levels[_LEVEL].interval or (0.0, MILLION))
        yield (
            f"Of a million messages of this site, expect about {round_number(expected)} alerts at medium or above "
            f"({low} to {high}), from its own sample of {site.messages:,}."
        )


def _alerts(result: Evaluation) -> Iterator[str]:
    levels, harmless = result.figures["levels"], result.figures["harmless"]
    medium, high = (levels[level]["alerts_per_million"] for level in (_LEVEL, "high"))
    if medium is None:
        yield "No message is harmless, so false alarms were not measured."
        return
    between = [_between(result, f"levels.{level}.alerts_per_million", round_number) for level in (_LEVEL, "high")]
    yield (
        f"Of a million harmless messages, expect about {round_number(medium)} alerts at medium or above{between[0]}, "
        f"{round_number(high) if high else 'none'} of them at high{between[1]}."
    )
    yield (
        "A site with a million messages a day would read that many alerts a day. Measured on "
        f"{harmless['n']:,} harmless messages ({harmless['source']}); measure on your own chat as well."
    )


def _alarmed_chats(result: Evaluation | None) -> Iterator[str]:
    if result is None:
        return
    for name, kind in (("harmless_alarmed", "harmless"), ("disclosures_alarmed", "disclosing")):
        if (share := result.figures[_LEVEL][name]) is not None:
            between = _between(result, f"{_LEVEL}.{name}")
            yield f"Of 100 {kind} conversations {hundredths(share)}{between} are alarmed at medium or above."


def _between(result: Evaluation, name: str, number: Callable[[float], str] = hundredths) -> str:
    return f" ({' to '.join(map(number, result.intervals[name]))})" if name in result.intervals else ""
