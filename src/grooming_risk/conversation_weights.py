"""The linear model over an author's features, its levels, and what known roles add."""

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import Any, Final, NamedTuple

from grooming_risk.author import FEATURES, NOTHING
from grooming_risk.labels import LEVELS

ROLES: Final = ("minor", "adult", "unknown", "guardian", "staff")
"""What a site may know of an author; guardian and staff are adults whom it has verified as such."""

_VERIFIED: Final = ("guardian", "staff")


class ConversationWeights(NamedTuple):
    """The second model of a model folder.

    Attributes
    ----------
    coef : tuple of float
        Weights of `FEATURES`; all but that of the author's own disclosure are 0 or more, so that further evidence
        never lowers a risk.
    intercept : float
        Log-odds of an author without evidence.
    levels : mapping of str to float
        Risk from which a conversation is low, medium, high.
    roles : mapping of str to float
        What "role role" (the author's, the other side's) adds to the log-odds; other pairs add nothing.
    """

    coef: tuple[float, ...]
    intercept: float
    levels: Mapping[str, float]
    roles: Mapping[str, float]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ConversationWeights":
        """Return the weights of a manifest.

        Raises
        ------
        KeyError, TypeError, ValueError
            A feature or a level is missing, or there are others.
        """
        if set(data["coef"]) != set(FEATURES) or set(data["levels"]) != set(LEVELS[1:]):
            raise ValueError("features or levels are not those of this version")
        coef = tuple(float(data["coef"][name]) for name in FEATURES)
        return cls(coef, float(data["intercept"]), dict(data["levels"]), dict(data["roles"]))

    def to_json(self) -> dict[str, Any]:
        """Return the weights as plain data."""
        return {
            "coef": dict(zip(FEATURES, self.coef, strict=True)),
            "intercept": self.intercept,
            "levels": dict(self.levels),
            "roles": dict(self.roles),
        }

    def log_odds(self, values: Sequence[float]) -> float:
        """Return the log-odds of an author with these features, before roles."""
        return self.intercept if values is NOTHING else sum(map(mul, self.coef, values), self.intercept)

    def level(self, risk: float) -> str:
        """Return the level of a conversation, or of an author, with this risk."""
        if risk < self.levels["low"]:  # most messages
            return LEVELS[0]
        return LEVELS[sum([risk >= self.levels[level] for level in LEVELS[1:]])]

    def role_shift(self, own: str, others: Iterable[str]) -> float:
        """Return what the role of an author and those of the others add; 0 where they say nothing.

        A verified adult counts as an adult among adults.
        """
        sides = set(others)
        other = "minor" if "minor" in sides else "adult" if sides and "unknown" not in sides else "unknown"
        if own in _VERIFIED:
            own, other = "adult", "adult"
        return self.roles.get(f"{own} {other}", 0.0)


NO_WEIGHTS: Final = ConversationWeights((0.0,) * len(FEATURES), 0.0, dict.fromkeys(LEVELS[1:], 1.0), {})
"""What a model has before its conversations are trained."""
