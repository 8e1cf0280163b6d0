"""Finding the language of a message, and reading it: the tokenizer with languages besides English."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.fold import fold
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.other_languages import OtherLanguages
from grooming_risk.text.tokenizer import Tokenizer
from support.small_language import SMALL, SPELLING, THAI

WORDS = ["send", "me", "the", "secret", "no", *SPELLING, "слику", "ส่งรูปมาหน่อย", "qqzz", "12", "😂", "s3nd"]

ENGLISH = Tokenizer(read_lexicon(), ("pal",))


def outlines():
    return [SMALL.outline, THAI.outline]


def load(code):
    return {"xx": SMALL, "th": THAI}[code]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer(read_lexicon(), ("pal",), others=OtherLanguages(outlines, load))


def test_a_message_is_read_in_its_language(tokenizer):
    assert tokenizer.words("posalji sliku") == ["xx:poslati", "xx:slika"]


def test_a_script_of_its_own_is_read_as_the_other_one(tokenizer):
    assert tokenizer.words("слику") == ["xx:slika"]


def test_words_of_both_are_the_languages_in_its_message_and_english_elsewhere(tokenizer):
    assert tokenizer.words("no, posalji") == ["xx:no", "xx:poslati"]
    assert tokenizer.words("no way") == ENGLISH.words("no way")


def test_a_word_between_english_ones_is_read_in_its_language(tokenizer):
    assert tokenizer.words("send me the sliku tonight") == ["send", "me", "the", "xx:slika", "tonight"]


def test_an_unknown_word_of_a_message_has_the_mark_of_its_language(tokenizer):
    words = tokenizer.words("posalji blokadu")

    assert words == ["xx:poslati", "xx:blokadu"]
    assert [tokenizer.is_known(word) for word in words] == [True, False]


@pytest.mark.parametrize("text", ["the sliku'd one", "sliku's", "send me sliku'll"])
def test_a_message_is_read_alike_whatever_was_read_before(text):
    fresh, used = (Tokenizer(read_lexicon(), ("pal",), others=OtherLanguages(outlines, load)) for _ in range(2))
    used.words("sliku")

    assert fresh.words(text) == used.words(text)
    assert "xx:slika" in fresh.words(text)


def test_a_disguise_is_undone_in_its_language(tokenizer):
    assert tokenizer.words("posalji sl1ku") == ["xx:poslati", "xx:slika"]
    assert tokenizer.words("posalji s l i k u") == ["xx:poslati", "xx:slika"]


def test_a_typo_is_mended_in_its_language(tokenizer):
    assert tokenizer.words("posallji sliku") == ["xx:poslati", "xx:slika"]


def test_a_word_of_two_scripts_is_a_disguise_and_no_language(tokenizer):
    assert tokenizer.words("sесret") == ["secret"]  # two Cyrillic letters


def test_text_without_blanks_is_cut_into_the_fewest_words(tokenizer):
    assert tokenizer.words("ส่งรูปมาหน่อย") == ["th:ส่ง", "th:รูป", "th:มา", "th:หน่อย"]


def test_stretched_letters_without_blanks_count_once(tokenizer):
    text = "มากกกกก"

    assert tokenizer.words(text) == ["th:มาก"]
    assert [(token.start, token.end) for token in tokenizer.tokens(text)] == [(0, len(text))]


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=40))
def test_tokens_are_the_words_with_spans_in_order(tokenizer, text):
    tokens = tokenizer.tokens(text)

    assert [token.word for token in tokens] == tokenizer.words(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert [token.start for token in tokens] == sorted(token.start for token in tokens)


@given(
    st.lists(st.sampled_from(["send", "me", "the", "secret", "no", "12", "😂", "s3nd", "qqzz", "pictrue"])).map(
        " ".join
    )
)
def test_english_is_read_as_without_other_languages(tokenizer, text):
    assert tokenizer.words(text) == ENGLISH.words(text)


def test_languages_are_outlined_and_loaded_when_first_met():
    asked = []

    def told_outlines():
        asked.append("outlines")
        return outlines()

    def told_load(code):
        asked.append(code)
        return load(code)

    tokenizer = Tokenizer(read_lexicon(), ("pal",), others=OtherLanguages(told_outlines, told_load))

    tokenizer.words("send me the secret, pal")
    assert not asked
    tokenizer.words("zzqq")
    assert asked == ["outlines"]
    tokenizer.words("posalji")
    tokenizer.words("slika")
    assert asked == ["outlines", "xx"]


def test_a_copy_holds_no_words_of_messages():
    others = OtherLanguages(outlines, load)
    others.meets("sliku")
    copy = pickle.loads(pickle.dumps(others))

    assert others.met == {"sliku"}
    assert not copy.met
    assert copy.meets("sliku")


def test_the_language_that_knows_most_words_wins():
    others = OtherLanguages(outlines, load)

    assert others.likeliest(fold("posalji sliku"), set())[0] == "xx"
    assert others.likeliest(fold("posalji ส่งรูปมาหน่อยมาก"), set())[0] == "th"
    assert others.likeliest(fold("posalji the pal"), {"the", "pal"}) == ("xx", False)
