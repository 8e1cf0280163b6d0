"""The corpus as a table: labels fit kinds, and nothing leaks from a split into another."""

import pytest

from grooming_risk import load_conversations, load_corpus
from grooming_risk.corpus.lines import SPLITS
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.errors import DataError


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


def test_training_messages_are_unique():
    assert not load_corpus("train")["text"].duplicated().any()


@pytest.mark.parametrize(("load", "known"), [(load_corpus, "train, validation, held_out"),
                                             (load_conversations, "validation, held_out")])  # fmt: skip
def test_unknown_split_and_missing_folder_are_named(load, known, tmp_path):
    with pytest.raises(ValueError, match=f"there are {known}"):
        load("test")
    with pytest.raises(DataError, match="corpus build"):
        load("held_out", tmp_path)


@pytest.mark.parametrize(("load", "part"), [(load_corpus, "messages"), (load_conversations, "conversations")])
def test_row_of_another_form_is_named(load, part, tmp_path):
    (tmp_path / part).mkdir()
    (tmp_path / part / "held_out.jsonl").write_text('{"text": "a"}\n')

    with pytest.raises(DataError, match=r"held_out\.jsonl:1: not a JSON object"):
        load("held_out", tmp_path)
