"""Numbers with what they count, in one place: "1 message", "2,000 messages"."""


def agreeing(number: float, one: str, many: str = "") -> str:
    """Return the form of a word that goes with a number; `many` is `one` with an s if not given.

    Examples
    --------
    >>> agreeing(1, "was", "were"), agreeing(0, "line")
    ('was', 'lines')
    """
    return one if number == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number and what it counts.

    Examples
    --------
    >>> counted(1, "message"), counted(2000, "message"), counted(0, "reviewed message joins", "reviewed messages join")
    ('1 message', '2,000 messages', '0 reviewed messages join')
    """
    return f"{number:,} {agreeing(number, one, many)}"
