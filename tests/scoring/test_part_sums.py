"""Sums of parts are those of the rules, to the last digit: for risk, for another head, for words that come again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus
from grooming_risk.labels import DISCLOSURE, HEADS
from grooming_risk.scoring import memo, part_sums
from grooming_risk.scoring.part_sums import PartSums
from grooming_risk.scoring.scorer import Scorer, default_model
from grooming_risk.scoring.terms import decision
from grooming_risk.text.analyzer import Settings
from grooming_risk.text.windows import windows
from support.small_model import scorer_with
from support.strategies import WORDS, analyzer_settings, messages
from support.term_sums import TermSums

ODD = ["qzzx", "qzzxa", "xaqzzx", "zxqzxq", "wzzxq"]
"""Words that nobody knows, with pieces in common."""

MODEL = default_model()
PLAIN = TermSums(MODEL)
HELP = HEADS.index(DISCLOSURE)

rows = st.lists(st.sampled_from([*WORDS[:12], *ODD, "video", "call", "home", "do", "not", "?"]), max_size=150)


def words_of(text):
    return MODEL.analyzer.tokenizer.words(text)


def assert_same(words, plain=PLAIN, sums=MODEL.part_sums):
    for part in windows(words) if words else ():
        assert sums.of_words(part) == plain.read(part)[0]
        assert sums.begin(part) == plain.begin(part)
        assert sums.end(part) == plain.end(part)
        assert sums.of_names(plain.read(part)[1]) == plain.of_names(plain.read(part)[1])
        assert sums.part(part) == plain.of_part(part)
    if words:
        assert sums.highest(words) == plain.highest(words)


@given(messages)
def test_nasty_text(text):
    assert_same(words_of(text))


@given(rows)
def test_words_that_come_again_known_or_not(row):
    assert_same([word for chunk in row for word in words_of(chunk)])


@settings(deadline=None, max_examples=40)  # a new setting costs a new table
@given(rows, analyzer_settings)
def test_other_settings(row, chosen):
    model = scorer_with(chosen)

    assert_same([word for chunk in row for word in words_of(chunk)], TermSums(model), model.part_sums)


def test_without_bigrams_pairs_add_nothing():
    model = Scorer(MODEL.artifact._replace(settings=Settings(word_ngrams=1)))

    assert_same(words_of("send me a pic, send me a pic"), TermSums(model), model.part_sums)


def test_texts_of_all_lengths():
    talk = words_of(" ".join(load_corpus("held_out")["text"][:900]))
    assert len(talk) > 3_000
    for count in [*range(1, 60), *range(110, 135), *range(995, 1035), *range(1105, 1130), 2_000, 2_010, 3_000]:
        assert MODEL.part_sums.highest(talk[:count]) == PLAIN.highest(talk[:count])


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_the_corpus(split):
    for text in load_corpus(split)["text"][:1000]:
        words = words_of(text)
        if words:
            assert MODEL.part_sums.highest(words) == PLAIN.highest(words)


def test_another_head():
    heads, sums = MODEL.heads, PartSums(MODEL.sums, HELP)
    for text in load_corpus("held_out")["text"][:1000]:
        if words := words_of(text):
            assert sums.highest(words) == max(decisions[HELP] for decisions in heads.decisions_of_parts(words))


def test_full_caches_start_anew_and_nothing_changes(monkeypatch):
    monkeypatch.setattr(part_sums, "PAIRS", 5)
    monkeypatch.setattr(memo.Memo.__init__, "__defaults__", (5,))
    small = PartSums(MODEL.sums, 0)
    for text in load_corpus("held_out")["text"][:300]:
        assert_same(words_of(text), sums=small)


def test_threads_do_not_disturb_each_other():
    lines = [words for text in load_corpus("held_out")["text"][:300] if (words := words_of(text))]
    expected = [PLAIN.highest(words) for words in lines]
    fresh = PartSums(MODEL.sums, 0)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: [fresh.highest(words) for words in lines], range(8)))
    assert all(one == expected for one in found)


def test_the_decision_is_the_share_of_the_head_in_the_norm():
    assert decision(3 + 6j) == 6 / 3**0.5
