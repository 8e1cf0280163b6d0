"""One model, many threads: caches that fill and start anew under load never change a score, nor raise."""

import asyncio
import copy
import pickle
import random
import string
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from grooming_risk import Conversation, advise, load_model, score_many
from grooming_risk.guidance.language_files import read_language_file
from grooming_risk.pages.environment import environment
from grooming_risk.scoring import scorer as scorers
from grooming_risk.scoring.memo import Memo
from support.strategies import WORDS

THREADS = 8
RANDOM = random.Random(19)


def random_word():
    return RANDOM.choice(WORDS) if RANDOM.random() < 0.6 else "".join(RANDOM.choices(string.ascii_letters + "1é", k=6))


TEXTS = [" ".join(random_word() for _ in range(RANDOM.randint(1, 9))) for _ in range(240)]


@pytest.fixture
def busy(monkeypatch):
    """Caches so small that they start anew all the time, and threads that take turns all the time."""
    for module in ("sums", "part_sums"):
        monkeypatch.setattr(f"grooming_risk.scoring.{module}.cached", lambda make, *_: Memo(make, 20).__getitem__)
    monkeypatch.setattr("grooming_risk.scoring.part_sums.PAIRS", 20)
    monkeypatch.setattr("grooming_risk.text.chunk_cache._MOST", 20)
    monkeypatch.setattr("grooming_risk.scoring.compiled.batch_scorer.MOST_CHUNKS", 20, raising=False)
    monkeypatch.setattr(scorers, "_CACHED", 20)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield load_model()
    sys.setswitchinterval(interval)


def numbers(one):
    return one.risk, one.level, one.found, tuple(one.patterns.values()), one.disclosure, one.coverage, one.evidence


def one_by_one(model, texts):
    return [numbers(model.score(text)) for text in texts]


def as_a_list(model, texts):
    scored = model.compiled.scores(texts, patterns=True) if model.compiled else score_many(texts, model=model)
    return [numbers(one) for one in scored]


def as_a_chat(model, texts):
    chat = Conversation(model=model)
    states = [chat.add(text, author=str(place % 2), at=float(place)) for place, text in enumerate(texts)]
    return [[state.risk, state.level, *map(repr, state.alerts)] for state in states]


def in_a_copy(model, texts):
    return one_by_one(copy.deepcopy(model), texts[:9])


WAYS = (one_by_one, as_a_list, as_a_chat, in_a_copy)


def test_threads_get_the_scores_of_one(busy):
    expected = {way: way(load_model(), TEXTS) for way in WAYS}
    work = [way for way in WAYS for _ in range(2)]
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda way: way(busy, TEXTS), work))
    assert [way.__name__ for way, got in zip(work, found, strict=True) if got != expected[way]] == []


def test_tasks_of_one_event_loop_get_the_scores_of_one(busy):
    expected = one_by_one(load_model(), TEXTS)

    async def all_at_once():
        parts = [asyncio.to_thread(one_by_one, busy, TEXTS[place::THREADS]) for place in range(THREADS)]
        return await asyncio.gather(*parts)

    assert asyncio.run(all_at_once()) == [expected[place::THREADS] for place in range(THREADS)]


def at_the_same_moment(work):
    barrier = Barrier(THREADS)

    def wait_and_work(_):
        barrier.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(wait_and_work, range(THREADS)))


def test_the_shipped_model_is_loaded_once_however_many_threads_ask_first(monkeypatch):
    loads = []
    monkeypatch.setattr(scorers, "load_model", lambda: loads.append(1) or object())
    scorers.default_model.cache_clear()
    scorers._shipped_model.cache_clear()
    try:
        assert len(set(at_the_same_moment(scorers.default_model))) == len(loads) == 1
    finally:
        scorers.default_model.cache_clear()
        scorers._shipped_model.cache_clear()


def test_pages_and_texts_of_guidance_made_by_many_threads_first_are_equal():
    environment.cache_clear()
    read_language_file.cache_clear()
    template = "<q>{{ text }}</q> {{ 2 | counted('message') }}"
    pages = at_the_same_moment(lambda: environment().from_string(template).render(text="<b>"))
    assert set(pages) == {"<q>&lt;b&gt;</q> 2 messages"}
    read_language_file.cache_clear()
    assert len(set(map(repr, at_the_same_moment(lambda: advise("secrecy"))))) == 1


def test_a_copy_of_a_model_holds_no_words_of_messages():
    model = load_model()
    model.score("zanzibarish our qqqword").to_dict(evidence=True)
    assert "zanzibarish" in model.analyzer.tokenizer._words
    assert b"zanzibarish" not in pickle.dumps(model)
    assert "zanzibarish" not in copy.deepcopy(model).analyzer.tokenizer._words
