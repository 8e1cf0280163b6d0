"""The analyzer: terms of every block."""

from hypothesis import given

from grooming_risk.text.analyzer import Analyzer, Settings
from grooming_risk.text.lexicon import Lexicon, read_lexicon
from support.strategies import messages

FORMS = {
    "send": "send",
    "show": "send",
    "me": "me",
    "pic": "picture",
    "selfie": "picture",
    "video call": "call",
    "video": "film",
}
LEXICON = Lexicon(FORMS, {}, {}, {}, {})
SHIPPED = Analyzer(read_lexicon(), ["the"], Settings())


def terms(message, dictionary=("a", "the", "cat"), **settings):
    analyzer = Analyzer(LEXICON, dictionary, Settings(**settings))
    return set(analyzer.terms(analyzer.tokenizer.words(message)))


def test_paraphrases_share_their_concepts():
    first, second = terms("send me a pic"), terms("show me the selfie")

    assert {"+send me", "+me picture", "&picture send", "&me send"} <= first & second


def test_words_and_bigrams_are_terms():
    assert {"the", "cat", "the cat"} <= terms("the cat")
    assert "the cat" not in terms("the cat", word_ngrams=1)


def test_longest_phrase_wins():
    assert {"+call"} == {term for term in terms("video call") if term[0] == "+"}
    assert "+film" in terms("video the call")


def test_unknown_word_gives_character_ngrams_and_separates_its_neighbours():
    found = terms("the zyx cat")

    assert {"~<zy", "~zyx", "~yx>"} == {term for term in found if term[0] == "~"}
    assert "the cat" not in found
    assert "zyx" not in found


def test_pairs_keep_their_distance_limit():
    assert "&picture send" in terms("send me me pic", pair_distance=3)
    assert "&picture send" not in terms("send me me pic", pair_distance=2)
    assert not any(term[0] == "&" for term in terms("send me pic", pair_distance=0))


def test_repeating_a_word_adds_no_new_unigram():
    assert terms("cat") == terms("cat") & terms("cat cat cat")


@given(messages)
def test_every_term_names_words_that_are_there(text):
    analyzer = SHIPPED
    words = analyzer.tokenizer.words(text)

    assert all(0 <= first <= last < len(words) for _, first, last in analyzer.located_terms(words))
    assert set(analyzer.terms(words)) == {term for term, _, _ in analyzer.located_terms(words)}
