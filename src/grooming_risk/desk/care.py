"""How a reader wants to see the pages, so that reading hard things harms less: blur, grey, pauses, colours, keys."""

from __future__ import annotations

from typing import Final, NamedTuple

CARE_COOKIE: Final = "desk-care"
"""The cookie of the settings. The pages' script writes it too, so that a key can change one."""

YEAR: Final = 365 * 24 * 3600
"""Seconds that a setting is kept."""

THEMES: Final = ("auto", "light", "dark")
BLURS: Final = ("marked", "all", "none")
_MOST_MINUTES: Final = 600


class Care(NamedTuple):
    """The settings of a reader.

    Attributes
    ----------
    theme : {"auto", "light", "dark"}
        Colours; "auto" follows the system.
    blur : {"marked", "all", "none"}
        Messages that are blurred until asked for.
    grey : bool
        Whether the pages have no colours.
    keys : bool
        Whether single keys do something.
    pause : int
        Minutes of reading after which a pause is proposed; 0: never.
    """

    theme: str = "auto"
    blur: str = "marked"
    grey: bool = False
    keys: bool = True
    pause: int = 45

    def cookie(self) -> str:
        """Return the value of the cookie.

        Examples
        --------
        >>> Care().cookie(), read_care("dark.none.1.0.20").cookie()
        ('auto.marked.0.1.45', 'dark.none.1.0.20')
        """
        return f"{self.theme}.{self.blur}.{self.grey:d}.{self.keys:d}.{self.pause}"


def read_care(cookie: str | None) -> Care:
    """Return the settings of a cookie; what it does not say, or says wrongly, is as usual.

    Examples
    --------
    >>> read_care(None) == read_care("<b>") == Care()
    True
    """
    said = (cookie or "").split(".")
    if len(said) != len(Care._fields):
        return Care()
    theme, blur, grey, keys, pause = said
    return Care(
        theme if theme in THEMES else "auto", blur if blur in BLURS else "marked", grey == "1", keys != "0",
        minutes(pause),
    )  # fmt: skip


def minutes(text: str) -> int:
    """Return minutes as written, at most ten hours; what is no number is the usual 45."""
    return min(int(text), _MOST_MINUTES) if text.isascii() and text.isdecimal() and len(text) < 5 else Care().pause
