"""Reads emoji by name, as chat programs write them: ``:pizza:`` is an emoji, ``:regional_indicator_o:`` a letter.

A name between colons may be a word: "our:secret:ok". So it is an emoji only where it is a common one or comes twice.
One alone between words stays as it is: then its name tells more.
"""

import re
from collections import Counter
from typing import Final

_NOTHING: Final = "\u200b"
_EMOJI: Final = "\U0001f642"
_NAME: Final = re.compile(r":([a-z][a-z0-9_-]{1,31}|[+-]1):", re.IGNORECASE)
_LETTER: Final = re.compile(r":(?:regional_indicator_|alphabet-(?:white|yellow)-|letter_)([a-z]):", re.IGNORECASE)
_COMMON: Final = frozenset(  # a word in a row of its own would hide the rest
    """
    +1 -1 100 angry blush boom broken_heart cat clap cold_sweat confused cool cry dog ears eggplant exploding_head
    eyes fire flushed ghost gift grin grinning gun heart heart_eyes hearts hugs joy kiss kissing_heart laughing moon
    muscle neutral_face ok_hand party peach pensive pizza pleading_face point_right poop pray rage rainbow relieved
    rocket rofl rose scream shrug skull sleeping slight_smile smile smiley smiling_imp smirk sob sparkles star star2
    sun sunglasses sunny sweat sweat_drops sweat_smile tada thinking thumbsdown thumbsup tongue trophy two_hearts
    unamused upside_down v warning wave weary white_check_mark wink x yum zap zzz
    """.split()  # noqa: SIM905
)


def with_emoji_by_name(text: str) -> str:
    r"""Return a text of the same length with emoji and letters for their names.

    Examples
    --------
    >>> with_emoji_by_name("se:pizza:cret :letter_o:").replace("\u200b", "")
    'se🙂cret o'
    >>> with_emoji_by_name("our:secret:ok, nice :pizza: 12:30:45")
    'our:secret:ok, nice :pizza: 12:30:45'
    """
    text = _LETTER.sub(lambda match: match[1].ljust(len(match.group()), _NOTHING), text)
    matches = [*_NAME.finditer(text)]
    names = Counter(match[1].lower() for match in matches)
    emoji = {name for name, count in names.items() if name in _COMMON or count > 1}
    found = [match for match in matches if match[1].lower() in emoji]
    if len(found) < 2 and not any(_is_beside_a_word(match) for match in found):
        return text
    return _NAME.sub(lambda match: _emoji(match) if match[1].lower() in emoji else match.group(), text)


def _is_beside_a_word(match: re.Match[str]) -> bool:
    text = match.string
    return text[match.start() - 1 : match.start()].isalnum() or text[match.end() : match.end() + 1].isalnum()


def _emoji(match: re.Match[str]) -> str:
    return _EMOJI.ljust(len(match.group()), _NOTHING)
