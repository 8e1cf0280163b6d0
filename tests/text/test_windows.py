"""Windows: every ten consecutive words are whole in one, and their number is linear."""

from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.text.windows import STRIDE, WHOLE_LIMIT, WINDOW, window_spans, windows


@given(st.integers(0, 2000))
def test_windows_cover_every_word_and_stay_short(count):
    spans = window_spans(count)

    assert {index for start, end in spans for index in range(start, end)} == set(range(count))
    assert all(end - start <= WINDOW for start, end in spans[1:])
    assert (spans[0] == (0, count)) == (count <= WHOLE_LIMIT)
    assert len(spans) <= count // STRIDE + 2


@given(st.integers(WINDOW + 1, 500), st.data())
def test_any_short_clause_is_whole_in_a_window(count, data):
    clause = WINDOW - STRIDE
    start = data.draw(st.integers(0, count - clause))

    assert any(a <= start and start + clause <= b and b - a <= WINDOW for a, b in window_spans(count))


def test_short_message_is_one_window():
    assert list(windows(["gg"])) == [["gg"]]
    assert list(windows([])) == [[]]
