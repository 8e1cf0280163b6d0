"""The analyzer: terms of every block."""

from itertools import permutations

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


def test_a_phrase_that_goes_on_leaves_others_of_its_concept_alone():
    forms = {"video": "film", "movie": "film", "video call": "call", "movie night": "film", "movie night in": "stay"}

    for order in permutations(forms):
        for parted in (0, 2):  # words that another language adds later
            analyzer = Analyzer(LEXICON._replace(forms={form: forms[form] for form in order[parted:]}), [], Settings())
            analyzer.add_phrases({form: forms[form] for form in order[:parted]})
            found = {form: [name for name, *_ in analyzer.concepts(form.split())] for form in (*forms, "movie call")}

            assert found == {**{form: [name] for form, name in forms.items()}, "movie call": ["film"]}


def test_phrases_of_a_concept_share_their_end():
    trie = Analyzer(LEXICON, [], Settings()).phrase_trie

    assert trie["pic"] is trie["selfie"]
    assert trie["video"] == {"": "film", "call": {"": "call"}}
