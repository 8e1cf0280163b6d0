"""What lists take beside the machine code and the model is bounded, whatever the messages are."""

import sys

import pytest

from support.process import fresh

MEBIBYTE = 1024  # in kilobytes
MEASURE = """
import random, resource
from grooming_risk.scoring.scorer import default_model
compiled, draw = default_model().compiled, random.Random(5)

def show():
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

def unknown(count):
    return [" ".join("".join(draw.choices("abcdefgh", k=9)) for _ in range(3)) for _ in range(count)]

compiled.probabilities(["hi"])
show()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.full,
    pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory"),
]


def kilobytes(code):
    return [int(line) for line in fresh(MEASURE + code).split()]


@pytest.mark.parametrize(
    "text",
    [
        "'s e c r e t ' * 833_333",
        "chr(0x1F602) * 1_000_000",
        "''.join(map(chr, range(0x0E01, 0x0E2F))) * 20_000",
        "' '.join(unknown(60_000))",
    ],
)
def test_a_very_long_message_of_a_list_takes_a_bounded_memory(text):
    before, after = kilobytes(f"compiled.probabilities(['hi', {text}, 'lol']); show()")

    assert after - before < 300 * MEBIBYTE


def test_many_messages_of_unknown_words_take_a_bounded_memory():
    before, early, late = kilobytes("for _ in '12':\n for _ in '123': compiled.probabilities(unknown(20_000))\n show()")

    assert early - before < 300 * MEBIBYTE
    assert late - early < 40 * MEBIBYTE
