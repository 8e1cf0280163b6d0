"""The model folder: round trip, byte-identical writing, refusal of cut and altered files."""

import json
import shutil

import pytest

from grooming_risk import load_model
from grooming_risk._resources import resource_folder
from grooming_risk.errors import ArtifactError, GroomingRiskError
from grooming_risk.labels import PATTERNS
from grooming_risk.model.artifact import FORMAT_VERSION, read_artifact, write_artifact

FILES = ("manifest.json", "terms.json", "lexicon.json", "weights.safetensors")


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_reading_and_writing_give_the_same_bytes(model_folder, tmp_path):
    write_artifact(read_artifact(model_folder), tmp_path / "again", "# card\n")

    assert contents(tmp_path / "again") == contents(model_folder)


@pytest.mark.parametrize("name", FILES)
def test_missing_file_is_named(copy, name):
    (copy / name).unlink()

    with pytest.raises(ArtifactError, match=f"{name}.*cannot be read"):
        load_model(copy)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0, 0.5, 0.99])
def test_cut_file_is_refused(copy, name, share):
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[: int(len(content) * share)])

    with pytest.raises(ArtifactError, match=f"{name}.*(cut short|altered)"):
        load_model(copy)


@pytest.mark.parametrize("name", FILES[1:])
def test_one_altered_byte_is_refused(copy, name):
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(bytes(content))

    with pytest.raises(ArtifactError, match="wrong checksum"):
        load_model(copy)


def test_altered_threshold_is_refused(copy):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["thresholds"]["levels"]["high"] = 0.999
    (copy / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ArtifactError, match="wrong checksum"):
        load_model(copy)


@pytest.mark.parametrize(
    "thresholds",
    [
        {"levels": {}},
        {"patterns": {"secrecy": 0.5}},
        {"recommended": {}},
        {"recommended": {name: {"high_precision": 0.9} for name in PATTERNS}},
        {"recommended": {name: {"high_precision": 0.9, "high_recall": 1.5} for name in PATTERNS}},
        {"recommended": {name: {"high_precision": 0.9, "high_recall": "0.1"} for name in PATTERNS}},
    ],
)
def test_missing_and_impossible_thresholds_are_refused(copy, tmp_path, thresholds):
    artifact = read_artifact(copy)
    write_artifact(artifact._replace(thresholds={**artifact.thresholds, **thresholds}), tmp_path / "bad", "# card\n")

    with pytest.raises(ArtifactError, match="do not fit each other"):
        load_model(tmp_path / "bad")


def test_a_model_has_the_checksum_of_its_manifest(copy):
    assert read_artifact(copy).sha256 == json.loads((copy / "manifest.json").read_text())["manifest_sha256"]


@pytest.mark.parametrize("version", [0, FORMAT_VERSION - 1, FORMAT_VERSION + 1, "1", None])
def test_other_format_version_is_refused_by_name(copy, version):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["format_version"] = version
    (copy / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(ArtifactError, match=r"format version .*rebuild it with: grooming-risk train"):
        load_model(copy)


def test_absent_folder_is_a_grooming_risk_error(tmp_path):
    with pytest.raises(GroomingRiskError, match=r"manifest\.json"):
        load_model(tmp_path / "none")


def test_shipped_model_is_small_and_has_a_card_in_seven_parts():
    folder = resource_folder("models") / "default"
    card = (folder / "README.md").read_text(encoding="utf-8")

    assert sum(path.stat().st_size for path in folder.iterdir()) <= 8 * 2**20
    assert [row[3:] for row in card.splitlines() if row.startswith("## ")] == [
        "Purpose", "Input", "Output", "How well it works", "Limitations", "Requirements", "Best practices"
    ]  # fmt: skip


def test_shipped_model_holds_no_message_of_the_corpus():
    from grooming_risk import load_corpus

    folder = resource_folder("models") / "default"
    stored = b"".join((folder / name).read_bytes() for name in FILES).decode("utf-8", "replace").lower()
    long_messages = [text.lower() for text in load_corpus("train")["text"] if len(text.split()) >= 6]
    words = stored.split()
    runs = set(zip(words, words[1:], words[2:], words[3:], strict=False))

    # what stands in a text word for word has its inner words there, in a run
    assert not [text for text in long_messages if tuple(text.split()[1:5]) in runs and text in stored]
