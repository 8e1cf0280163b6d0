"""Repeated letters are undone, and a long row of them costs no more."""

from grooming_risk.text.stretched import halved, unstretched


def test_each_letter_once_or_twice():
    assert list(unstretched("hellooo")) == ["helloo", "hello", "heloo", "helo"]


def test_many_repeated_letters_stay():
    assert list(unstretched("aabbccddee")) == []


def test_halved():
    assert halved("aaabbc" + "d" * 10_000) == "aabbcdd"
