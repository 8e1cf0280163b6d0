"""Scoring: the contract of `score`, its evidence, bad input, long input, disguises."""

import copy
import pickle
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import (
    LEVELS,
    PATTERNS,
    Conversation,
    GroomingRiskClassifier,
    calibrate,
    calibrate_conversations,
    compare,
    load_conversations,
    load_corpus,
    score,
    score_conversations,
    score_frame,
    score_many,
    suggest,
)
from grooming_risk.errors import GroomingRiskError
from grooming_risk.labels import DISCLOSURE, HEADS
from grooming_risk.model.site import Site, Threshold
from grooming_risk.review import predict
from grooming_risk.scoring.scorer import Scorer, default_model, load_model
from support.strategies import WORDS, messages

RISKY = "dont tell your parents, send me a pic on snap"
HARMLESS = "what time is practice on saturday"


def log_odds(probability):
    return float(np.log(probability) - np.log1p(-probability))


@pytest.fixture(scope="module", autouse=True)
def loaded():
    """Load the model before examples are timed."""
    default_model()


@given(messages)
def test_score_keeps_its_contract(text):
    s = score(text)

    assert 0 <= s.risk <= 1
    assert float(s) == s.risk
    assert s.level in LEVELS
    assert tuple(s.patterns) == PATTERNS
    assert all(0 <= value <= 1 for value in s.patterns.values())
    assert 0 <= s.disclosure <= 1
    assert 0 <= s.coverage <= 1
    assert all(text[e.start : e.end] == e.text and e.pattern in PATTERNS and e.weight > 0 for e in s.evidence)
    assert (s.level == "none") <= (s.evidence == ())


def test_levels_are_the_thresholds_of_the_model():
    bounds = default_model().thresholds["levels"]

    assert 0 < bounds["low"] < bounds["medium"] < bounds["high"] < 1
    for text in load_corpus("held_out")["text"]:
        s = score(text)
        assert LEVELS.index(s.level) == sum(s.risk >= bound for bound in bounds.values())


def test_risky_message_is_told_from_a_harmless_one_and_says_why():
    risky = score(RISKY)

    assert risky.level in ("medium", "high")
    assert score(HARMLESS).level == "none"
    assert risky.evidence
    assert risky.evidence == tuple(sorted(risky.evidence, key=lambda e: -e.weight))
    assert "parents" in " ".join(e.text for e in risky.evidence)


@given(messages)
def test_found_are_the_patterns_at_or_above_their_thresholds(text):
    s, marks = score(text), default_model().thresholds["patterns"]

    assert s.found == tuple(name for name in PATTERNS if s.patterns[name] >= marks[name])
    if s.found and s.level != "none":
        assert {e.pattern for e in s.evidence} <= set(s.found)
    elif s.level != "none":
        assert {e.pattern for e in s.evidence} <= {max(PATTERNS, key=s.patterns.__getitem__)}


def test_asking_for_help_is_no_risk():
    s = score("he keeps asking me for pictures and told me not to tell my mom, i am scared, please help")

    assert s.disclosure > 0.5
    assert s.level in ("none", "low")


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u200b\ufeff", "...", "\ud800"])
def test_blank_message_has_no_risk_and_no_coverage(blank):
    s = score(blank)

    assert (s.risk, s.level, s.coverage, s.disclosure, s.evidence) == (0.0, "none", 0.0, 0.0, ())
    assert set(s.patterns.values()) == {0.0}


@pytest.mark.parametrize("bad", [b"hi", bytearray(b"hi"), None, float("nan"), 7, ["hi"], {"text": "hi"}, object()])
def test_what_is_no_text_is_refused_by_type(bad):
    with pytest.raises(TypeError, match=type(bad).__name__):
        score(bad)


@pytest.mark.parametrize("bad", ["hi", b"hi", {"text": "hi"}, pd.DataFrame({"text": ["hi"]}), None, 7])
def test_what_is_no_series_of_messages_is_refused_at_once(bad):
    with pytest.raises(TypeError):
        score_many(bad)


def test_score_many_keeps_order_repeats_and_is_lazy():
    texts = [RISKY, HARMLESS, "", RISKY]
    expected = [score(text).risk for text in texts]

    assert [s.risk for s in score_many(texts)] == expected
    assert [s.risk for s in score_many(np.array(texts))] == expected
    assert [s.risk for s in score_many(pd.Series(texts, index=[4, 3, 2, 1]))] == expected
    endless = score_many(iter(lambda: HARMLESS, None))
    assert next(endless).level == next(endless).level == "none"


def test_a_message_that_is_no_text_is_refused_when_it_is_reached():
    scores = score_many([HARMLESS, float("nan")])

    assert next(scores).level == "none"
    with pytest.raises(TypeError, match="float"):
        next(scores)


