"""The tokenizer: standard words, disguises undone, spans in the original message, linear time."""

import base64
import time
from random import Random

import pytest
from hypothesis import given

from grooming_risk.text.chunk_reader import UNREADABLE
from grooming_risk.text.fold import fold
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.number_class import number_class
from grooming_risk.text.tokenizer import Tokenizer
from support.strategies import messages

TOKENIZER = Tokenizer(read_lexicon(), ["secret", "cat", "the", "a"])


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("I'll don't", "i will do not"),
        ("dont u", "do not you"),
        ("ask @sam or mail a@b.org", "ask #name or mail #email"),
        ("see https://example.org/a?b=c now", "see #link now"),
        ("see example.com", "see #link"),
        ("#Secret", "secret"),
        ("hi :) ;) :( <3 :*", "hi #smile #wink #sad #heart #kiss"),
        ("i am 13", "i am #minor"),
        ("13yo", "#minor yo"),
        ("b4 2nite?", "before tonight"),
        ("d0nt t3ll", "do not tell"),
        ("😘😘 ok", "😘 😘 ok"),
        ("really?!", "really ?"),
        ("", ""),
        (" \t\n ", ""),
    ],
)
def test_message_is_split_into_standard_words(message, words):
    assert " ".join(TOKENIZER.words(message)) == words


@pytest.mark.parametrize(
    "disguised",
    [
        "s3cr3t",
        "$ecret",
        "SECRET",
        "secreeeet",
        "ѕесrеt",
        "s e c r e t",
        "s.e.c.r.e.t",
        "s-e-c-r-e-t",
        "sec.ret",
        "s😀e😀c😀r😀e😀t",
        "s\u200becret",
        "ｓｅｃｒｅｔ",
        "sécrèt",
        "s*e*c*r*e*t",
        "secret!!!",
        "s3cret!",
        "\U0001f1f8\U0001f1ea\U0001f1e8\U0001f1f7\U0001f1ea\U0001f1f9",
        "||secret||",
        "se||cr||et",
        "`secret`",
        "&#115;ecret",
        "se\x0304cret",
        "\u202eterces",
    ],
)
def test_disguise_of_a_known_word_is_undone(disguised):
    assert TOKENIZER.words(disguised) == ["secret"]


def test_wider_gaps_between_spaced_letters_separate_words():
    assert TOKENIZER.words("t h e  c a t") == ["the", "cat"]
    assert TOKENIZER.words("t h e c a t") == ["the", "cat"]


SENTENCE = "our secret ok do not tell your mom"


@pytest.mark.parametrize(
    "disguised",
    [
        "our|secret|ok|dont|tell|your|mom",
        "0ur+secr3t+ok+dont+tell+your+mom",
        "our!secret!ok!dont!tell!your!mom",
        "our_secret/ok dont-tell~your=mom",
        "@our @secret @ok, @dont @tell @your @mom",
        "#our #secret #ok #dont #tell #your #mom",
        "our 😂 secret 🔥 ok 😂 dont 🙏 tell 😂 your 😂 mom",
        "our😂secret😂ok😂dont😂tell😂your😂mom",
        "our\u2060secret\u2060ok\u2060dont\u2060tell\u2060your\u2060mom",
        "our\u00adsecret\u00adok dont\u00adtell\u00adyour\u00admom",
        "our\u3164secret\u2800ok\u115fdont tell your mom",
        "oursecretokdonttellyourmom",
        "oUrSECretoKdOnttElLYOurmom",
        "oursecretok,don'ttellyourmom!",
        "o u r s e c r e t o k, d o n t t e l l y o u r m o m",
        "o u r s e, c r e t o k d o n t t e l l y o u r m o m",
        "\u202emom ruoy llet tnod ko terces ruo\u202c",
    ],
)
def test_what_stands_between_words_does_not_hide_them(disguised):
    tokenizer = Tokenizer(read_lexicon(), ["secret", "ok", "tell", "mom"])

    assert " ".join(tokenizer.words(disguised)) == SENTENCE
    assert [token.word for token in tokenizer.tokens(disguised)] == SENTENCE.split()


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ("hatchback", "hatchback"),
        ("lol 😂 gg wp and clap 😂", "lol 😂 gg wp and clap 😂"),
        ("\U0001f1ec\U0001f1e7 wins", "\U0001f1ec \U0001f1e7 wins"),
        ("ask @sam and @kiki", "ask #name and #name"),
        ("see our.example.com", "see #link"),
        ("me@example.org", "#email"),
    ],
)
def test_harmless_text_keeps_its_words(plain, words):
    tokenizer = Tokenizer(
        read_lexicon(), ["hatch", "back", "ask", "see", "wins", "and", "lol", "gg", "wp", "ez", "clap"]
    )

    assert " ".join(tokenizer.words(plain)) == " ".join(map(" ".join, [words.split()]))


