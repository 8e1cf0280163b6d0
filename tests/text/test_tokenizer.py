"""The tokenizer: standard words, disguises undone, spans in the original message, linear time."""

import time

import pytest
from hypothesis import given

from grooming_risk.text.chunk_reader import number_class
from grooming_risk.text.fold import fold
from grooming_risk.text.lexicon import read_lexicon
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
    ],
)
def test_disguise_of_a_known_word_is_undone(disguised):
    assert TOKENIZER.words(disguised) == ["secret"]


def test_wider_gaps_between_spaced_letters_separate_words():
    assert TOKENIZER.words("t h e  c a t") == ["the", "cat"]
    assert TOKENIZER.words("t h e c a t") == ["the", "cat"]


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

    assert cost(160_000) < 9 * cost(40_000) + 0.01


@given(messages)
def test_characters_that_folding_drops_make_no_word(text):
    if not fold(text).strip():
        assert TOKENIZER.words(text) == []
