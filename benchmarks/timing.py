"""Timing for ratios: one call, and the median of many after a warm-up."""

import time
from statistics import median


def seconds(call, *arguments):
    """Return how long a call takes."""
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def steady(call, arguments):
    """Return the median time of a call in its second round, when both sides have cached the words."""
    return [median(seconds(call, argument) for argument in arguments) for _ in range(2)][1]
