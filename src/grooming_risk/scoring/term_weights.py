"""What each term adds to a head: the table that a sum over terms reads."""

from typing import Any, Final

from grooming_risk.model.artifact import Artifact

_UNKNOWN_MEMO: Final = 50_000
_UNKNOWN_MEMO_CHARS: Final = 60


_ROUND: Final = 1.5 * 2.0**17  # beside it a float has room for multiples of 2 ** -35


def exact(weight: Any) -> Any:
    """Round a weight, or an array of them, to a multiple of 2 ** -35.

    Sums of such numbers are exact as long as they stay below 2 ** 18, as those over the terms of a part of a message
    do. So they are the same in whatever order terms are added, and a message has one score, by whatever way it is read.

    Examples
    --------
    >>> tenth = exact(0.1)
    >>> tenth == 0.1, abs(tenth - 0.1) < 2**-36, sum([tenth] * 10) == 10 * tenth
    (False, True, True)
    """
    return weight + _ROUND - _ROUND


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
        big = _ROUND  # `exact`, written out: a model has many terms, and a process waits for them
        weights = [complex(idf * idf + big - big, idf * weight + big - big) for idf, weight in numbers]
        super().__init__(zip(artifact.terms, weights, strict=True))
        self.unknown = {block: complex(exact(idf * idf)) for block, idf in artifact.unknown.items()}
        self._room = _UNKNOWN_MEMO

    def __missing__(self, term: str) -> complex:
        weight = self.unknown.get(term[0], self.unknown[""])
        if self._room and len(term) <= _UNKNOWN_MEMO_CHARS:
            self._room -= 1
            self[term] = weight
        return weight
