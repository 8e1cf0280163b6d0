"""One message at a time: of four lengths, and with patterns and evidence."""

import pytest
from texts import LENGTHS, of_length

from grooming_risk import score

COUNT = {5: 200, 40: 200, 300: 100, 10_000: 5}
"""How many messages of a length make a round."""


@pytest.mark.parametrize("length", LENGTHS)
def test_one_message(length, competitor, messages, timed):
    """A word, a chat line, a paragraph, a long text."""
    texts = of_length(messages, length, COUNT[length])
    call = competitor.one or pytest.skip("for lists alone")
    timed(f"one message, {length:,} characters", competitor.name, each, call, texts, forget=competitor.forget)


def test_patterns_and_evidence(competitor, messages, timed, ratios):
    """Everything of a score, beside the one number of the others."""
    texts = of_length(messages, 40, COUNT[40])
    call = with_everything if competitor.name == "grooming_risk" else competitor.one or pytest.skip("for lists alone")
    cost = timed("with patterns and evidence, 40", competitor.name, each, call, texts, forget=competitor.forget)
    if call is with_everything:
        alone = ratios.measured["one message, 40 characters"][competitor.name]
        ratios.of_ours["score with patterns and evidence / score"] = cost / alone


def each(call, texts):
    """Call for one text after the other."""
    for text in texts:
        call(text)


def with_everything(text):
    """Return everything that a score computes on demand."""
    found = score(text)
    return found.patterns, found.disclosure, found.evidence
