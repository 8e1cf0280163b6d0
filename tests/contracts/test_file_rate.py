"""The rates of lists and files are measured on files that hold what the table says."""

import pytest
from file_rate import KINDS, LONGEST, SHORTEST, Rate, chat_lines, file_rates, list_rates

from grooming_risk.scoring.scorer import default_model


@pytest.fixture(autouse=True)
def _chat(monkeypatch):
    texts = ["x" * size for size in range(1, 100)]
    monkeypatch.setattr("file_rate.chat_messages", lambda part: texts if part == "test" else [])


def test_messages_are_about_as_long_as_the_table_says():
    texts = chat_lines(500)
    assert len(texts) == 500
    assert {len(text) for text in texts} == {*range(SHORTEST, LONGEST + 1)}


def test_every_way_and_every_kind_of_file_is_measured(tmp_path):
    texts = chat_lines(40)
    ways = dict(list_rates(default_model(), texts))
    rates = list(file_rates(tmp_path, texts))

    assert {"list, one by one", "list of risks", "list of all heads", "score_many", "score_frame"} == ways.keys()
    assert [rate.name.rpartition(" ")[2] for rate in rates] == list(KINDS)
    assert min(*ways.values(), *(rate.ours for rate in rates), *(rate.other for rate in rates)) > 0
    for kind in KINDS:
        assert (tmp_path / f"copy.{kind}").read_bytes() == (tmp_path / f"chat.{kind}").read_bytes()


def test_a_ratio_of_two_is_twice_as_fast():
    assert Rate("file", ours=1.0, other=2.0, goal=0.5).ratio == pytest.approx(2.0)
