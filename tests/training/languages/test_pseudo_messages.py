"""Pseudo messages of a language, from frequencies."""

from collections import Counter

from grooming_risk.text.lexicon import LEXICON_FOLDER
from grooming_risk.training.languages.pseudo_messages import draw_messages
from grooming_risk.training.languages.words import frequencies_of


def test_words_come_as_often_as_they_are_common():
    drawn = Counter(" ".join(draw_messages({"casa": 0.6, "noche": 0.3, "sol": 0.1}, 3_000)).split())
    total = sum(drawn.values())

    assert 0.57 < drawn["casa"] / total < 0.63
    assert 0.08 < drawn["sol"] / total < 0.12


def test_messages_have_one_to_twelve_words_and_come_again():
    frequencies = frequencies_of(LEXICON_FOLDER / "es")
    drawn = draw_messages(frequencies, 500)

    assert {len(message.split()) for message in drawn} == set(range(1, 13))
    assert drawn == draw_messages(frequencies, 500)


def test_a_script_without_blanks_has_none_between_words():
    drawn = draw_messages(frequencies_of(LEXICON_FOLDER / "th"), 50, blanks=False)

    assert not any(" " in message for message in drawn)


def test_a_language_without_frequencies_has_no_messages():
    assert draw_messages(frequencies_of(LEXICON_FOLDER / "sq"), 50) == []
