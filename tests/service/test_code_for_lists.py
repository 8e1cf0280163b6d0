"""A service loads machine code beside its work once lists are long enough; the answers stay the same bytes."""

import time

import pytest

from grooming_risk.scoring.compiled.batch_scorer import BatchScorer
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.service import code_for_lists
from support.service_client import app_client


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr(code_for_lists, "WORTH", 5)
    with app_client(tmp_path) as client:
        yield client


def answer(client, evidence=False):
    body = b'{"texts": ["gg wp", "our secret ok? dont tell ur mom", "to je na\\u0161a tajna", "", "\\ud83d nemoj"]'
    content = body + (b', "evidence": true}' if evidence else b"}")
    found = client.post("/v1/score", content=content, headers={"content-type": "application/json"})
    assert found.status_code == 200
    return found.content


def test_answers_are_the_same_bytes_before_and_after_it_is_loaded(client, monkeypatch):
    calls, block = [], BatchScorer.block
    monkeypatch.setattr(BatchScorer, "block", lambda code, texts: calls.append(len(texts)) or block(code, texts))
    first = answer(client)
    end = time.monotonic() + 60
    while 5 not in calls and time.monotonic() < end:  # it is loaded in a thread of its own
        assert answer(client) == first
    assert 5 in calls

    calls.clear()
    explained = answer(client, evidence=True)
    assert calls == []
    assert b'"evidence"' in explained


def test_few_messages_need_none(client, monkeypatch):
    monkeypatch.setattr(code_for_lists, "WORTH", 1_000)
    monkeypatch.setattr(Scorer, "compiled", property(lambda model: pytest.fail("loaded")))
    assert answer(client) == answer(client)


def test_without_numba_messages_are_scored_one_by_one(client, monkeypatch):
    monkeypatch.setattr(Scorer, "compiled", property(lambda model: None))
    assert answer(client) == answer(client) == answer(client)
