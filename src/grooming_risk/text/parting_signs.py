"""Drops signs that stand between many words, as in "our 😂 secret 🔥 ok": signs between words do not part them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final
from unicodedata import category

_SYMBOL: Final = re.compile(r"[^\w\s\x00-\x7f]")
_NEAR: Final = 2  # words from one run of signs to the next


def places_without_signs(words: Sequence[str]) -> Sequence[int]:
    """Return the places of words to keep: runs of signs between words are dropped where the next run is near.

    Signs before the first word and after the last one stay, and so does a run that stands alone.

    Examples
    --------
    >>> words = ["our", "😂", "secret", "🔥", "ok", "😂"]
    >>> [words[place] for place in places_without_signs(words)]
    ['our', 'secret', 'ok', '😂']
    """
    signs = [*map(is_sign, words)]
    runs = _runs_between(signs) if any(signs) else []
    if len(runs) < 2:
        return range(len(words))
    dropped: set[int] = set()
    for earlier, later in pairwise(runs):
        if later[0] - earlier[1] <= _NEAR:
            dropped.update(range(*earlier), range(*later))
    return [place for place in range(len(words)) if place not in dropped]


def may_part(folded: str) -> bool:
    """Return whether a folded text may hold two runs of signs with a word behind them; False is sure.

    Examples
    --------
    >>> may_part("lol 😂😂"), may_part("lol 😂 ok 😂 gg")
    (False, True)
    """
    signs = "" if folded.isascii() else "".join(filter(is_sign, _SYMBOL.findall(folded)))
    tail = folded[len(folded.rstrip(signs + " ")) :] if signs else ""
    return len(signs) - (len(tail) - tail.count(" ")) > 1


@lru_cache(10_000)
def is_sign(word: str) -> bool:
    """Return whether a word of the tokenizer is an emoji or a symbol; punctuation is none."""
    return category(word[0])[0] == "S"


def _runs_between(signs: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the half-open ranges of signs with a word before and behind them."""
    runs: list[tuple[int, int]] = []
    start = None
    seen = False
    for place, sign in enumerate(signs):
        if not sign:
            if start is not None:
                runs.append((start, place))
            start, seen = None, True
        elif seen and start is None:
            start = place
    return runs
