"""TF-IDF: names, norm, unknown terms."""

import numpy as np
import pytest
from hypothesis import given

from grooming_risk import ChatTfidfVectorizer
from support.strategies import messages

TEXTS = ["send me a pic", "nice pic of the cat", "the cat sat", "the dog sat", "send the dog home"]
FITTED = ChatTfidfVectorizer(min_df=1).fit(TEXTS)


def test_feature_names_are_the_columns():
    vectorizer = ChatTfidfVectorizer(min_df=1)
    rows = vectorizer.fit_transform(TEXTS)

    assert rows.shape == (len(TEXTS), len(vectorizer.get_feature_names_out()))
    assert [vectorizer.vocabulary_[name] for name in vectorizer.get_feature_names_out()] == list(range(rows.shape[1]))


def test_rows_of_known_terms_have_norm_one():
    vectorizer = ChatTfidfVectorizer(min_df=1)
    rows = vectorizer.fit_transform(TEXTS)

    assert np.sqrt(rows.multiply(rows).sum(axis=1)) == pytest.approx(1)


def test_unknown_words_count_in_the_norm_but_have_no_column():
    strict, loose = (ChatTfidfVectorizer(min_df=1, unknown_weight=weight).fit(TEXTS) for weight in (1.0, 0.0))
    known, mixed = "cat sat down", "cat sat qqqq wwww down"
    column = strict.vocabulary_["sat"]

    assert strict.transform([mixed])[0, column] < strict.transform([known])[0, column]
    assert strict.transform([mixed])[0, column] < loose.transform([mixed])[0, column]


def test_a_word_said_twice_counts_once():
    plain = {"word_ngrams": 1, "concept_ngrams": 1, "pair_distance": 0, "begin_words": 0, "end_words": 0}
    vectorizer = ChatTfidfVectorizer(min_df=1, **plain).fit(TEXTS)

    assert (vectorizer.transform(["cat dog cat cat"]) != vectorizer.transform(["cat dog"])).nnz == 0


def test_document_frequency_counts_lines_not_variants():
    texts = ["zebra ride", "zebra ride!", "zebra ride?", "camel ride"]

    assert "zebra" in ChatTfidfVectorizer(min_df=2).fit(texts).vocabulary_
    assert "zebra" not in ChatTfidfVectorizer(min_df=2).fit(texts, lines=["a", "a", "a", "b"]).vocabulary_
    assert "ride" in ChatTfidfVectorizer(min_df=2).fit(texts, lines=["a", "a", "a", "b"]).vocabulary_


def test_settings_reach_the_terms():
    names = (
        ChatTfidfVectorizer(min_df=1, word_ngrams=1, concept_ngrams=1, pair_distance=0, begin_words=1, end_words=1)
        .fit(TEXTS)
        .get_feature_names_out()
    )

    assert not [name for name in names if " " in name]


@given(messages)
def test_no_row_is_longer_than_one(text):
    row = FITTED.transform([text])

    assert np.isfinite(row.data).all()
    assert row.multiply(row).sum() <= 1 + 1e-9


@pytest.mark.parametrize("bad", ["one message", b"x", {"a": "b"}, [None]])
def test_input_other_than_a_list_of_messages_is_refused(bad):
    with pytest.raises(TypeError):
        ChatTfidfVectorizer().fit(bad)
