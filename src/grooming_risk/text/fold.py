"""Unicode folding, with offsets back into the original text.

NFKD without accents, case folded, invisible characters dropped, every white space one blank. Folding works character by
character, in linear time.
"""

import unicodedata
from array import array
from typing import Final

_APOSTROPHES: Final = frozenset("\u2018\u2019\u02bc\u02b9\u00b4\u0060\u2032\uff07")
_BLANKS: Final = frozenset("\u2800\u3164\u115f\u1160\uffa0")
_EMPTY: Final = frozenset("\u17b4\u17b5")  # vowels without a shape
_ENCLOSED: Final = (0x249C, 0x1F110, 0x1F150, 0x1F170)  # the "a" of letters in parentheses, in discs, in filled squares
_CACHE_SIZE: Final = 20_000  # code points; more than any chat uses


def _is_invisible(char: str) -> bool:
    code = ord(char)
    if char in _EMPTY:
        return True
    if 0x1F3FB <= code <= 0x1F3FF or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE01EF:
        return True  # skin tones, variation selectors, tags
    if 0x0300 <= code <= 0x036F or 0x1AB0 <= code <= 0x1AFF or 0x1DC0 <= code <= 0x1DFF or 0x20D0 <= code <= 0x20FF:
        return True  # accents; vowel signs of other scripts stay
    return unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn")


def _enclosed_letter(char: str) -> str:
    """Return the letter of one in parentheses or on a dark ground, which NFKD does not decompose to a letter."""
    starts = [start for start in _ENCLOSED if 0 <= ord(char) - start < 26]
    return chr(ord("a") + ord(char) - starts[0]) if starts else ""


def _fold_char(char: str) -> str:
    if enclosed := _enclosed_letter(char):
        return enclosed
    if char.isspace() or char in _BLANKS:
        return " "
    if char in _APOSTROPHES:
        return "'"
    if _is_invisible(char):
        return ""
    decomposed = unicodedata.normalize("NFKD", char.casefold()).casefold()
    kept = "".join(" " if c.isspace() else c for c in decomposed if not _is_invisible(c))
    return unicodedata.normalize("NFC", kept)  # recomposes Hangul and the like


class _FoldTable(dict[int, str]):
    """Cache of folded code points, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _CACHE_SIZE:
            self[code] = folded
        return folded


_TABLE: Final = _FoldTable()


def fold(text: str) -> str:
    r"""Fold any text, also one with lone surrogates and control characters.

    Examples
    --------
    >>> fold("Ｓénd\u200b ME…")
    'send me...'
    """
    if text.isascii() and text.isprintable():
        return text.lower() if "`" not in text else text.lower().replace("`", "'")
    return text.translate(_TABLE)


def fold_offsets(text: str) -> "array[int]":
    """Return the offset in the text of every character of ``fold(text)``, in order; the last one is ``len(text)``.

    Examples
    --------
    >>> list(fold_offsets("ß!"))
    [0, 0, 1, 2]
    """
    offsets = array("q", (index for index, char in enumerate(text) for _ in _TABLE[ord(char)]))
    offsets.append(len(text))
    return offsets
