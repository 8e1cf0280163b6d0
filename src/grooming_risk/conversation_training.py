"""Trains the conversation model on prefixes of synthetic chats, scored by models that have not seen their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import log
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from grooming_risk.author import FEATURES, features
from grooming_risk.clock import read_moment
from grooming_risk.conversation import Conversation
from grooming_risk.conversation_weights import ConversationWeights
from grooming_risk.labels import LEVELS
from grooming_risk.log_odds import sigmoid
from grooming_risk.reading import Reader
from grooming_risk.scorer import Scorer

BUDGETS: Final = {"low": 0.1, "medium": 0.02, "high": 0.005}
"""Share of harmless synthetic conversations, full of look-alikes, that may reach a level or a higher one."""

MAX_ROLE_SHIFT: Final = 1.5
"""Most that a role may add to the log-odds of risk, or take away."""

_C: Final = 10.0  # inverse strength of the L2 penalty
_VERIFIABLE: Final = ("family", "relatives", "tutor", "club")
"""Harmless scenarios whose adults are relatives or teachers: a site would know them as guardian or staff."""

_LOWERS: Final = ("disclosure",)  # the only feature that may lower a risk


class Rows(NamedTuple):
    """Authors of conversations after each of their messages.

    Attributes
    ----------
    values : ndarray of shape (n_rows, n_features)
        Features, in the order of `FEATURES`.
    target : ndarray of shape (n_rows,)
        1 for a suspect from the first risky line on, 0 for everybody else, -1 for a suspect before it: not used.
    weight : ndarray of shape (n_rows,)
        Every conversation weighs the same.
    chat : ndarray of shape (n_rows,)
        Number of the conversation.
    """

    values: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    chat: np.ndarray


def train_conversations(
    frame: pd.DataFrame, scorer: Scorer, unseen: Sequence[Scorer] = (), folds: Mapping[str, int] | None = None
) -> ConversationWeights:
    """Train the conversation model.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `load_conversations` returns it.
    scorer : Scorer
        The message model.
    unseen : sequence of Scorer, optional
        Message models of a cross-validation. None takes `scorer` for every message, which then looks surer of its
        training lines than it will be of others.
    folds : mapping of str to int, optional
        Line to the model of `unseen` that has not seen it; for an absent line any is taken, by the hash of its name.

    Returns
    -------
    ConversationWeights
        The same for the same input: nothing in it is random.

    Raises
    ------
    ValueError
        The conversations do not hold both grooming and others.
    """
    if set(frame["kind"]) <= {"grooming"} or "grooming" not in set(frame["kind"]):
        raise ValueError("conversations: give some of kind grooming and some others")
    readers = [Reader(model) for model in unseen or [scorer]]

    def reader_of(line: str) -> Reader:
        known = (folds or {}).get(line)
        return readers[crc32(line.encode()) % len(readers) if known is None else known]

    rows = prefix_rows(frame, scorer, reader_of)
    coef, intercept = _fit(rows)
    grooming = frame.groupby("conversation", sort=False)["kind"].first().to_numpy() == "grooming"
    peaks = np.full(len(grooming), -np.inf)
    np.maximum.at(peaks, rows.chat, rows.values @ coef + intercept)
    levels = {level: float(sigmoid(_budget_quantile(peaks[~grooming], BUDGETS[level]))) for level in LEVELS[1:]}
    return ConversationWeights(tuple(coef.tolist()), intercept, levels, role_shifts(frame))


def prefix_rows(frame: pd.DataFrame, scorer: Scorer, reader_of: Callable[[str], Reader]) -> Rows:
    """Return the features of every author after every message; `reader_of` gives the reader for a line."""
    values: list[tuple[float, ...]] = []
    target: list[int] = []
    weight: list[float] = []
    number: list[int] = []
    for chat, (_, messages) in enumerate(frame.groupby("conversation", sort=False)):
        conversation = Conversation(model=scorer)
        suspect, begun = messages["suspect"].iloc[0], False
        for row in messages.itertuples(index=False):
            moment = read_moment(row.start.to_pydatetime() + timedelta(minutes=row.minutes))
            conversation._hear(reader_of(row.line), row.text, row.author, moment)
            begun = begun or (row.author == suspect and len(row.labels) > 0)
            values.append(features(conversation._authors[row.author]))
            target.append((1 if begun else -1) if row.author == suspect else 0)
            weight.append(1 / len(messages))
            number.append(chat)
    return Rows(np.array(values), np.array(target), np.array(weight), np.array(number))


def _fit(rows: Rows) -> tuple[np.ndarray, float]:
    """Fit a logistic regression whose weights, but for those that may lower a risk, are 0 or more."""
    used = rows.target >= 0
    x, sign, weight = rows.values[used], 2.0 * rows.target[used] - 1, rows.weight[used]

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ b[:-1] + b[-1])
        slope = -weight * sign / (1 + np.exp(margin))
        penalised = np.r_[x.T @ slope + b[:-1] / _C, slope.sum()]
        return float(weight @ np.logaddexp(0, -margin) + b[:-1] @ b[:-1] / (2 * _C)), penalised

    free = (None, None)
    bounds = [free if name in _LOWERS else (0, None) for name in FEATURES] + [free]
    start = np.zeros(len(bounds))
    found: Any = minimize(
        loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"ftol": 1e-12, "gtol": 1e-8}
    )
    rounded = found.x.round(6)  # the last digits of an optimiser differ between platforms
    return rounded[:-1], float(rounded[-1])


def _budget_quantile(log_odds: np.ndarray, budget: float) -> float:
    """Return the log-odds that a share `budget` of conversations exceeds; rarer than the sample: its maximum."""
    return float(np.quantile(log_odds, 1 - budget, method="higher"))


def role_shifts(frame: pd.DataFrame) -> dict[str, float]:
    """Return what a pair of known roles adds to the log-odds that an author grooms.

    For the first two speakers of every chat, the log of how much likelier the pair is among suspects than among the
    others, smoothed by one, at most `MAX_ROLE_SHIFT` either way. Adults of harmless chats whom a site would know as
    guardian or staff are left out of "adult". A pair with an unknown side counts those who have the
    known role on the other.
    """
    groom: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for suspect, own, side in _role_pairs(frame):
        counts = groom if suspect else other
        counts.update((f"{own} {side}", f"{own} unknown", f"unknown {side}", "all"))
    shifts = {}
    for own in ("minor", "adult", "unknown"):
        for side in ("minor", "adult", "unknown"):
            pair = f"{own} {side}"
            ratio = log((groom[pair] + 1) / (groom["all"] + 1)) - log((other[pair] + 1) / (other["all"] + 1))
            shifts[pair] = round(min(max(ratio, -MAX_ROLE_SHIFT), MAX_ROLE_SHIFT), 6)
    del shifts["unknown unknown"]
    return shifts


def _role_pairs(frame: pd.DataFrame) -> Iterator[tuple[bool, str, str]]:
    for _, messages in frame.groupby("conversation", sort=False):
        roles = dict(zip(messages["author"], messages["role"], strict=True))
        grooming = messages["kind"].iloc[0] == "grooming"
        verifiable = not grooming and messages["scenario"].iloc[0] in _VERIFIABLE
        suspect = messages["suspect"].iloc[0] if grooming else None
        first, *others = sorted(roles, key=lambda name: name != suspect) if grooming else list(roles)
        for own, side in ((first, others[0]), (others[0], first)) if others else ():
            if own == suspect or not (grooming or (verifiable and roles[own] == "adult")):
                yield own == suspect, roles[own], roles[side]
