"""A language made of its folder."""

import pytest

from grooming_risk.errors import DataError
from grooming_risk.text.language import SETTINGS, language_codes
from grooming_risk.text.lexicon import LEXICON_FOLDER, read_lexicon
from grooming_risk.training.languages.words import make_language


@pytest.fixture(scope="module")
def concepts():
    return set(read_lexicon().forms.values())


@pytest.fixture(scope="module")
def made(concepts):
    return {code: make_language(LEXICON_FOLDER / code, concepts=concepts) for code in language_codes()}


@pytest.mark.parametrize("code", language_codes())
def test_a_language_has_the_concepts_of_english_and_many_forms(made, code):
    lexicon = made[code].lexicon

    assert len(set(lexicon.forms.values())) >= 40
    phrase_words = {word for phrase in lexicon.forms for word in phrase.split()}
    forms = [variant for variant, words in lexicon.spelling.items() if phrase_words.intersection(words)]
    assert len(forms) >= 800


@pytest.mark.parametrize("code", language_codes())
def test_forms_are_folded_words_and_lead_to_marked_ones(made, code):
    for variant, words in made[code].lexicon.spelling.items():
        assert variant == variant.casefold().strip()
        assert " " not in variant
        assert words
        assert all(word.startswith(f"{code}:") for word in words)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("sh", ("slika", "sliku", "slike", "slikama")),
        ("mk", ("слика", "сликата", "слики")),
        ("es", ("foto", "fotos")),
        ("es", ("secreto", "secretos")),
        ("sq", ("liber", "libri", "librin")),
    ],
)
def test_the_forms_of_a_word_have_one_standard_word(made, code, forms):
    spelling = made[code].lexicon.spelling
    letters = str.maketrans(dict(made[code].letters))

    assert len({spelling[form.translate(letters)] for form in forms}) == 1


def test_letters_that_a_keyboard_lacks_are_typed_in_several_ways(made):
    spelling = made["sh"].lexicon.spelling

    assert spelling["izmedju"] == spelling["izmedu"]


def test_common_words_are_the_languages_own(tmp_path):
    folder = tmp_path / "es"
    folder.mkdir()
    (folder / SETTINGS).write_text("codes = ['es']\nfrequencies = 'es'", encoding="utf-8")
    (folder / "a.txt").write_text("[picture]\nfoto", encoding="utf-8")

    spelling = make_language(folder).lexicon.spelling

    assert {"casa", "foto", "noche"} <= set(spelling)
    assert not {"the", "and", "what"} & set(spelling)


def test_a_concept_that_english_lacks_is_refused_with_its_row(tmp_path, concepts):
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / SETTINGS).write_text("codes = ['xx']", encoding="utf-8")
    (folder / "a.txt").write_text("[picture]\nfoto\n[nothing_such]\nabc", encoding="utf-8")

    with pytest.raises(DataError, match=r"a\.txt:4.*nothing_such"):
        make_language(folder, concepts=concepts)


def test_a_folder_alone_makes_a_language(tmp_path):
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / SETTINGS).write_text("codes = ['xx']\n[letters]\n'ф' = 'f'", encoding="utf-8")
    (folder / "a.txt").write_text("[picture]\nфoto, Foto mia", encoding="utf-8")
    (folder / "spelling.txt").write_text("foto = ft", encoding="utf-8")

    lexicon = make_language(folder).lexicon

    assert lexicon.forms == {"xx:foto": "picture", "xx:foto xx:mia": "picture"}
    assert lexicon.spelling == {"foto": ("xx:foto",), "mia": ("xx:mia",), "ft": ("xx:foto",)}


@pytest.mark.parametrize("setting", ["lemmas", "frequencies"])
def test_a_name_that_a_package_does_not_know_is_refused(tmp_path, setting):
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / SETTINGS).write_text(f"codes = ['xx']\n{setting} = 'xx'", encoding="utf-8")
    (folder / "a.txt").write_text("[picture]\nfoto", encoding="utf-8")

    with pytest.raises(DataError, match=f"no language 'xx'; write {setting}"):
        make_language(folder)
