"""The corpus: built the same for a seed, loaded as a table, and nothing leaks from a split into another."""

import pytest

from grooming_risk import load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.corpus import build_corpus, is_grooming, label_matrix
from grooming_risk.errors import DataError
from grooming_risk.fold import fold
from grooming_risk.lines import SPLITS, read_lines

JACCARD_LIMIT = 0.6


def grams(text):
    plain = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
    return {plain[i : i + 5] for i in range(max(1, len(plain) - 4))}


def test_shipped_messages_are_what_the_lines_give(tmp_path):
    build_corpus(tmp_path)

    for split in SPLITS:
        shipped = resource_folder("data/synthetic") / "messages" / f"{split}.jsonl"
        assert (tmp_path / f"{split}.jsonl").read_bytes() == shipped.read_bytes()


def test_another_seed_gives_other_variants_of_the_same_lines(tmp_path):
    build_corpus(tmp_path, seed=1)
    other, shipped = load_corpus("train", tmp_path), load_corpus("train")

    assert set(other["text"]) != set(shipped["text"])
    assert set(other["line"]) == set(shipped["line"])


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


def test_no_held_out_message_is_near_a_training_line():
    """Character 5-gram Jaccard; messages of one or two words are too short to copy or not to copy."""
    lines = read_lines()
    train = [(line, grams(line.wordings()[0])) for line in lines if line.split == "train"]
    index = {}
    for number, (_, found) in enumerate(train):
        for gram in found:
            index.setdefault(gram, []).append(number)
    near = []
    for line in lines:
        if line.split == "train" or len(line.text.split()) < 3:
            continue
        found = grams(line.wordings()[0])
        for number in {n for gram in found for n in index.get(gram, ())}:
            other = train[number][1]
            if len(found & other) / len(found | other) >= JACCARD_LIMIT:
                near.append((line.name, train[number][0].name))
    assert near == []


def test_training_messages_are_unique():
    assert not load_corpus("train")["text"].duplicated().any()


def test_unknown_split_and_missing_folder_are_named(tmp_path):
    with pytest.raises(ValueError, match="train, validation, held_out"):
        load_corpus("test")
    with pytest.raises(DataError, match="corpus build"):
        load_corpus("train", tmp_path)


def test_row_that_is_no_message_is_named(tmp_path):
    (tmp_path / "train.jsonl").write_text('{"text": "a"}\n')

    with pytest.raises(DataError, match=r"train\.jsonl:1: not a JSON object"):
        load_corpus("train", tmp_path)
