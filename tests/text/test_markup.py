"""Markup is masked in place: the length stays, the words stay, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.fold import fold
from grooming_risk.text.markup import masked_markup
from support.strategies import messages

MARKUP = [
    "<@123>",
    "<:wave:99>",
    "||",
    "**",
    "\x0304,01",
    "\x1b[31m",
    "<b>",
    "</span>",
    "&amp;",
    "&#39;",
    "<#C1|x>",
    "§c",
    "{red}",
    "<!---->",
]


@given(messages | st.lists(st.sampled_from([*MARKUP, "secret", " ", "<", "&", "ok"])).map("".join))
def test_length_stays(text):
    assert len(masked_markup(text)) == len(text)


@given(st.text(alphabet="abc ,.!?'0123456789"))
def test_plain_text_stays(text):
    assert masked_markup(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hi <@!42> and <#7>", "hi and"),
        ("our ||secret|| **ok**", "our secret ok"),
        ("se\x0304cr\x03et", "secret"),
        ("\x1b[1;31mour\x1b[0m secret", "our secret"),
        ("<b>our</b> <a href='https://example.org'>secret</a>", "our secret"),
        ("tom &amp; ana don&#39;t", "tom & ana don't"),
        ("nice <:wave:123456> one", "nice one"),
        ("[b]our[/b] [color=#f00]secret[/color] [x] [b", "our secret [x] [b"),
        ("our<br>secret<P>ok", "our secret ok"),
        ("see <!subteam^S1|@mods> <!here>", "see"),
        ("a <3 b && c", "a <3 b && c"),
        ("§cour §l§nse§acret§r, see §15", "our secret, see §15"),
        ("\x07ff0000our\x01 se\x08ff0000aacret", "our secret"),
        ("^1our ^xf00secret 2^3 (a)^2b", "our secret 2^3 (a)^2b"),
        ("<color=#f00>our</color> <#ff00aa>secret <red>ok</red> <sighs>", "our secret ok <sighs>"),
        ("{red}our{/red} {#f0a}secret {name}", "our secret {name}"),
        ("&#ff00aaour &x&f&f&0&0&a&asecret &#33;", "our secret !"),
        ("se<!-- -->cret <!--x-->ok <!-- dont tell mom -->", "secret ok <!-- dont tell mom -->"),
    ],
)
def test_words_stay(text, words):
    assert " ".join(fold(masked_markup(text)).split()) == words


def test_markup_without_end_is_linear():
    for opening in ("<@", "<a:", "&#", "\x1b[", "<b ", "[b=", "<!--", "<color=", "§", "&x", "{#", "|c", "^"):
        masked_markup(opening * 100_000)
