"""Cost grows linearly with the length of a message."""

from texts import of_length

from grooming_risk import score
from timing import seconds

_SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def test_cost_is_linear_up_to_ten_million_characters(messages, ratios):
    """From a page to a library."""
    score("hi")
    costs = {}
    for size in _SIZES:
        text = of_length(messages, size, 1)[0]
        costs[size] = min(seconds(score, text) for _ in range(2)) / size
        ratios.of_ours[f"a character of {size:,} / of {_SIZES[0]:,}"] = costs[size] / costs[_SIZES[0]]

    # Twice the time for a character would still be no growth with the length: that is a hundred times as long.
    assert costs[_SIZES[-1]] < 3 * costs[_SIZES[1]]
