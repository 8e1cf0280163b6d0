"""What a conversation is to be: drawn by its seed, within bounds."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.corpus.schedule import draw_schedule
from grooming_risk.corpus.small_talk import SCENARIOS
from grooming_risk.labels import PATTERNS


@given(st.integers())
def test_schedule_is_drawn_by_its_seed_within_its_bounds(seed):
    schedule = draw_schedule(Random(seed))

    assert schedule == draw_schedule(Random(seed))
    assert schedule.scenario in SCENARIOS
    assert 6 <= schedule.length <= 150
    assert set(schedule.asks) <= {*PATTERNS, "disclosure"}
    assert schedule.kind == "harmless" or schedule.asks
