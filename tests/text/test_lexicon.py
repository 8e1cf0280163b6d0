"""The lexicon: hand-edited files, checked when read; one folder per language."""

import json

import pytest

from grooming_risk import load_model
from grooming_risk.errors import DataError
from grooming_risk.text.lexicon import LEXICON_FOLDER, Lexicon, read_lexicon


def language(folder, **files):
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.txt").write_text(content, encoding="utf-8")
    return folder


def test_shipped_english_has_enough_concepts_and_phrases():
    lexicon = read_lexicon(LEXICON_FOLDER / "en")

    assert len(set(lexicon.forms.values())) >= 40
    assert len(lexicon.forms) >= 1200


def test_spellings_of_a_phrase_are_one_phrase(tmp_path):
    folder = language(tmp_path / "en", a="[no]\ndon't tell, dont tell\n", spelling="do not = dont\nnot = *n't\n")

    assert dict(read_lexicon(folder).forms) == {"do not tell": "no"}


@pytest.mark.parametrize(
    ("files", "line", "problem"),
    [
        ({"a": "cat, dog\n"}, 1, "before the first"),
        ({"a": "[pet]\ncat\n[food]\n\ncat\n"}, 5, "already under [pet]"),
        ({"a": "[pet]\none two three four five six\n"}, 2, "more than 5 words"),
        ({"a": "[pet]\ncat, '\n"}, 2, "has no word"),
        ({"a": "[pet]\ncat\n", "spelling": "you u\n"}, 1, "standard words ="),
        ({"a": "[pet]\ncat\n", "spelling": "you = u\n\nup = u\n"}, 3, "already means 'you'"),
        ({"a": "# nothing\n"}, None, "no concept found"),
    ],
)
def test_errors_name_file_and_line(tmp_path, files, line, problem):
    with pytest.raises(DataError) as caught:
        read_lexicon(language(tmp_path / "en", **files))

    assert caught.value.line == line
    assert problem in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_file_not_in_utf8_is_refused(tmp_path):
    folder = language(tmp_path / "en")
    (folder / "a.txt").write_bytes(b"[pet]\n\xff\n")

    with pytest.raises(DataError, match=r"a\.txt: not UTF-8"):
        read_lexicon(folder)


def test_where_two_languages_differ_the_first_wins(tmp_path):
    first = language(tmp_path / "aa", a="[pet]\nkat\n")
    second = language(tmp_path / "bb", a="[food]\nkat, pan\n")

    assert dict(read_lexicon(first, second).forms) == {"kat": "pet", "pan": "food"}


def test_json_round_trip():
    lexicon = read_lexicon()

    assert Lexicon.from_json(json.loads(json.dumps(lexicon.to_json()))) == lexicon


def test_adding_a_language_is_adding_a_folder(tmp_path, model_folder):
    """The unchanged model scores a made-up language with the shipped concepts."""
    folder = language(
        tmp_path / "zz",
        words="[send]\nzavu\n[me]\nmiro\n[you]\ntulo\n[picture]\npikaro\n[secret]\nsekroto\n[tell]\ndiru\n[guardian]\npatrino\n",
        spelling="zavu = zvu\nnot = neki\n",
    )
    message = "zvu miro pikaro, sekroto, neki diru patrino"
    plain, extended = load_model(model_folder), load_model(model_folder, lexicons=[folder])

    assert plain.score(message).coverage < 0.3
    assert extended.score(message).coverage == 1.0
    assert extended.score(message).risk > plain.score(message).risk
    assert extended.score("send me a pic").risk == plain.score("send me a pic").risk


def test_a_row_may_begin_with_a_class_of_numbers(tmp_path):
    (tmp_path / "age.txt").write_text("# Ages.\n[minor_age]\n#minor, thirteen\n", encoding="utf-8")

    assert read_lexicon(tmp_path).forms == {"#minor": "minor_age", "thirteen": "minor_age"}
    assert {read_lexicon().forms[phrase] for phrase in ("#minor", "thirteen")} == {"minor_age"}


def test_phrases_of_a_concept_share_its_name():
    read = Lexicon.from_json(json.loads(json.dumps(read_lexicon().to_json())))

    assert len({*map(id, read.forms.values())}) == len({*read.forms.values()}) < len(read.forms)
