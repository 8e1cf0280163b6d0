"""``grooming-risk teach``: a language of one's own, from its folders to a model that reads it."""

import json

import pytest

from grooming_risk import load_model
from grooming_risk._resources import resource_folder
from support.cli import rows, run

LINES = {
    "grooming": ["secrecy | blorfa zul, nim tapi mam", "secrecy | zul nim tapi", "secrecy | nim tapi blorfa mam zul"],
    "look_alike": ["secrecy | zul fira", "secrecy | blorfa fira mam", "secrecy | fira zul mam"],
    "everyday": ["mam fira", "fira dolo", "dolo mam", "dolo fira mam"],
    "disclosure": ["hepo mam", "hepo dolo", "dolo hepo mam"],
}


@pytest.fixture
def sources(tmp_path):
    """A folder of words and a folder of lines by two authors."""
    words, lines = tmp_path / "words" / "xx", tmp_path / "corpus" / "lines" / "xx"
    words.mkdir(parents=True)
    lines.mkdir(parents=True)
    (words / "language.toml").write_text("codes = ['xx', 'xy']", encoding="utf-8")
    (words / "secrecy.txt").write_text("[secret]\nzul\n[not_tell]\nnim tapi\n", encoding="utf-8")
    for author, split in (("xx_a", "train"), ("xx_b", "held_out")):
        for kind, rows_ in LINES.items():
            head = f"kind: {kind}\nregister: social_dm\nauthor: {author}\nsplit: {split}\n\n"
            turned = [row if split == "train" else f"{row} dolo" for row in rows_]
            (lines / f"{kind}_{author}.txt").write_text(head + "\n".join(turned) + "\n", encoding="utf-8")
    return "--folders", tmp_path / "words", "--corpus", tmp_path / "corpus", "--language", "xx"


def test_a_model_learns_a_language_and_keeps_the_others(tmp_path, sources):
    shipped, output = load_model(), tmp_path / "model"
    printed, told = run("teach", "--model", shipped_folder(), "-o", output, *sources)[:2]
    model = load_model(output)

    assert model.languages == {**shipped.languages, "xx": ["xx", "xy"]}
    assert "xx" in printed
    assert "learning xx" in told
    assert model.score("nim tapi zul").language == "xx"
    assert model.score("nim tapi zul").risk > shipped.score("nim tapi zul").risk
    for text in ("dont tell your mom, our secret", "gg wp"):
        assert model.score(text).risk == shipped.score(text).risk
    (row,) = rows(run("score", "nim tapi zul", "--model", output))
    assert row["language"] == "xx"
    assert "xx" in (output / "README.md").read_text(encoding="utf-8")
    assert json.loads(run("info", "--model", output, "--json")[0])["languages"]["xx"]["authors"] == 1


def shipped_folder():
    return resource_folder("models") / "default"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--language", "zz"), "lines/zz"),
        (("--model", "missing"), "missing"),
    ],
)
def test_what_is_not_there_is_one_line(tmp_path, sources, arguments, told):
    asked = {"--model": shipped_folder(), "-o": tmp_path / "m", "--folders": sources[1], "--corpus": sources[3]}
    asked[arguments[0]] = arguments[1]
    message = run("teach", *[part for pair in asked.items() for part in pair], status=2)[1]

    assert told in message
    assert not (tmp_path / "m").exists()
