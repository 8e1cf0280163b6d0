"""Fits the conversation rule on real harmless chats and on the validation chats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import log, nextafter
from random import Random
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from grooming_risk.conversation.conversation import Conversation
from grooming_risk.corpus.background.chat import Chat, chats
from grooming_risk.corpus.load import load_conversations
from grooming_risk.corpus.small_talk import ROLES
from grooming_risk.labels import LEVELS
from grooming_risk.metrics.nested import rounded
from grooming_risk.model.conversation_rule import NO_RULE, ConversationRule
from grooming_risk.model.logistic import log_odds as log_odds_of
from grooming_risk.model.logistic import sigmoid
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.thresholds.tail import Tail
from grooming_risk.training.classifier import platt

GRID: Final = {"offset": (1.5, 2.0, 2.5, 3.0), "drift": (0.2, 0.3, 0.4), "floor": (0.5, 0.7, 0.85)}
"""Grid of the constants."""

RATES: Final = (0.01, 0.001)  # shares of real chats alarmed at which constants are compared
CHAT_BUDGETS: Final = {"low": 0.02, "medium": 0.01, "high": 0.001}
"""Share of real harmless chats allowed at a level or above, kept with 95% confidence."""

HARMLESS: Final = 0.1  # share of the harmless validation chats, full of look-alikes, allowed at medium
BASE_RATE: Final = 0.01  # base rate of grooming chats behind the risk of an author
FLOOD: Final = 30  # harmless messages before each risky one in flooded chats
ROW: Final = 40
"""Real chats in a row, as years of harmless talk; at most a tenth of such rows may pass the rarer threshold."""

MAX_ROLE_SHIFT: Final = 1.5  # largest shift of the log-odds by a pair of roles, up or down
_SHORTEST: Final = 8  # messages of a real chat
_ROWS_OVER: Final = 0.1
_SEED: Final = 0
_VERIFIABLE: Final = ("family", "relatives", "tutor", "club")
"""Harmless scenarios whose adults a site would know as guardian or staff."""

ScoredChat = list[tuple[Any, float, bool]]
"""Author, log-odds of risk, and whether the line is risky, of each message of a chat."""

FLOORS: Final = (0.0, *GRID["floor"], 1.0)  # floors compared on the card: from a plain CUSUM to one that never falls


class RuleFit(NamedTuple):
    """A conversation rule, and the metrics of each floor of `FLOORS`, other constants unchanged.

    ``found`` and ``flooded`` are the recall on the validation chats at 1 in 100 real chats alarmed, ``found_rare`` and
    ``flooded_rare`` at 1 in 1,000; ``rows`` is the share of rows of real chats over the rarer threshold.
    """

    rule: ConversationRule
    floors: Mapping[str, Mapping[str, float]]


_ScoredChats = tuple[list[ScoredChat], ...]  # risky, risky and flooded, harmless, harmless in rows


def fit_rule(scorer: Scorer, frame: pd.DataFrame | None = None, real: Sequence[Chat] | None = None) -> RuleFit:
    """Fit the conversation rule of a message model.

    The constants of `GRID` with the highest mean recall on the validation chats, plain and flooded by `FLOOD` harmless
    messages before each risky one, at `RATES` of the real chats alarmed. At most a tenth of the rows of real chats may
    pass the rarer threshold, else the fewest. Levels keep `CHAT_BUDGETS` on the real chats; medium is above all but a
    share `HARMLESS` of the harmless validation chats.

    Parameters
    ----------
    scorer : Scorer
        The message model.
    frame : pandas.DataFrame, optional
        Labelled conversations, as `load_conversations` returns them; None takes the validation split.
    real : sequence of Chat, optional
        Real harmless chats outside training, of eight messages or more; None takes the package's calibration part.

    Raises
    ------
    ValueError
        There is no grooming chat, or fewer than `ROW` real chats.
    """
    found = load_conversations("validation") if frame is None else frame
    quiet = [chat for chat in (chats("calibration") if real is None else real) if len(chat.messages) >= _SHORTEST]
    risky, twins = _of_kind(found, "grooming"), _of_kind(found, "harmless")
    if not risky or len(quiet) < ROW:
        raise ValueError(f"the rule needs conversations of kind grooming, and {ROW} real chats or more")
    scored = _scored_chats(scorer, risky, quiet)
    rules = [NO_RULE._replace(offset=a, drift=b, floor=c) for a, b, c in product(*GRID.values())]
    best = max(rules, key=lambda rule: _objective(rule, scored))
    rule = _scaled(scorer, best._replace(slope=1.0, intercept=0.0), risky, quiet)
    rule = rule._replace(levels=_levels(_with_rule(scorer, rule), twins, quiet))
    floors = {f"{floor:g}": _metrics(rule._replace(floor=floor), scored) for floor in FLOORS}
    return RuleFit(rule._replace(roles=role_shifts(found)), floors)


def _of_kind(frame: pd.DataFrame, kind: str) -> list[pd.DataFrame]:
    return [chat for _, chat in frame[frame["kind"] == kind].groupby("conversation", sort=False)]


def _scored_chats(scorer: Scorer, risky: Sequence[pd.DataFrame], quiet: Sequence[Chat]) -> _ScoredChats:
    def log_odds(text: str) -> float:
        return scorer.risk_log_odds(scorer.analyzer.tokenizer.words(text))

    plain = [[(row.author, log_odds(row.text), bool(row.labels)) for row in chat.itertuples()] for chat in risky]
    harmless = [[(author, log_odds(text), False) for author, _, text in chat.messages] for chat in quiet]
    pool = [value for chat in harmless for _, value, _ in chat]
    random = Random(_SEED)
    return plain, [flood(chat, pool, FLOOD, random) for chat in plain], harmless, list(in_a_row(harmless, ROW))


def _objective(rule: ConversationRule, scored: _ScoredChats) -> tuple[float, float]:
    *found, rows = _metrics(rule, scored).values()
    return min(_ROWS_OVER - rows, 0.0), float(np.mean(found))


def _metrics(rule: ConversationRule, scored: _ScoredChats) -> dict[str, float]:
    found, flooded, quiet, rows = (np.array([highest(rule, chat) for chat in part]) for part in scored)
    often, rare = (np.quantile(quiet, 1 - rate, method="higher") for rate in RATES)
    shares = {"found": found > often, "found_rare": found > rare, "flooded": flooded > often,
              "flooded_rare": flooded > rare, "rows": rows > rare}  # fmt: skip
    return {name: rounded(share.mean()) for name, share in shares.items()}


def highest(rule: ConversationRule, chat: ScoredChat) -> float:
    """Return the highest sum S over the authors of a chat."""
    states: dict[Any, tuple[float, float]] = {}
    for author, value, _ in chat:
        current, top = states.get(author, (0.0, 0.0))
        current = rule.after(current, top, rule.gain(value))
        states[author] = current, max(top, current)
    return max((top for _, top in states.values()), default=0.0)


def flood(chat: ScoredChat, pool: Sequence[float], count: int, random: Random) -> ScoredChat:
    """Return a chat with harmless messages of the same author before each risky one."""
    flooded: ScoredChat = []
    for author, value, risky in chat:
        flooded += [(author, random.choice(pool), False) for _ in range(count if risky else 0)]
        flooded.append((author, value, risky))
    return flooded


def in_a_row(harmless: Sequence[ScoredChat], count: int) -> Iterator[ScoredChat]:
    """Yield rows of chats: their first speakers become one author, the second ones another, and so on."""
    order = Random(_SEED).sample(list(harmless), len(harmless))
    for first in range(0, len(order) - count + 1, max(count // 2, 1)):
        row: ScoredChat = []
        for chat in order[first : first + count]:
            speakers = list(dict.fromkeys(author for author, _, _ in chat))
            row += [(speakers.index(author), value, risky) for author, value, risky in chat]
        yield row


def _scaled(
    scorer: Scorer, rule: ConversationRule, risky: Sequence[pd.DataFrame], quiet: Sequence[Chat]
) -> ConversationRule:
    """Return the rule with Platt scaling of S to log-odds at the base rate."""
    model = _with_rule(scorer, rule)
    grooming, harmless = _max_log_odds(model, risky), _max_log_odds(model, quiet)
    target = np.arange(len(risky) + len(quiet)) < len(risky)
    shares = np.where(target, BASE_RATE / len(risky), (1 - BASE_RATE) / len(quiet))
    slope, intercept = platt(np.r_[grooming, harmless], target, shares)
    # platforms differ in the last digits of an optimiser
    return rule._replace(slope=round(slope, 6), intercept=round(intercept, 6))


def _levels(model: Scorer, twins: Sequence[pd.DataFrame], quiet: Sequence[Chat]) -> dict[str, float]:
    """Return the levels of a model with a scaled rule.

    The chats are scored again: a cry for help lowers the log-odds of the risk, not S.
    """
    tail = Tail(_max_log_odds(model, quiet))
    levels: dict[str, float] = {level: tail.safe_threshold(CHAT_BUDGETS[level]) for level in LEVELS[1:]}
    if twins:
        above = sorted(map(sigmoid, _max_log_odds(model, twins)))
        levels["medium"] = max(levels["medium"], nextafter(above[int((1 - HARMLESS) * len(above))], 1.0))
    levels["high"] = max(levels["medium"], levels["high"])
    return levels


def _with_rule(scorer: Scorer, rule: ConversationRule) -> Scorer:
    return Scorer(scorer.artifact._replace(conversation=rule))


def _max_log_odds(model: Scorer, chats: Iterable[Chat | pd.DataFrame]) -> list[float]:
    """Return the highest log-odds of any author of each chat."""
    highest = []
    for chat in chats:
        heard = Conversation(model=model, observe_only=True)
        if isinstance(chat, Chat):
            messages = [(author, text) for author, _, text in chat.messages]
        else:
            messages = list(zip(chat["author"], chat["text"], strict=True))
        risks = [heard.add(text, author=author).risk for author, text in messages]
        highest.append(log_odds_of(max([1e-12, *risks])))
    return highest


def role_shifts(frame: pd.DataFrame) -> dict[str, float]:
    """Return the shift of an author's log-odds of grooming by the roles of a pair.

    The log likelihood ratio of the pair among the first two speakers, suspects against others, with add-one smoothing,
    at most `MAX_ROLE_SHIFT` either way. A pair with one unknown role counts everybody with the known role. Adults of
    harmless chats whom a site would know as guardian or staff do not count.
    """
    groom: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for suspect, own, side in _role_pairs(frame):
        counts = groom if suspect else other
        counts.update((f"{own} {side}", f"{own} unknown", f"unknown {side}", "all"))
    shifts = {}
    for own, side in list(product(ROLES, ROLES))[:-1]:  # without "unknown unknown"
        pair = f"{own} {side}"
        ratio = log((groom[pair] + 1) / (groom["all"] + 1)) - log((other[pair] + 1) / (other["all"] + 1))
        shifts[pair] = round(min(max(ratio, -MAX_ROLE_SHIFT), MAX_ROLE_SHIFT), 6)
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
