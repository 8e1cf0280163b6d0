"""How a text file is laid out, where its bytes do not tell, and the limits of reading it."""

from typing import Final, NamedTuple

MAX_LINE: Final = 1_000_000
"""Bytes of a line; a longer one is bad."""

MAX_CHARACTERS: Final = 100_000
"""Characters of a message in a file; a longer one is bad."""


class Layout(NamedTuple):
    """Layout of a text file, and limits.

    Attributes
    ----------
    encoding : str or None
        Of the text; None looks at the first bytes.
    delimiter : str or None
        Of a CSV file; None looks at the header.
    max_line : int
        Bytes of a line.
    max_characters : int
        Characters of a message, and of a quoted field that goes on over several lines.
    """

    encoding: str | None = None
    delimiter: str | None = None
    max_line: int = MAX_LINE
    max_characters: int = MAX_CHARACTERS


def too_long(size: int, most: int) -> str:
    """Return what is wrong with a message of more than `most` characters, and what to do.

    Examples
    --------
    >>> too_long(250_000, 100_000)
    'a message of 250,000 characters, more than 100,000; split it, or raise --max-characters'
    """
    return f"a message of {size:,} characters, more than {most:,}; split it, or raise --max-characters"


AS_IT_IS: Final = Layout()
"""What the bytes tell, and the usual limits."""