@pytest.mark.parametrize("encode", [base64.b64encode, base64.b85encode, base64.b32encode, bytes.hex])
def test_encoded_data_hold_no_words(encode):
    for seed in range(20):
        encoded = encode(Random(seed).randbytes(2250))
        text = encoded if isinstance(encoded, str) else encoded.decode()

        assert set(TOKENIZER.words(text)) == {UNREADABLE}


def test_a_long_text_reads_like_its_parts():
    part = "our secret 😂 ok 🔥 s e n d it \U0001f1f8\U0001f1ea\U0001f1e8 "
    once = TOKENIZER.words(part)

    assert TOKENIZER.words(part * 5_000) == once * 5_000
    assert [token.word for token in TOKENIZER.tokens(part * 5_000)] == once * 5_000


@pytest.mark.parametrize("plain", ["5th", "3am", "b2b", "x86", "сам", "a b c d", "wi-fi", "24/7"])
def test_undisguised_text_is_unchanged(plain):
    """A digit or a foreign letter alone does not become a word."""
    assert not {"secret", "cat"} & set(TOKENIZER.words(plain))


@pytest.mark.parametrize(
    ("digits", "name"),
    [
        ("7", "#small"),
        ("8", "#minor"),
        ("17", "#minor"),
        ("18", "#young"),
        ("26", "#small"),
        ("100", "#3digits"),
        ("1" * 9, "#phone"),
        ("٣", "#small"),
    ],
)
def test_numbers_become_classes(digits, name):
    assert number_class(digits) == name


@given(messages)
def test_words_and_tokens_agree_and_spans_lie_in_the_message(text):
    tokens = TOKENIZER.tokens(text)

    assert [token.word for token in tokens] == TOKENIZER.words(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(messages)
def test_casing_and_padding_change_nothing(text):
    words = TOKENIZER.words(text)

    assert TOKENIZER.words(f"  {text}\n") == words
    if text.isascii():
        assert TOKENIZER.words(text.upper()) == words


@given(messages)
def test_cached_chunks_give_the_same_words(text):
    assert Tokenizer(TOKENIZER.lexicon, TOKENIZER.known).words(text) == TOKENIZER.words(text)


def test_span_of_an_undone_disguise_covers_the_disguise():
    message = "keep s.e.c.r.e.t ok"
    start = message.index("s.e")

    assert (TOKENIZER.tokens(message)[1].start, TOKENIZER.tokens(message)[1].end) == (
        start,
        start + len("s.e.c.r.e.t"),
    )


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a b ",
        "a.b.",
        "😀",
        "send me ",
        "1",
        "@a",
        "aa:( ",
        "a@",
        "x.",
        "a'",
        "a😀",
        "é",
        "4a",
        "http://",
        "\u0301",
        "s e n d  ",
        "a b, c",
        "sendmeyourpicthen",
        "our|secret|",
        "<b ",
        "||a",
        "&#",
        "@a @you ",
        "\u202eab ",
        "\U0001f1f8\U0001f1ea\U0001f1e8",
        "a1b2",
    ],
)
def test_cost_is_linear_in_the_length(text):
    """Four times the text costs about four times as much; quadratic work costs sixteen times as much."""

    def cost(size):
        message = text * (size // len(text))
        times = []
        for _ in range(3):
            start = time.perf_counter()
            TOKENIZER.words(message)
            times.append(time.perf_counter() - start)
        return min(times)

    assert cost(240_000) < 9 * cost(60_000) + 0.01


@given(messages)
def test_characters_that_folding_drops_make_no_word(text):
    if not fold(text).strip():
        assert TOKENIZER.words(text) == []
