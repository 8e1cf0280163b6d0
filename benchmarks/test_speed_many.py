"""Many messages at once."""

import pytest
from texts import repeated

_PART = 10_000


@pytest.mark.parametrize("count", [_PART, 1_000_000])
def test_many_messages(count, competitor, messages, timed, pytestconfig):
    """Batches, by the fastest call of each competitor."""
    if count > _PART and not pytestconfig.getoption("--full"):
        pytest.skip("takes minutes; run with --full")
    texts = repeated(messages, count)
    timed(f"{count:,} messages", competitor.name, in_parts, competitor.many, texts, rounds=3 if count == _PART else 1,
          forget=competitor.forget)  # fmt: skip


def in_parts(call, texts):
    """Call for ten thousand texts at a time: a matrix of a million rows would measure the memory."""
    for start in range(0, len(texts), _PART):
        call(texts[start : start + _PART])
