"""The CUSUM rule: how the risk of an author grows from message to message, its levels, known roles."""

from collections.abc import Iterable, Mapping
from math import exp, log1p
from typing import Any, Final, NamedTuple

from grooming_risk.labels import LEVELS, Level
from grooming_risk.model.checks import number

ROLES: Final = ("minor", "adult", "unknown", "guardian", "staff")
"""What a site may know of an author; guardian and staff are adults whom it has verified as such."""

HELP: Final = 1.0
"""Log-odds that an author loses, once, for a message that asks for help and says nothing risky besides."""

_VERIFIED: Final = ("guardian", "staff")


class ConversationRule(NamedTuple):
    """A cumulative sum over an author's messages (CUSUM; Page, 1954), and the risk that it means.

    ``S = max(floor * highest, S + softplus(log_odds + offset) - drift)``. The log-odds of the author's risk are
    ``slope * highest + intercept``, so that a risk never falls with further messages, but for `HELP`. Harmless talk
    lowers S by up to `drift` a message, and never below a share of its highest: no flood of it hides what was there.
    States are not merged, because the floor depends on everything before.
    """

    offset: float  # added to a message's log-odds; higher lets milder messages count
    drift: float  # above 0, what every message takes off
    floor: float  # in [0, 1], share of the highest S
    slope: float
    intercept: float
    levels: Mapping[str, float]  # risk from which an author, or a conversation, is low, medium, high
    roles: Mapping[str, float]  # "own_role other_role" -> log-odds that it adds; other pairs add nothing

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ConversationRule":
        """Return the rule of a manifest; another shape is one of `WRONG_CONTENT`."""
        numbers = {name: number(data[name]) for name in ("offset", "drift", "floor", "slope", "intercept")}
        levels: dict[str, float] = {level: number(data["levels"][level], 0, 1) for level in LEVELS[1:]}
        roles = {str(pair): number(shift) for pair, shift in data["roles"].items()}
        rule = cls(**numbers, levels=levels, roles=roles)
        bounds = list(levels.values())
        if (
            not (rule.drift > 0 and 0 <= rule.floor <= 1 and rule.slope > 0)
            or bounds != sorted(bounds)
            or len(data["levels"]) != len(bounds)
        ):
            raise ValueError("the rule of conversations is not one of this version")
        return rule

    def to_json(self) -> dict[str, Any]:
        """Return the rule as plain data."""
        return {**self._asdict(), "levels": dict(self.levels), "roles": dict(self.roles)}

    def gain(self, log_odds: float) -> float:
        """Return what a message adds before the drift, 0 or more.

        Examples
        --------
        >>> NO_RULE.gain(-1000.0), round(NO_RULE.gain(3.0), 3)
        (0.0, 5.007)
        """
        value = log_odds + self.offset
        return value + log1p(exp(-value)) if value > 0 else log1p(exp(value))

    def stands_out(self, log_odds: float) -> bool:
        """Return whether a message is risky enough for its patterns to be read."""
        return log_odds + self.offset > 0

    def after(self, current: float, highest: float, gain: float) -> float:
        """Return S after a message."""
        return max(self.floor * highest, current + gain - self.drift)

    def log_odds(self, highest: float, *, eased: bool) -> float:
        """Return the log-odds of an author's risk, before roles."""
        return self.slope * highest + self.intercept - HELP * eased

    def level(self, risk: float) -> Level:
        """Return the level of a conversation, or of an author, with this risk."""
        if risk < self.levels["low"]:  # most messages
            return LEVELS[0]
        return LEVELS[sum([risk >= self.levels[level] for level in LEVELS[1:]])]

    def role_shift(self, own: str, others: Iterable[str]) -> float:
        """Return the log-odds that the roles of an author and the others add; verified adults count as among adults."""
        sides = set(others)
        other = "minor" if "minor" in sides else "adult" if sides and "unknown" not in sides else "unknown"
        if own in _VERIFIED:
            own, other = "adult", "adult"
        return self.roles.get(f"{own} {other}", 0.0)


NO_RULE: Final = ConversationRule(2.0, 0.3, 0.7, 1.0, -5.0, dict.fromkeys(LEVELS[1:], 1.0), {})
"""What a model has before its rule is set."""
