"""Masks the colour codes of games that look like something else: ``&cour &csecret``, ``|r`` after ``|cff00ff00``.

An ampersand stands between words too: "mom&dad", "r&b". Such codes count only where without them more words are common.
"""

import re
from typing import Final

from grooming_risk.text.common_words import count_common

_NOTHING: Final = "\u200b"
_AMPERSAND: Final = re.compile(r"&[0-9A-FK-ORa-fk-or](?=[^\W_]|&[0-9A-FK-ORa-fk-or]|\s|$)")
_ENTITY: Final = re.compile(r"&\w{2,8};")
_COLOURED: Final = re.compile(r"\|c[0-9A-Fa-f]{8}")
_END: Final = re.compile(r"\|r")


def masked_game_codes(text: str) -> str:
    r"""Return a text of the same length with zero-width spaces for such codes.

    Examples
    --------
    >>> masked_game_codes("&cour &csecret").replace("\u200b", "")
    'our secret'
    >>> masked_game_codes("mom&dad, r&b")
    'mom&dad, r&b'
    """
    if "|c" in text and _COLOURED.search(text):
        text = _END.sub(_NOTHING * 2, text)
    if text.count("&") > 1 and not _ENTITY.search(text):
        masked = _AMPERSAND.sub(_NOTHING * 2, text)
        if count_common(masked.replace(_NOTHING, "")) > count_common(text):
            return masked
    return text
