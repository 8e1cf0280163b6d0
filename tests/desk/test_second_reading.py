"""The draw of second readings."""

import pytest

from grooming_risk.desk.second_reading import Draw

NAMES = [f"chat {number}" for number in range(4000)]


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_the_share_is_drawn_by_name_alone(share):
    drawn = {name for name in NAMES if Draw(share, 7).takes(name)}

    assert abs(len(drawn) / len(NAMES) - share) < 4 * (share * (1 - share) / len(NAMES)) ** 0.5
    assert drawn == {name for name in reversed(NAMES) if Draw(share, 7).takes(name)}
    assert drawn < {name for name in NAMES if Draw(share + 0.2, 7).takes(name)}  # a larger share keeps those drawn
    assert drawn != {name for name in NAMES if Draw(share, 8).takes(name)}
