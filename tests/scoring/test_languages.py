"""Scores in the languages besides English: the same numbers on every path, and English untouched."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import load_corpus, load_model, score, score_many
from grooming_risk.conversation.reader import Reader
from grooming_risk.corpus.language_lines import load_language_lines
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.text.language import language_codes, mark_of

CODES = language_codes()
LINES = {code: load_language_lines(code)["text"].tolist() for code in CODES}
ANY_LINE = st.sampled_from([line for lines in LINES.values() for line in lines[::7]])


@pytest.fixture(scope="module")
def english():
    return Scorer(load_model().artifact._replace(languages=()))


@pytest.mark.parametrize("code", CODES)
def test_lines_of_a_language_are_taken_for_it(code):
    languages = [score(line).language for line in LINES[code]]

    assert languages.count(code) / len(languages) > 0.9


def test_english_lines_are_taken_for_english():
    texts = [text for text in load_corpus("held_out")["text"] if len(text.split()) > 2]
    languages = [score(text).language for text in texts]

    assert languages.count("en") / len(languages) > 0.98


@pytest.mark.parametrize("code", CODES)
def test_lists_and_single_messages_have_the_same_numbers(code):
    lines = [*LINES[code][::5], "gg wp", *LINES["es"][:3], "dont tell your mom"]
    scores = list(score_many(lines))

    assert [one.risk for one in scores] == [score(line).risk for line in lines]
    assert [one.to_dict() for one in scores] == [score(line).to_dict() for line in lines]


@given(ANY_LINE, ANY_LINE)
def test_evidence_quotes_the_message_in_any_mixture(first, second):
    text = f"{first} {second}"

    for one in score(text).evidence:
        assert text[one.start : one.end] == one.text


@given(ANY_LINE)
def test_contributions_add_up_to_the_log_odds(text):
    model = default_model()
    base, words = model.contributions(text)

    assert base + sum(weight for _, weight in words) == pytest.approx(model.log_odds(text)[0], abs=1e-9)


@given(ANY_LINE)
def test_a_conversation_reads_a_message_as_a_score_does(text):
    model = default_model()

    assert Reader(model).read(text).risk == pytest.approx(model.log_odds(text)[0], abs=1e-9)


def test_english_without_a_word_of_another_language_has_the_same_score(english):
    model = default_model()
    texts = load_corpus("held_out")["text"].tolist()
    same = [text for text in texts if not any(map(mark_of, model.analyzer.tokenizer.words(text)))]

    assert len(same) > 0.97 * len(texts)
    for text in same:
        assert abs(model.score(text).risk - english.score(text).risk) <= 1e-9
        assert model.log_odds(text) == pytest.approx(english.log_odds(text), abs=1e-9)


@pytest.mark.parametrize("text", ["", "😂😂", "12 12", "qqqq zzzz", "ok ok ok"])
def test_what_is_of_no_language_has_none_or_english(text):
    assert score(text).language in (None, "en")


def test_a_pickled_score_keeps_its_language():
    one = score(LINES["es"][0])

    assert pickle.loads(pickle.dumps(one)).language == one.language == "es"


def test_a_pickled_model_reads_its_languages():
    model = pickle.loads(pickle.dumps(default_model()))

    for code in CODES:
        assert model.score(LINES[code][0]).risk == score(LINES[code][0]).risk


def test_the_model_says_its_languages():
    languages = default_model().languages

    assert languages["en"] == ["en"]
    assert sorted(languages) == sorted(["en", *CODES])
    assert {"sr", "hr", "bs"} <= set(languages["sh"])


def test_reading_a_language_leaves_the_model_as_it_was_loaded():
    """Scorers of the same model share its terms; each reads languages for itself."""
    model = load_model()
    texts = [LINES[code][0] for code in CODES]
    risks = [model.score(text).risk for text in texts]

    assert len(model.sums.idf) > len(model.artifact.idf)
    assert len(model.artifact.terms) == len(model.artifact.idf)
    assert [Scorer(model.artifact).score(text).risk for text in texts] == risks
