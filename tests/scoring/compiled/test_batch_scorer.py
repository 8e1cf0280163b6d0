"""The machine code gives the numbers of the scorer: nasty text, chat, other settings, full books, several ways in."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grooming_risk import load_corpus, score_frame
from grooming_risk.labels import HEADS
from grooming_risk.scoring import frame as scoring_frame
from grooming_risk.scoring import many
from grooming_risk.scoring.compiled import batch_scorer, chunk_table
from grooming_risk.scoring.compiled.batch_scorer import BatchScorer
from grooming_risk.scoring.scorer import Scorer, default_model
from support.strategies import WORDS, analyzer_settings, messages

MODEL = default_model()
BULK = BatchScorer(MODEL)
ALL = tuple(range(len(HEADS)))
ODD = ["qzzx", "qzzxa", "xaqzzx", "zxqzxq", "wzzxq", "s e c r e t", "s.e.n.d", "send_it", "a b c", "1 2 3 4"]

again = st.lists(st.sampled_from([*WORDS[:12], *ODD, "video", "call", "home", "do not", "p i c"]), max_size=200)
chat = st.lists(st.one_of(messages, again.map(" ".join)), max_size=6)


def assert_same(texts, model=MODEL, bulk=BULK):
    log_odds, shares = bulk.score_batch(texts, ALL)
    alone, _ = bulk.score_batch(texts)
    for text, row, risk, coverage in zip(texts, log_odds, alone, shares, strict=True):
        expected = model.log_odds(text)
        assert row.tolist() == expected  # to the last digit: the sums are exact, see `exact`
        assert risk[0] == expected[0]
        assert coverage == model.coverage(text)


@given(chat)
@settings(deadline=None)
def test_nasty_text(texts):
    assert_same(texts)


@given(st.text(st.sampled_from("ab c._-1\t\n\x00\x1b\u200b\u3000ａé`'"), max_size=40))
@settings(deadline=None, max_examples=300)
def test_letters_that_stand_apart_or_nearly(text):
    assert_same([text, text + "s e n d", "s e n d" + text])


@given(
    st.lists(st.sampled_from(["our", "a", "😂", "❤️", ":)", "?", "—", "\u093f", "\U0001f1f8", "||", "@our"]), max_size=9)
)
@settings(deadline=None, max_examples=300)
def test_signs_between_words(parts):
    assert_same([" ".join(parts), "".join(parts)])


signs = st.text(st.sampled_from("?'\".,)!(;"), max_size=5)


@given(st.lists(st.tuples(signs, st.sampled_from(["www", "u", "ur", "secret", "qzzx", "b4", "com", "it's"]), signs)))
@settings(deadline=None, max_examples=300)
def test_words_between_punctuation(parts):
    assert_same([" ".join(map("".join, parts)), "".join(map("".join, parts))])


@given(
    st.lists(st.sampled_from(["terces", "ruo", "peek", "mom", "ruoy", "llet", "12", "@sam", "www.example.org", ":)"])),
    st.booleans(),
)
@example(["terces", "ruo", "peek", "mom", "ruoy", "llet", "www.example.org", "@sam", "5", "6", "7", "8"], False)
@settings(deadline=None)
def test_words_turned_round_among_classes(words, in_order):
    assert_same([" ".join(sorted(words) if in_order else words)])


@pytest.mark.parametrize("split", ["train", "held_out"])
def test_the_corpus(split):
    assert_same(load_corpus(split)["text"].tolist()[:1500])


def test_texts_of_many_windows():
    talk = " ".join(load_corpus("held_out")["text"][:400]).split()
    assert_same([" ".join(talk[:count]) for count in (14, 15, 16, 20, 21, 119, 120, 121, 122, 1000)])


def test_long_pieces_and_long_texts():
    assert_same(["x" * 127, "x" * 128, "x" * 129, "é" * 64, "é" * 65, "hi " * 30_000, "😀" * 3000, " " * 70_000])


@settings(deadline=None, max_examples=12)  # new settings cost new tables
@given(
    again,
    analyzer_settings,
)
def test_other_settings(words, chosen):
    model = model_with(chosen)
    assert_same([" ".join(words), " ".join(words[:9])], model, BatchScorer(model))


def test_a_book_that_is_full_is_emptied_and_nothing_changes(monkeypatch):
    monkeypatch.setattr(batch_scorer, "MOST_CHUNKS", 50)
    monkeypatch.setattr(batch_scorer, "BATCH", 7)
    bulk = BatchScorer(MODEL)
    texts = load_corpus("held_out")["text"].tolist()[:60]
    for _ in range(2):
        assert_same(texts, bulk=bulk)


def test_pieces_that_fall_into_one_place_are_read_all_the_same(monkeypatch):
    monkeypatch.setattr(chunk_table, "_SLOTS", 8)
    assert_same(load_corpus("held_out")["text"].tolist()[:100], bulk=BatchScorer(MODEL))


def test_batches_hold_every_message_once():
    texts = ["x" * 90_000, "", *["hi"] * 9_000, "y" * 200_000, "z" * 50_000] * 2
    batches = list(batch_scorer._batches(texts, 0, len(texts)))
    assert [place for begin, end in batches for place in range(begin, end)] == list(range(len(texts)))
    assert all(end - begin == 1 or sum(map(len, texts[begin:end])) <= 256_000 for begin, end in batches)


@pytest.fixture
def machine_code(monkeypatch):
    monkeypatch.setattr(many, "WORTH", 0)
    monkeypatch.setattr(scoring_frame, "WORTH", 0)


@pytest.mark.usefixtures("machine_code")
def test_lists_and_tables_are_read_by_it(monkeypatch):
    texts = load_corpus("held_out")["text"].tolist()[:300]
    expected = [MODEL.score(text) for text in texts]
    monkeypatch.setattr(Scorer, "score", None)  # what is not read by it fails

    scores = list(MODEL.score_many(texts))
    frame = score_frame(pd.DataFrame({"text": texts}), model=MODEL)
    assert [score.risk for score in scores] == [score.risk for score in expected]
    assert [score.level for score in scores] == [score.level for score in expected]
    assert frame["risk"].tolist() == [score.risk for score in expected]
    for name in ("disclosure", "coverage"):
        assert frame[name].tolist() == [getattr(score, name) for score in expected]
    assert frame["found"].tolist() == [score.found for score in expected]
    assert [score.evidence for score in scores] == [score.evidence for score in expected]


@pytest.mark.usefixtures("machine_code")
def test_a_message_that_is_none_is_named_when_it_is_reached():
    scores = MODEL.score_many(["gg"] * 4_050 + [7] + ["gg"] * 100)

    assert [next(scores).level for _ in range(4_050)] == ["none"] * 4_050
    with pytest.raises(TypeError, match="not int"):
        next(scores)


@pytest.mark.usefixtures("machine_code")
def test_a_stream_is_read_message_by_message():
    read = []
    scores = MODEL.score_many(read.append(text) or text for text in ["gg"] * 100)

    next(scores)
    assert len(read) == 1


def test_it_waits_until_it_pays(monkeypatch):
    monkeypatch.setattr(many, "WORTH", 100)
    read = []
    monkeypatch.setattr(BatchScorer, "scores", lambda bulk, texts, **options: read.append(len(texts)) or [])
    for texts in (["gg"] * 99, ["gg"] * 100, ["gg"] * 3):
        list(MODEL.score_many(texts))
    assert read == [100]
    list(many.score_list(MODEL, ["gg"] * 3, compiled=MODEL.compiled))  # where the caller has many lists
    assert read == [100, 3]


def test_threads_do_not_disturb_each_other():
    texts = load_corpus("held_out")["text"].tolist()[:400]
    expected = BULK.score_batch(texts)[0].tolist()
    bulk = BatchScorer(MODEL)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: bulk.score_batch(texts)[0].tolist(), range(24)))
    assert all(one == expected for one in found)


def test_a_numba_that_cannot_be_used_is_told():
    code = (
        "import sys, types, warnings\n"
        "class Broken(types.ModuleType):\n"
        "    def __getattr__(self, name): raise ImportError('Numba needs NumPy 2.2 or less')\n"
        "sys.modules['numba'] = Broken('numba')\n"
        "from grooming_risk import score, score_many; from grooming_risk.scoring import many\n"
        "many.WORTH = 0\n"
        "with warnings.catch_warnings(record=True) as told:\n"
        "    warnings.simplefilter('always')\n"
        "    assert [s.risk for s in score_many(['gg wp'] * 60)] == [score('gg wp').risk] * 60\n"
        "assert 'NumPy 2.2' in str(told[0].message), told"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_without_numba_the_numbers_are_the_same():
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from grooming_risk import score, score_many; from grooming_risk.scoring import many\n"
        "many.WORTH = 0\n"
        "texts = ['gg wp', 'our secret ok'] * 60\n"
        "assert [s.risk for s in score_many(texts)] == [score(t).risk for t in texts]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_blank_messages_have_no_risk():
    assert [score.risk for score in BULK.scores(["", " \t", "\u200b"])] == [0, 0, 0]
    assert np.isfinite(BULK.score_batch([""])[0]).all()
    assert BULK.score_batch([])[0].shape == (0, 1)


@cache
def model_with(chosen):
    return Scorer(MODEL.artifact._replace(settings=chosen))


@pytest.mark.parametrize(
    "text",
    [
        "our secret 😂 ok eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9 dont tell",
        "dont 😂 tell aGVsbG8gd29ybGQgdGhpcyBpcyBhIHRlc3Q= mom",
        "don't 😂 tell ř٠o mom",
    ],
)
def test_encoded_data_beside_a_sign_is_read_as_one_message_is(text):
    model = default_model()

    assert BatchScorer(model).score_batch([text])[0][0, 0] == model.log_odds(text)[0]
