"""The class of a number: what its size or its digits may stand for."""


def number_class(digits: str) -> str:
    """Return the class of a number: ``#minor`` for 8 to 17, ``#young`` to 25, else by its number of digits.

    Examples
    --------
    >>> number_class("13"), number_class("007"), number_class("5550100")
    ('#minor', '#3digits', '#phone')
    """
    if len(digits) <= 2:
        value = int(digits)
        return "#minor" if 8 <= value <= 17 else "#young" if 18 <= value <= 25 else "#small"
    return f"#{len(digits)}digits" if len(digits) <= 6 else "#phone"
