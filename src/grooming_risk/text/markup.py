"""Platform markup is masked: the words stay, every character keeps its place.

Mentions, links to channels, custom emoji and tags of paragraphs become blanks. Colour codes, other tags and entities
stand inside words as often as between them, so they become invisible characters, which folding drops.
"""

import re
from functools import cache
from typing import Final

SIGNS: Final = "<&[{|*~_^\x02\x03\x04\x07\x08\x0f\x11\x16\x1b\x1d\x1e\x1f"
"""A text without any of them has no markup."""

_NOTHING: Final = "\u200b"
_SIGN: Final = re.compile(f"[{re.escape(SIGNS)}§]")

_MENTION: Final = (
    r"<(?:@[!&]?|#(?!(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})>))"  # but <#ff00aa>
    r"[A-Za-z0-9]{1,32}(?:\|[^>\n]{0,100})?>"  # <@123>, <@&4>, <#C024|general>
    r"|<a?:\w{1,64}:\d{1,32}>"  # <:wave:123>
    r"|<!(?:here|channel|everyone)(?:\|[^>\n]{0,40})?>|<!subteam\^\w{1,32}(?:\|[^>\n]{0,100})?>"
    r"|<t:-?\d{1,16}(?::[tTdDfFR])?>"  # <t:1618953630:R>
    r"|(?i:</?(?:p|br|div|blockquote|mx-reply|ul|ol|li)(?:\s[^<>\n]{0,300})?/?>)"  # parts of a text
)
_COLOURS: Final = "(?:dark_|light_)?(?:aqua|black|blue|cyan|gold|gr[ae]y|green|orange|pink|purple|red|white|yellow)"
_HEX: Final = r"#[0-9A-Fa-f]{3,8}"
_INSIDE: Final = (
    r"\x1b\[[0-9;:?]{0,40}[A-Za-z]"  # ANSI
    r"|[\x03](?:\d{1,2}(?:,\d{1,2})?)?|[\x04](?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?|[\x02\x0f\x11\x16\x1d-\x1f]"  # IRC
    r"|\x07[0-9A-Fa-f]{6}|\x08[0-9A-Fa-f]{8}|\|c[0-9A-Fa-f]{8}"  # Source engine, World of Warcraft
    r"|(?<![\d)])\^(?:\d|x[0-9A-Fa-f]{3})(?=[^\W\d_])"  # Quake
    r"|§(?:[A-FK-ORXa-fk-orx]|\d(?=[^\W\d_]|§))|&x(?:&[0-9A-Fa-f]){6}|&#[0-9A-Fa-f]{6}(?!;)"  # Minecraft
    r"|(?i:</?(?:a|b|i|u|s|em|strong|del|ins|code|pre|span|font)(?:\s[^<>\n]{0,300})?/?>)"
    rf"|(?i:</?(?:colou?r|size|alpha|sprite|sup|sub|small|big|gradient|rainbow|bold|italic|reset|{_COLOURS}|{_HEX})"
    r"(?:[=:\s][^<>\n]{0,100})?/?>)"  # Unity, MiniMessage
    rf"|(?i:\{{/?(?:{_COLOURS}|{_HEX})\}})"
    r"|(?i:\[/?(?:b|i|u|s|code|colou?r|font|quote|size|spoiler|url|center|left|right|sup|sub|h[1-6]|list|glow|shadow)"
    r"(?:=[^\]\n]{0,100})?\])"  # BBCode
    r"|<!--\s{0,20}[^\s<>]{0,20}?\s{0,20}-->"
    r"|\|\||\*\*|~~|__"
)
_ENTITY: Final = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"
_MARKUP: Final = f"(?P<blank>{_MENTION})|(?P<nothing>{_INSIDE})|(?P<entity>{_ENTITY})"


def masked_markup(text: str) -> str:
    r"""Return a text of the same length without the markup of chat platforms.

    Parameters
    ----------
    text : str
        The message as the platform stores it.

    Returns
    -------
    str
        Mentions, channel links, custom emoji and tags of paragraphs are blanks; colour codes, ANSI codes, other tags,
        spoiler and bold marks are zero-width spaces; an entity is its character and zero-width spaces. Offsets hold for
        both texts.

    Examples
    --------
    >>> masked_markup("hi <@123>, &lt;3")
    'hi       , <\u200b\u200b\u200b3'
    >>> masked_markup("se\x0304cret").replace("\u200b", "")
    'secret'
    """
    return _markup().sub(_mask, text) if _SIGN.search(text) else text


@cache
def _markup() -> re.Pattern[str]:
    """Compile the marks on first use: that takes longer than reading many messages."""
    return re.compile(_MARKUP)


def _mask(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "blank":
        return " " * len(found)
    if match.lastgroup == "nothing":
        return _NOTHING * len(found)
    from html import unescape  # its table of entities takes a millisecond, and few messages have one

    character = unescape(found)
    return character.ljust(len(found), _NOTHING) if len(character) == 1 else found
