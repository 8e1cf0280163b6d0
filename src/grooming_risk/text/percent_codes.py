"""Decodes percent codes outside links: ``our%20secret``, ``%6f%75%72``; "50%20" and "%50" stay."""

import re
from typing import Final

_NOTHING: Final = "\u200b"
_CODE: Final = r"%(?:2[0-9A-Fa-f]|3[AFaf]|[46][1-9A-Fa-f]|[57][0-9Aa])"
_RUN: Final = re.compile(
    rf"(?:https?://|www\.)\S+|(?P<run>(?<!\d)(?:(?:{_CODE}){{2,}}|(?<=[^\W\d_]){_CODE}|{_CODE}(?=[^\W\d_])))"
)


def decoded_percent_codes(text: str) -> str:
    r"""Return a text of the same length with a character and two zero-width spaces for each percent code.

    Examples
    --------
    >>> decoded_percent_codes("our%20secret %6f%6b").replace("\u200b", "")
    'our secret ok'
    >>> decoded_percent_codes("50%20 %50, https://example.org/a%20b")
    '50%20 %50, https://example.org/a%20b'
    """
    return _RUN.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    found = match.group()
    if match["run"] is None:
        return found
    return "".join(chr(int(found[at + 1 : at + 3], 16)) + _NOTHING * 2 for at in range(0, len(found), 3))
