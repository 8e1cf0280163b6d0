"""A language besides English: marks, folders, plain data."""

import pytest

from grooming_risk.errors import DataError
from grooming_risk.text.language import (
    ENGLISH,
    SETTINGS,
    language_codes,
    mark_of,
    marked,
    read_language_folder,
    transliterated,
    unmarked,
)
from grooming_risk.text.lexicon import LEXICON_FOLDER
from support.small_language import SMALL, SPELLING, THAI


def test_an_outline_has_every_spelling():
    assert SMALL.outline == ("xx", frozenset(SPELLING), SMALL.letters, "")
    assert THAI.outline.script == THAI.script


def test_only_marked_words_have_a_mark():
    assert {mark_of(word) for word in ("secret", "#link", ":)", "sh:", "http", "a:b")} == {""}
    assert [unmarked(word) for word in marked("sh", "moja tajna")] == ["moja", "tajna"]


def test_every_shipped_language_has_settings_concepts_of_english_and_its_own_codes():
    known = {ENGLISH}
    for code in language_codes():
        source = read_language_folder(LEXICON_FOLDER / code)

        assert source.code == code
        assert not known.intersection(source.settings["codes"])
        known.update(source.settings["codes"])
        for letter, latin in source.letters.items():
            assert latin.isascii()
            assert transliterated(letter, source.letters) in (latin, transliterated(letter, {})), letter


def test_letters_of_two_scripts_and_missing_marks_are_one_word():
    letters = read_language_folder(LEXICON_FOLDER / "sh").letters

    assert {transliterated(word, letters) for word in ("Šešir", "шешир", "sesir", "ШЕШИР")} == {"sesir"}
    assert transliterated("ђак", letters) == transliterated("đak", letters) == "djak"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "not found"),
        ({SETTINGS: "codes = ["}, "no TOML"),
        ({SETTINGS: "codes = 'x'", "a.txt": "[picture]\nfoto"}, "codes must be a list"),
        ({SETTINGS: "codes = ['xx']"}, "no concept found"),
        ({SETTINGS: "codes = ['xx']\nlemma = 'x'", "a.txt": "[picture]\nfoto"}, "no setting 'lemma'"),
        ({SETTINGS: "codes = ['es']", "a.txt": "[picture]\nfoto"}, "served by another folder"),
        ({SETTINGS: "codes = ['en']", "a.txt": "[picture]\nfoto"}, "served by another folder"),
        ({SETTINGS: "codes = ['English']", "a.txt": "[picture]\nfoto"}, "codes must be a list"),
        ({SETTINGS: "codes = ['xx']", "a.txt": "foto"}, "before the first"),
    ],
)
def test_a_folder_that_breaks_the_form_is_refused(tmp_path, files, told):
    folder = tmp_path / "xx"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match=told):
        read_language_folder(folder)
