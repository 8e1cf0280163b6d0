"""Parts words that are glued together, as in "oursecretok".

Ordinary words that the model does not know can be cut into known words too: "hatch back", "man u fact u red". So cuts
count only with a common little word that compounds and foreign words seldom hold, or in very long words.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Final

from grooming_risk.text.common_words import COMMON, TELLING
from grooming_risk.text.segmented import IMPOSSIBLE, cheapest_cuts, with_beginnings
from grooming_risk.text.typos import TABLES_PAY

_SHORTEST: Final = 5
_LONG: Final = 15  # letters; few words have so many, so unknown parts are allowed
_VERY_LONG: Final = 20
ONE_LETTER: Final = frozenset("iau")
"""Letters that are words."""

_ENDINGS: Final = ("my", "our")  # as in "gummy", "parkour"
_COSTS: Final = {3: 13.0}  # of a known word, by its length
_LONGER: Final = 10.0
_COMMON: Final = 7.0
_ONE: Final = 18.0
_SHORT: Final = 3  # letters of a piece that belongs to the unknown letters beside it
_UNKNOWN: Final = 30.0  # a letter that is no word


class GluedWords:
    """Parts glued words into known ones.

    Parameters
    ----------
    known : collection of str
        Known words.

    Examples
    --------
    >>> glued = GluedWords({"our", "secret", "ok", "hatch", "back"})
    >>> glued.parted("oursecretok"), glued.parted("hatchback")
    (['our', 'secret', 'ok'], [])
    """

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._asked = 0

    def parted(self, word: str) -> list[str]:
        """Return the words of an unknown word of ASCII letters; none where it is likelier to be one word."""
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            return []
        pieces = self._pieces(word, unknown=len(word) >= _LONG)
        return _joined_unknown(pieces) if _are_likely(pieces, len(word)) else []

    def parted_among_others(self, word: str) -> list[str]:
        """Return the words of one of several words that are glued together; none where half of it is unknown."""
        pieces = self._pieces(word, unknown=True)
        return _joined_unknown(pieces) if sum(map(_is_unknown, pieces)) * 2 <= len(word) else []

    def _pieces(self, word: str, *, unknown: bool) -> list[str]:
        self._asked += 1
        cost_of = self._costs.get if self._asked > TABLES_PAY else self._cost
        return cheapest_cuts(word, cost_of, _UNKNOWN if unknown else IMPOSSIBLE)

    @cached_property
    def _costs(self) -> dict[str, float]:
        known = [word for word in self._known if len(word) > 2]
        return with_beginnings({word: self._cost(word) or IMPOSSIBLE for word in (*known, *COMMON, *ONE_LETTER)})

    def _cost(self, piece: str) -> float | None:
        if len(piece) == 1:
            return _ONE if piece in ONE_LETTER else IMPOSSIBLE
        if piece in COMMON:
            return _COMMON
        if len(piece) > 2 and piece in self._known and piece.isalpha():
            return _COSTS.get(len(piece), _LONGER)
        return IMPOSSIBLE if len(piece) < self._longest else None

    @cached_property
    def _longest(self) -> int:
        return max(map(len, (*self._known, *COMMON)))


def _is_unknown(piece: str) -> bool:
    return len(piece) == 1 and piece not in ONE_LETTER


def _are_likely(pieces: list[str], size: int) -> bool:
    """Return whether pieces look like a sentence and not like one word."""
    unknown = sum(map(_is_unknown, pieces))
    words = len(pieces) - unknown
    if words < 2 or unknown * 4 > size or size - unknown < 2.4 * words:
        return False
    if size >= _VERY_LONG and not unknown and size >= 3.5 * words:
        return True
    if size >= _LONG and sum(piece in COMMON for piece in pieces) * 5 < words:
        return False
    if size >= _VERY_LONG and size - unknown >= 3 * words:
        return True
    last = pieces[-1] if pieces[-1] not in _ENDINGS else ""
    return not TELLING.isdisjoint([*pieces[:-1], last])


def _joined_unknown(pieces: list[str]) -> list[str]:
    """Join unknown letters with short pieces beside and between them: they are the rest of an unknown word."""
    unknown = [*map(_is_unknown, pieces)]
    short = [len(piece) <= _SHORT and piece not in COMMON for piece in pieces]
    found: list[str] = []
    joins = False
    for place, piece in enumerate(pieces):
        beside = any(unknown[max(place - 1, 0) : place + 2])
        between = any(unknown[max(place - 1, 0) : place]) and any(unknown[place + 1 : place + 2])
        belongs = unknown[place] or between or (beside and short[place])
        if belongs and joins:
            found[-1] += piece
        else:
            found.append(piece)
        joins = belongs
    return found
