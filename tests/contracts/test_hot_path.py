"""Guards of the hot path: the operations of a score, the memory of a process. Counted, not timed: no noise."""

import subprocess
import sys
from pathlib import Path

import pytest

from grooming_risk import load_corpus
from grooming_risk.scoring.scorer import load_model

SHORT, LONG = "short", "long"
OPERATIONS = {SHORT: 7.8, LONG: 16.5}
"""Operations of a score for each of a plain loop over the words of the message that looks each up: a third more than
were counted when it was last made faster. Raise it for a good reason only, and say so in the changelog."""

MEBIBYTE = 1024  # in the kilobytes that Linux counts


@pytest.fixture(scope="module")
def model():
    return load_model()


def texts(kind):
    found = [text for text in load_corpus("held_out")["text"] if text.isascii()]
    if kind == SHORT:
        return [text for text in found if 25 <= len(text) <= 60][:300]
    return [" ".join(found[start : start + 6])[:300] for start in range(0, 300, 6)]


def operations(call, arguments):
    """Count the byte codes that are run and the functions that are called, also those that are written in C."""
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    def profile(frame, event, argument):
        nonlocal count
        count += event == "c_call"

    before = sys.gettrace(), sys.getprofile()
    sys._getframe().f_trace_opcodes = True  # or Python 3.12 counts none in what it has traced before
    sys.settrace(trace)
    sys.setprofile(profile)
    try:
        for argument in arguments:
            call(argument)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def plain_loop(text, weights={"you": 1.0, "me": 2.0}):  # noqa: B006 - what is looked up in
    total = 0.0
    for word in text.lower().split():
        total += weights.get(word, 0.5)
    return total


def cost(call, kind):
    chat = texts(kind)
    for text in chat:
        call(text)  # words that were never met cost more, once
    return operations(call, chat) / operations(plain_loop, chat)


@pytest.mark.parametrize("kind", [SHORT, LONG])
def test_a_score_takes_no_more_operations_than_it_did(model, kind):
    assert cost(model.score, kind) < OPERATIONS[kind]


@pytest.mark.parametrize("kind", [SHORT, LONG])
def test_the_guard_notices_when_the_hot_path_grows_by_half(model, kind):
    chat = texts(kind)
    halves = set(chat[::2])

    def half_as_much_again(text):
        model.score(text)
        if text in halves:
            model.score(text)

    assert cost(half_as_much_again, kind) > OPERATIONS[kind]


def test_a_message_that_comes_again_takes_next_to_nothing(model):
    model.score("lol")
    assert operations(model.score, ["lol"] * 10) < operations(model.score, ["lo1"]) * 4


linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the memory")


def resident(code):
    """Return what a fresh process prints: kilobytes in memory wherever the code calls `show`."""
    show = "def show(): print([r.split()[1] for r in open('/proc/self/status') if r.startswith('VmRSS')][0])\n"
    done = subprocess.run([sys.executable, "-c", show + code], capture_output=True, text=True, check=True, timeout=300)
    return [int(line) for line in done.stdout.split()]


@linux
def test_a_process_with_a_model_stays_small():
    (kilobytes,) = resident("from grooming_risk import score; score('hi'); show()")
    assert kilobytes < 60 * MEBIBYTE


@linux
@pytest.mark.slow
def test_what_is_remembered_is_bounded():
    early, late = resident(
        "import random; from grooming_risk import score\n"
        "draw = random.Random(5)\n"
        "def chat(count):\n"
        "    for _ in range(count): score(' '.join(''.join(draw.choices('abcdefgh', k=9)) for _ in range(3)))\n"
        "chat(40_000); show(); chat(40_000); show()"
    )
    assert late - early < 8 * MEBIBYTE


@linux
@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "'s e c r e t ' * 833_333",
        "chr(0xFDFA) * 1_000_000",  # folds to eighteen letters
        "chr(0x1F602) * 1_000_000",
        "'our ' + chr(0x1F602) * 400_000 + ' secret'",
        "'oursecretokdonttellyourmom' * 100_000",
        "' '.join(''.join(random.Random(n).choices('abcdefgh', k=9)) for n in range(200_000))",
        "random.Random(1).randbytes(1_000_000).hex()",
    ],
)
def test_a_very_long_message_takes_a_bounded_memory(text):
    before, after = resident(
        "import random, resource; from grooming_risk import score\n"
        f"text = {text}; score('hi')\n"
        "def show(): print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        "show(); score(text); show()"
    )
    assert after - before < 300 * MEBIBYTE
