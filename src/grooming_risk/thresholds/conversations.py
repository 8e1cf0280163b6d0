"""Levels of conversations by alert budget, from a site's chats."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from grooming_risk.conversation.frame import hear_frame
from grooming_risk.conversation.records import Columns
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.conversation.timestamps import SECONDS, check_unit
from grooming_risk.errors import BudgetError
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.model.site import Site, Threshold
from grooming_risk.scoring.scorer import Scorer, checked_model
from grooming_risk.thresholds.messages import MILLION, level_budgets, model_name, threshold_of
from grooming_risk.thresholds.tail import Tail
from grooming_risk.validation import check_number

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

MIN_CHATS: Final = 300
"""Fewest conversations of two messages or more in a sample."""

LOW: Final = 5.0
HIGH: Final = 0.2
"""Default budgets of the levels low and high, as multiples of the budget; close to the shipped model."""


class ChatSample(NamedTuple):
    """Highest log-odds of any author of each conversation, and the number of those of two messages or more."""

    log_odds: list[float]
    long: int


def calibrate_conversations(  # noqa: PLR0913 - each names a column or a threshold
    model: Scorer,
    conversations: IntoDataFrame,
    alerts_per_thousand: float = 10.0,
    *,
    low: float = LOW,
    high: float = HIGH,
    conversation: str = "conversation",
    author: str = "author",
    text: str = "text",
    at: str | None = None,
    role: str | None = None,
    time_unit: str = SECONDS,
    observe_only: bool | None = None,
    seed: int = 0,
) -> Site:
    """Set the levels of conversations by the number that a site's people can open.

    A conversation counts once, by the highest risk of any author; level ``"medium"`` or above opens it. The sample is
    unlabelled, taken as harmless: rare risky conversations in it can only raise the levels. Disclosures have no part in
    the budget.

    Parameters
    ----------
    model : Scorer
        A model that `load_model` read from a folder. Thresholds of messages stay those of its site, else its own.
    conversations : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        Conversations from traffic, one row per message, as for `score_conversations`.
    alerts_per_thousand : float in (0, 1000), default=10
        Budget: conversations to open, per thousand.
    low, high : float, default=5 and 0.2
        Budgets of the levels ``"low"`` (1 or more) and ``"high"`` (above 0, 1 or less), as multiples of the budget.
        ``"low"`` takes at most half of the conversations beyond the budget.
    conversation, author, text, at, role, time_unit : str
        Columns, and the unit of numbers in `at`, as for `score_conversations`.
    observe_only : bool, optional
        Whether conversations raise no alert with this site. None keeps the setting of the model's site, else False.
    seed : int, default=0
        Seed of the bootstrap; the same sample and seed give the same site.

    Returns
    -------
    Site
        ``conversations`` holds for each level the threshold and the expected conversations per million with their 95%
        interval; ``chats`` is the size of the sample.

    Raises
    ------
    BudgetError
        A budget is out of range, or the sample is too small: it must hold 300 conversations of two messages or more,
        and the budget of ``"medium"`` must be one of them or more.
    KeyError, TypeError, ValueError
        See `score_conversations`; ValueError also if the model was never saved.

    See Also
    --------
    calibrate : Sets the thresholds of messages; extrapolates as this does.

    Examples
    --------
    >>> from grooming_risk import load_conversations, load_model
    >>> chats = load_conversations("held_out")
    >>> site = calibrate_conversations(load_model(), chats[chats["kind"] == "harmless"], 50)
    >>> medium = site.conversations["medium"]
    >>> site.chats, medium.expected <= 50_000, medium.extrapolated
    (308, True, False)
    >>> load_model(site=site).conversation_rule.levels["medium"] == medium.value
    True
    """
    budgets = chat_budgets(alerts_per_thousand, low, high)
    columns = Columns(text, conversation, author, at, check_unit(time_unit), role)
    site = own_site(checked_model(model))
    levels = levels_of(sample_of(hear_frame(conversations, columns, model)), budgets, seed)
    observing = site.observe_only if observe_only is None else observe_only
    return site.with_conversations(*levels).with_observe_only(observing)


def chat_budgets(alerts_per_thousand: float, low: float = LOW, high: float = HIGH) -> dict[str, float]:
    """Return the budget of each level, in conversations per million; BudgetError if one is out of range.

    Examples
    --------
    >>> chat_budgets(10), chat_budgets(600)["low"]
    ({'medium': 10000.0, 'low': 50000.0, 'high': 2000.0}, 800000.0)
    """
    alerts_per_thousand = check_number(alerts_per_thousand, "alerts_per_thousand")
    if not 0 < alerts_per_thousand < 1000:
        raise BudgetError(f"the budget must be in (0, 1000) conversations in a thousand, not {alerts_per_thousand:g}")
    budgets = level_budgets(alerts_per_thousand * 1000.0, low, high)
    return budgets | {"low": min(budgets["low"], (budgets["medium"] + MILLION) / 2)}


def sample_of(states: Iterable[tuple[Hashable, ConversationState]]) -> ChatSample:
    """Return the sample from the states of conversations after each message.

    Examples
    --------
    >>> from grooming_risk import Conversation
    >>> chat = Conversation()
    >>> sample = sample_of(("room", chat.add(text, author="rex")) for text in ("gg", "our secret ok"))
    >>> len(sample.log_odds), sample.long
    (1, 1)
    """
    highest: dict[Hashable, float] = {}
    long = set()
    for key, state in states:
        reached = state.speaker.log_odds  # no other author's has changed
        if key in highest:
            long.add(key)
        highest[key] = max(reached, highest.get(key, reached))
    return ChatSample(list(highest.values()), len(long))


def check_size(sample: ChatSample) -> None:
    """Raise BudgetError for a sample of fewer than 300 conversations of two messages or more."""
    if sample.long < MIN_CHATS:
        raise BudgetError(
            f"the sample needs {MIN_CHATS} conversations of two messages or more, and holds {sample.long:,}; give more"
        )


def levels_of(sample: ChatSample, budgets: dict[str, float], seed: int = 0) -> tuple[dict[str, Threshold], int]:
    """Return the levels that keep the budgets on a sample, and its size; BudgetError if it is too small for them."""
    chats, needed = len(sample.log_odds), ceil(MILLION / budgets["medium"] - 1e-9)
    check_size(sample)
    if chats < needed:
        raise BudgetError(
            f"medium: {budgets['medium'] / 1000:g} conversations in a thousand need {needed:,} conversations or more, "
            f"and the sample holds {chats:,}; give more, or allow more alerts"
        )
    tail = Tail(np.array(sample.log_odds))
    return {level: threshold_of(tail, budgets[level], seed) for level in LEVELS[1:]}, chats


def own_site(model: Scorer) -> Site:
    """Return the site of a model, else one with the model's own thresholds; ValueError if it was never saved."""
    if model.site:
        return model.site
    name, own = model_name(model), model.own_thresholds
    levels: dict[str, Threshold] = {level: Threshold(own["levels"][level]) for level in LEVELS[1:]}
    patterns = {pattern: Threshold(own["patterns"][pattern]) for pattern in PATTERNS}
    return Site(name, levels, patterns, messages=0, texts=0)
