"""The corpus: built the same for a seed, loaded as a table, and nothing leaks from a split into another."""

import pytest

from grooming_risk import load_conversations, load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.corpus import is_grooming, label_matrix
from grooming_risk.corpus_build import CONVERSATIONS, build_corpus
from grooming_risk.errors import DataError
from grooming_risk.lines import SPLITS

PARTS = ("messages", "conversations")


@pytest.fixture(scope="module")
def other_seed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    build_corpus(folder, seed=1)
    return folder


def test_shipped_files_are_what_the_sources_give(tmp_path):
    build_corpus(tmp_path)

    for part in PARTS:
        for split in SPLITS:
            shipped = resource_folder("data/synthetic") / part / f"{split}.jsonl"
            assert (tmp_path / part / f"{split}.jsonl").read_bytes() == shipped.read_bytes()


def test_another_seed_gives_other_variants_of_the_same_lines(other_seed):
    other, shipped = load_corpus("train", other_seed), load_corpus("train")

    assert set(other["text"]) != set(shipped["text"])
    as_written = [frame.loc[frame["variant"] == 0, "text"].tolist() for frame in (other, shipped)]
    assert len(set(as_written[0]) & set(as_written[1])) > 0.98 * len(as_written[0])


def test_another_seed_gives_other_conversations(other_seed):
    assert (
        load_conversations("held_out", other_seed)["text"].tolist() != load_conversations("held_out")["text"].tolist()
    )


def test_corpus_is_as_large_as_promised_and_stays_small_on_disk():
    root = resource_folder("data/synthetic")
    chats = sum(load_conversations(split)["conversation"].nunique() for split in SPLITS)

    assert sum(len(load_corpus(split)) for split in SPLITS) >= 60_000
    assert chats >= 3_000
    assert sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) < 40e6


def test_progress_is_told_for_every_conversation(tmp_path):
    told = []
    build_corpus(tmp_path, track=lambda names, what: told.append((what, len(names))) or names)

    assert dict(told) == {f"conversations, {split}": count for split, count in CONVERSATIONS.items()}


@pytest.mark.parametrize("split", SPLITS)
def test_table_has_labels_for_its_kinds(split):
    frame = load_corpus(split)
    labels = label_matrix(frame)

    assert (is_grooming(frame) == labels.drop(columns="disclosure").any(axis=1)).all()
    assert ((frame["kind"] == "disclosure") == labels["disclosure"]).all()
    assert frame["text"].str.strip().astype(bool).all()


def test_splits_share_no_line_group_or_author():
    frames = [load_corpus(split) for split in SPLITS]
    for column in ("line", "group", "author"):
        first, second, third = (set(frame[column]) for frame in frames)
        assert not first & second | first & third | second & third


def test_a_line_lies_in_one_group_and_joined_lines_share_theirs():
    frame = load_corpus("train")

    assert (frame.groupby("line")["group"].nunique() == 1).all()
    assert frame["group"].nunique() < frame["line"].nunique()


def test_training_messages_are_unique():
    assert not load_corpus("train")["text"].duplicated().any()


@pytest.mark.parametrize("load", [load_corpus, load_conversations])
def test_unknown_split_and_missing_folder_are_named(load, tmp_path):
    with pytest.raises(ValueError, match="train, validation, held_out"):
        load("test")
    with pytest.raises(DataError, match="corpus build"):
        load("train", tmp_path)


@pytest.mark.parametrize(("load", "part"), [(load_corpus, "messages"), (load_conversations, "conversations")])
def test_row_of_another_form_is_named(load, part, tmp_path):
    (tmp_path / part).mkdir()
    (tmp_path / part / "train.jsonl").write_text('{"text": "a"}\n')

    with pytest.raises(DataError, match=r"train\.jsonl:1: not a JSON object"):
        load("train", tmp_path)