@given(messages, st.sampled_from(HEADS))
def test_contributions_sum_to_the_log_odds(text, head):
    model = default_model()
    parts = model.contributions(text, head)
    probability = model.probabilities(text)[head]

    if 1e-9 < probability < 1 - 1e-9:
        assert parts.base + sum(weight for _, weight in parts.words) == pytest.approx(log_odds(probability), abs=1e-6)
    elif not parts.words:
        assert probability == 0


@given(messages)
def test_evidence_is_the_positive_share_of_the_sum(text):
    model = default_model()
    s = score(text)
    for name in {e.pattern for e in s.evidence}:
        positive = sum(weight for _, weight in model.contributions(text, name).words if weight > 0)
        assert sum(e.weight for e in s.evidence if e.pattern == name) == pytest.approx(positive)


@given(messages)
def test_casing_of_plain_text_and_padding_change_nothing(text):
    assert score(f"\n {text} ").risk == score(text).risk
    if text.isascii():
        assert score(text.upper()).risk == score(text).risk


@pytest.mark.parametrize("words", [30, 100, 400])
def test_harmless_talk_around_a_risky_clause_does_not_hide_it(words):
    talk = " ".join((HARMLESS + " and then we had pizza").split() * (words // 10))

    assert score(talk).level == "none"
    assert score(f"{talk} {RISKY} {talk}").level in ("medium", "high")


@pytest.mark.parametrize(
    "disguised",
    [
        RISKY.upper(),
        RISKY.replace("parents", "p4rents").replace("pic", "p1c"),
        RISKY.replace("e", "е").replace("a", "а"),
        RISKY.replace("t", "t\u200b"),
        RISKY.replace("tell", "t e l l").replace("snap", "s.n.a.p"),
        RISKY.replace("parents", "parennnnts").replace("send", "seeeend"),
        RISKY.replace("pic", "p😀i😀c"),
    ],
)
def test_disguises_do_not_hide_a_risky_message(disguised):
    assert score(disguised).level in ("medium", "high")


@pytest.mark.timing
@pytest.mark.parametrize("piece", ["a", "send me a pic ", "a b ", "😀", "\u0301", "x.", "\ud800", "\u202e", "1"])
def test_megabytes_are_scored_in_linear_time(piece):
    def cost(size):
        text = piece * (size // len(piece))
        start = time.perf_counter()
        score(text)
        return time.perf_counter() - start

    cost(1000)
    assert cost(800_000) < 9 * cost(200_000) + 0.05


def test_representation_does_not_quote_the_message():
    assert "parents" not in repr(score(RISKY))


def test_plain_data_is_ready_for_json():
    import json

    data = json.loads(json.dumps(score(RISKY).to_dict(evidence=True)))

    assert set(data) == {"risk", "level", "disclosure", "coverage", "language", "patterns", "found", "evidence"}
    assert set(data["patterns"]) == set(PATTERNS)
    assert DISCLOSURE not in data["patterns"]


@given(st.permutations(WORDS[:8]))
def test_order_of_messages_does_not_matter_to_their_scores(words):
    assert sorted(s.risk for s in score_many(words)) == sorted(s.risk for s in score_many(WORDS[:8]))


def test_short_messages_are_remembered_within_bounds_and_counted():
    model = load_model()
    texts = ["gg", "our secret ok?", "gg", "x" * 25, "x" * 25]
    risks = [model.score(text).risk for text in texts]

    assert (model.cache_info().hits, model.cache_info().misses) == (1, 2)
    assert risks == [model.score(text).risk for text in texts]
    for number in range(10_050):
        model.score(f"gg {number}")
    assert model.cache_info().currsize == model.cache_info().maxsize == 10_000
    model.cache_clear()
    assert model.cache_info() == (0, 0, 10_000, 0)


def test_a_model_from_another_process_remembers_anew():
    model = load_model()
    model.score("gg")
    copy = pickle.loads(pickle.dumps(model))

    assert copy.cache_info().currsize == 0
    assert copy.score("our secret ok?").risk == model.score("our secret ok?").risk


@pytest.mark.parametrize(
    "text", ["13", "15", "im 12 u?", "send me a pic of the homework", "help me pls i cant beat this boss"]
)
def test_what_says_little_shows_no_pattern_and_no_cry_for_help(text):
    found = score(text)

    assert (found.found, found.asks_for_help) == ((), False)


def test_another_base_rate_moves_the_numbers_and_no_decision():
    usual, rare = load_model(), load_model(base_rate=1e-4)
    for text in ("dont tell your parents, send me a pic on snap", "gg wp", "how old are you", ""):
        one, other = usual.score(text), rare.score(text)
        assert other.risk <= one.risk
        assert (one.level, one.found, one.asks_for_help) == (other.level, other.found, other.asks_for_help)


@pytest.mark.parametrize("rate", [0, 1, -0.1, float("nan"), "1", True])
def test_a_base_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="base rate"):
        load_model(base_rate=rate)


@pytest.mark.parametrize("wrap", [list, tuple, iter, pd.Series], ids=["list", "tuple", "iterator", "series"])
def test_the_message_of_many_that_is_none_is_named_by_its_number(wrap):
    scored = score_many(wrap(["gg", "wp", None, 3]))

    assert [next(scored).level, next(scored).level] == ["none", "none"]
    with pytest.raises(TypeError, match="message 2 must be a str, not NoneType"):
        next(scored)


def test_the_message_of_a_long_list_is_named_by_its_number(monkeypatch):
    monkeypatch.setattr("grooming_risk.scoring.many.BATCH", 10)
    with pytest.raises(TypeError, match="message 25 must be a str, not bytes; decode it first"):
        list(score_many([*["gg"] * 25, b"wp"]))


@pytest.mark.parametrize("model", ["models/default", Path("models"), {}, Scorer, GroomingRiskClassifier()])
def test_a_path_in_place_of_a_model_is_refused_with_what_to_do(model):
    for use in (
        lambda: score("gg", model=model),
        lambda: score_many(["gg"], model=model),
        lambda: score_frame(pd.DataFrame({"text": ["gg"]}), model=model),
        lambda: Conversation(model=model),
        lambda: score_conversations(pd.DataFrame({"text": [], "author": [], "conversation": []}), model=model),
        lambda: predict("gg", model),
        lambda: suggest(["gg"], model),
        lambda: calibrate(model, ["gg"] * 10, 2000),
        lambda: calibrate_conversations(model, load_conversations("validation"), 50),
        lambda: compare(model, model, load_corpus("validation"), rounds=1),
    ):
        with pytest.raises(TypeError, match=r"model must be what load_model returns, not \w+; write model=load_model"):
            use()


@given(messages)
def test_a_pickled_score_is_its_numbers_alone(text):
    s = score(text)
    data = pickle.dumps(s)
    back = pickle.loads(data)

    assert len(data) < 1024
    assert back == s
    assert hash(back) == hash(s)
    assert back.to_dict() == s.to_dict()
    assert (back.asks_for_help, back.found, float(back), repr(back)) == (s.asks_for_help, s.found, s.risk, repr(s))
    assert pickle.loads(pickle.dumps(back)) == s
    with pytest.raises(GroomingRiskError, match="holds no message, so it has no evidence"):
        _ = back.evidence
    assert s.evidence == score(text).evidence


def test_a_pickled_score_holds_no_text():
    s = score(f"{RISKY} zanzibarish")
    s.to_dict(evidence=True)

    assert all(word.encode() not in pickle.dumps(s) for word in ("zanzibarish", "parents", "snap"))


def test_scores_of_a_process_pool_are_those_of_this_process():
    texts = load_corpus("held_out")["text"].tolist()[:200]
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        found = list(pool.map(score, texts, chunksize=50))

    assert found == [score(text) for text in texts]


def test_a_copy_of_a_score_keeps_its_evidence_and_copies_no_model():
    s = score(RISKY)

    for copied in (copy.copy(s), copy.deepcopy(s), copy.deepcopy([s])[0]):
        assert copied == s
        assert copied.evidence == s.evidence
        assert copied._model is s._model


def test_scores_are_equal_by_their_numbers():
    site = made_site(default_model())

    assert score(RISKY) == score(RISKY)
    assert {score("gg wp"), score("gg wp")} == {score("gg wp")}
    assert score(RISKY) != score(HARMLESS)
    assert score(RISKY) != load_model(site=site).score(RISKY)
    assert score(RISKY) != score(RISKY).risk


def made_site(model):
    """Return a site that raises the threshold of every pattern."""
    levels = {name: Threshold(value) for name, value in model.thresholds["levels"].items()}
    levels = {name: levels[name] for name in LEVELS[1:]}
    return Site(model.artifact.sha256, levels, dict.fromkeys(PATTERNS, Threshold(1.0)), 0, 0)


def test_a_score_is_formatted_as_its_risk():
    s = score(RISKY)

    assert (f"{s:.2f}", f"{s:6.1%}", f"{s}") == (f"{s.risk:.2f}", f"{s.risk:6.1%}", repr(s))


def test_a_pattern_may_be_found_at_level_none_without_evidence():
    """Patterns have thresholds of their own; conversations count those of messages that stand out."""
    s = score("call me on whatsapp wen u land")
    state = Conversation().add("call me on whatsapp wen u land", author="kiki")

    assert (s.level, s.found, s.evidence) == ("none", ("platform_switch",), ())
    assert state.found == ()
