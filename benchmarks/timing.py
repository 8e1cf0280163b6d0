"""Timing as ratios need it: one call, and the median of many once both sides have warmed up."""

import time
from statistics import median


def seconds(call, *arguments):
    """Return how long a call takes."""
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def steady(call, arguments):
    """Return the median time of a call in its second round: by then both sides remember the words they have met."""
    return [median(seconds(call, argument) for argument in arguments) for _ in range(2)][1]
