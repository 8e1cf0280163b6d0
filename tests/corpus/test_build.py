"""The corpus: deterministic by seed, loaded as a table, no leak between splits."""

import pytest

from grooming_risk import load_conversations, load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.corpus.build import build_corpus
from grooming_risk.corpus.lines import read_lines


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    build_corpus(folder)
    return folder


def test_shipped_files_match_the_sources(rebuilt):
    root = resource_folder("data/synthetic")
    built = sorted(path.relative_to(rebuilt) for path in rebuilt.rglob("*.jsonl"))

    assert built == sorted(path.relative_to(root) for path in root.glob("*/*.jsonl"))
    for path in built:
        assert (rebuilt / path).read_bytes() == (root / path).read_bytes()


def test_a_message_is_the_first_wording_of_a_line():
    written = {line.name: line.wordings()[0] for line in read_lines()}
    frame = load_corpus("train")
    of_lines = frame[frame["line"].isin(written)]

    assert len(of_lines) > 5_000
    assert (of_lines["text"] == of_lines["line"].map(written)).all()


def test_another_seed_gives_other_conversations(monkeypatch, tmp_path):
    monkeypatch.setattr("grooming_risk.corpus.build.CONVERSATIONS", {"validation": 3, "held_out": 3})
    for seed in (0, 1):
        build_corpus(tmp_path / str(seed), seed=seed)
    one, other = (load_conversations("held_out", tmp_path / str(seed))["text"].tolist() for seed in (0, 1))

    assert one != other


def test_corpus_stays_small_on_disk():
    root = resource_folder("data/synthetic")

    assert sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) < 15e6


def test_progress_counts_every_conversation(monkeypatch, tmp_path):
    counts = {"validation": 2, "held_out": 3}
    monkeypatch.setattr("grooming_risk.corpus.build.CONVERSATIONS", counts)
    tracked = []
    build_corpus(tmp_path, track=lambda names, what: tracked.append((what, len(names))) or names)

    assert dict(tracked) == {f"conversations, {split}": count for split, count in counts.items()}
