"""The sums are those of the rules, to the last digit: nasty text, chat, other settings, unknown words alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk.scoring import sums as sums_module
from grooming_risk.scoring.memo import Memo
from grooming_risk.scoring.scorer import default_model
from grooming_risk.scoring.sums import Sums
from grooming_risk.text.analyzer import Settings
from grooming_risk.text.windows import windows
from support.small_model import scorer_with
from support.strategies import WORDS, analyzer_settings, messages
from support.term_sums import TermSums

ODD = ["qzzx", "qzzxa", "xaqzzx", "zxqzxq", "wzzxq"]
"""Words that nobody knows, with pieces in common."""

MODEL = default_model()
PLAIN = TermSums(MODEL)
SUMS = MODEL.sums

repeated_words = st.lists(st.sampled_from([*WORDS[:12], *ODD, "video", "call", "home", "do", "not"]), max_size=200)


def assert_same_sums(words, plain=PLAIN, sums=SUMS):
    for part in windows(words):
        terms, names = sums.read(part)
        expected, expected_names = plain.read(part)
        assert names == expected_names
        assert sum(terms, 0j) == expected
        assert sum(sums.begin(part), 0j) == plain.begin(part)
        assert sum(sums.end(part), 0j) == plain.end(part)
        assert sum(sums.of_names(names), 0j) == plain.of_names(names)
        assert sum(sums.part(part), 0j) == plain.of_part(part)
    if words:
        assert [sum(part, 0j) for part in sums.parts(words)] == [plain.of_part(part) for part in windows(words)]


@given(messages)
def test_sums_of_nasty_text(text):
    assert_same_sums(MODEL.analyzer.tokenizer.words(text))


@given(repeated_words)
def test_sums_of_words_that_come_again_known_or_not(words):
    assert_same_sums([word for chunk in words for word in MODEL.analyzer.tokenizer.words(chunk)])


@settings(deadline=None, max_examples=40)  # a new setting costs a new table
@given(
    repeated_words,
    analyzer_settings,
)
def test_sums_for_other_settings(words, chosen):
    model = scorer_with(chosen)

    assert_same_sums(words, TermSums(model), model.sums)


@pytest.mark.parametrize("name", ["word_ngrams", "concept_ngrams"])
@pytest.mark.parametrize("longest", [0, 3, "2"])
def test_runs_of_other_lengths_are_refused(name, longest):
    with pytest.raises(ValueError, match=f"{name} must be 1 or 2, not {longest!r}"):
        scorer_with(Settings(**{name: longest}))


def test_what_is_remembered_starts_anew_and_nothing_changes(monkeypatch):
    monkeypatch.setattr(sums_module, "cached", lambda make, *_: Memo(make, 5).__getitem__)
    small = Sums(MODEL.artifact, MODEL.analyzer)
    for text in load_corpus("held_out")["text"][:300]:
        assert_same_sums(MODEL.analyzer.tokenizer.words(text), sums=small)


def test_threads_do_not_disturb_each_other():
    rows = [MODEL.analyzer.tokenizer.words(text) for text in load_corpus("held_out")["text"][:300]]
    expected = [PLAIN.of_part(words) for words in rows]
    fresh = Sums(MODEL.artifact, MODEL.analyzer)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [sum(fresh.part(words), 0j) for words in rows], range(8)))
    assert all(one == expected for one in found)


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_sums_of_the_corpus(split):
    for text in load_corpus(split)["text"][:1000]:
        assert_same_sums(MODEL.analyzer.tokenizer.words(text))


def test_sums_of_texts_of_many_windows():
    talk = " ".join(load_corpus("held_out")["text"][:200])
    for limit in (100, 120, 121, 130, 1000):
        assert_same_sums(MODEL.analyzer.tokenizer.words(talk)[:limit])
