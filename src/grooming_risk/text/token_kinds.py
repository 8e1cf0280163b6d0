"""Kinds of tokens: words, and what becomes a class, such as links and emoticons."""

import re
from typing import Final

from grooming_risk.text.number_class import number_class

LINK: Final = "link"
WORD: Final = "word"
"""Kinds of a link and of a word."""

QUESTION: Final = "?"
"""The only punctuation among words."""

TOKEN: Final = re.compile(
    r"""(?P<link>https?://\S+|www\.\S+|(?:[a-z0-9-]{1,63}\.){1,3}(?:com|net|org|edu|gov|io|gg|me|tv|ly|co)(?![\w.])(?:/\S*)?)
    |(?P<email>[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63})
    |(?P<name>@\w+)
    |(?P<emoticon>[:;=][-'^]?[)(\]\[dpo3*/|]+(?![^\W\d_])|<3+)
    |(?P<number>\d+)
    |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
    |(?P<sign>\?|[^\w\s\x00-\x7f])""",
    re.VERBOSE,
)
"""A token; the last group names its kind."""

_EMOTICONS: Final = {"<": "#heart", ";": "#wink", "*": "#kiss", "(": "#sad", "[": "#sad", "/": "#sad", "|": "#sad"}
"""Class of an emoticon by its first or else its last character."""


def class_of(kind: str, token: str) -> str:
    """Return the class of a token that is no word; a sign stands for itself.

    Examples
    --------
    >>> class_of("number", "13"), class_of("emoticon", ";)"), class_of("link", "www.example.org"), class_of("sign", "?")
    ('#minor', '#wink', '#link', '?')
    """
    if kind == "number":
        return number_class(token)
    if kind == "emoticon":
        return _EMOTICONS.get(token[0]) or _EMOTICONS.get(token[-1], "#smile")
    return token if kind == "sign" else "#" + kind
