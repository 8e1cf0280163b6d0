"""What each term adds to a head: the table that a sum over terms reads."""

from typing import Final

from grooming_risk.artifact import Artifact

_UNKNOWN_MEMO: Final = 50_000
_UNKNOWN_MEMO_CHARS: Final = 60


class TermWeights(dict[str, complex]):
    """What a term adds to the squared norm (real part) and to the sum of one head (imaginary part).

    One complex addition does both. Unknown terms add to the norm alone; they are remembered while there is room.

    Parameters
    ----------
    artifact : Artifact
        The model.
    head : int
        Number of the head in `HEADS`.
    """

    def __init__(self, artifact: Artifact, head: int) -> None:
        numbers = zip(artifact.idf, artifact.coef[head], strict=True)
        super().__init__(
            zip(artifact.terms, [complex(idf * idf, idf * weight) for idf, weight in numbers], strict=True)
        )
        self.unknown = {block: complex(weight * weight) for block, weight in artifact.unknown.items()}
        self._room = _UNKNOWN_MEMO

    def __missing__(self, term: str) -> complex:
        weight = self.unknown.get(term[0], self.unknown[""])
        if self._room and len(term) <= _UNKNOWN_MEMO_CHARS:
            self._room -= 1
            self[term] = weight
        return weight
