"""What each term adds to the risk: the one table of the hot path."""

from typing import Final

from grooming_risk.artifact import Artifact
from grooming_risk.labels import HEADS, RISK

_RISK: Final = HEADS.index(RISK)
_UNKNOWN_MEMO: Final = 50_000
_UNKNOWN_MEMO_CHARS: Final = 60


class RiskWeights(dict[str, complex]):
    """What a term adds to the squared norm (real part) and to the sum of the risk head (imaginary part).

    One complex addition does both. Unknown terms add to the norm alone; they are remembered while there is room.
    """

    def __init__(self, artifact: Artifact) -> None:
        risk = artifact.coef[_RISK]
        numbers = zip(artifact.idf, risk, strict=True)
        super().__init__(
            zip(artifact.terms, [complex(idf * idf, idf * weight) for idf, weight in numbers], strict=True)
        )
        self._unknown = {block: complex(weight * weight) for block, weight in artifact.unknown.items()}
        self._room = _UNKNOWN_MEMO

    def __missing__(self, term: str) -> complex:
        weight = self._unknown.get(term[0], self._unknown[""])
        if self._room and len(term) <= _UNKNOWN_MEMO_CHARS:
            self._room -= 1
            self[term] = weight
        return weight
