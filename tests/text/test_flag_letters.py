"""Regional indicators are letters where they are no flags."""

import pytest

from grooming_risk.text.flag_letters import with_flag_letters


def flags(letters):
    return "".join(chr(0x1F1E6 + ord(letter) - ord("a")) if letter.isalpha() else letter for letter in letters)


@pytest.mark.parametrize("letters", ["eye", "o u r", "my eye", "secret", "secret my"])
def test_letters(letters):
    assert with_flag_letters(flags(letters), {"secret"}.__contains__) == letters


@pytest.mark.parametrize("letters", ["my", "gb us", "gbus", "us, gb"])
def test_flags(letters):
    assert with_flag_letters(flags(letters), {"secret", "my", "us"}.__contains__) == flags(letters)
