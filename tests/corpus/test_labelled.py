"""Labelled files: every label format gives the same table, every error names its place."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import evaluate
from grooming_risk.corpus.labelled import read_labelled
from grooming_risk.errors import DataError
from grooming_risk.labels import DISCLOSURE, PATTERNS


@pytest.fixture
def written(tmp_path):
    def write(rows, name="mine.jsonl"):
        path = tmp_path / name
        if name.endswith(".jsonl"):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        elif name.endswith(".csv"):
            pd.DataFrame(rows).to_csv(path, index=False)
        else:
            pd.DataFrame(rows).to_parquet(path)
        return path

    return write


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.csv", "mine.parquet"])
def test_every_file_format_gives_the_same_table(written, name):
    rows = [
        {"text": "our secret, send a pic", "labels": ["secrecy", "image_request"], "register": "sms"},
        {"text": "gg wp", "labels": [], "register": "game"},
    ]
    frame = read_labelled(written(rows, name))

    assert frame.columns.tolist() == ["text", "labels", "kind", "register"]
    assert frame["labels"].tolist() == [["secrecy", "image_request"], []]
    assert frame["kind"].tolist() == ["grooming", "everyday"]
    assert frame["register"].tolist() == ["sms", "game"]


@pytest.mark.parametrize(
    "labels",
    [["secrecy", "image_request"], '["secrecy", "image_request"]', "['secrecy', 'image_request']",
     "secrecy;image_request", "secrecy, image_request", " Secrecy ; image-request ;", "secrecy;secrecy;image_request"],
)  # fmt: skip
def test_every_label_format_is_read(written, labels):
    frame = read_labelled(written([{"text": "our secret, send a pic", "labels": labels}]))

    assert frame["labels"].tolist() == [["secrecy", "image_request"]]


@given(st.lists(st.sampled_from([*PATTERNS, DISCLOSURE]), unique=True), st.sampled_from([";", ",", ", ", None]))
def test_joined_names_round_trip(tmp_path_factory, names, separator):
    path = tmp_path_factory.mktemp("joined") / "mine.jsonl"
    labels = names if separator is None else separator.join(names)
    path.write_text(json.dumps({"text": "x", "labels": labels}) + "\n", encoding="utf-8")
    frame = read_labelled(path)

    assert frame["labels"].tolist() == [names]
    assert (frame["kind"][0] == "grooming") == bool(set(names) & set(PATTERNS))


@pytest.mark.parametrize(
    ("given", "kind", "labels"),
    [("grooming", "grooming", []), ("Look-Alike", "look_alike", []), ("everyday", "everyday", []),
     ("benign", "everyday", []), ("harmless", "everyday", []), ("disclosure", "disclosure", ["disclosure"])],
)  # fmt: skip
def test_kind_is_enough(written, given, kind, labels):
    frame = read_labelled(written([{"text": "hi", "kind": given}]))

    assert frame[["kind", "labels"]].values.tolist() == [[kind, labels]]


@pytest.mark.parametrize(
    ("value", "kind"),
    [(1, "grooming"), (True, "grooming"), ("TRUE", "grooming"), (1.0, "grooming"),
     (0, "everyday"), (False, "everyday"), ("0", "everyday")],
)  # fmt: skip
def test_binary_field_is_enough(written, value, kind):
    frame = read_labelled(written([{"text": "hi", "flag": value}]), label="flag")

    assert frame[["kind", "labels"]].values.tolist() == [[kind, []]]


def test_agreeing_fields_are_merged(written):
    rows = [
        {"text": "a", "labels": ["secrecy"], "kind": "grooming", "flag": 1},
        {"text": "b", "labels": "", "kind": "look_alike", "flag": 0},
        {"text": "c", "labels": None, "kind": None, "flag": 0},
        {"text": "d", "labels": "", "kind": "grooming", "flag": 1},
    ]
    frame = read_labelled(written(rows), label="flag")

    assert frame["kind"].tolist() == ["grooming", "look_alike", "everyday", "grooming"]
    assert frame["labels"].tolist() == [["secrecy"], [], [], []]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"labels": ["secrecy", "flirting"]}, ["'labels'", "unknown name", "secrecy", "disclosure"]),
        ({"labels": [1]}, ["'labels'", "list of names"]),
        ({"labels": {"secrecy": 1}}, ["'labels'", "list of names"]),
        ({"labels": '["secrecy"'}, ["'labels'", "no JSON list"]),
        ({"kind": "bad"}, ["'kind'", "unknown kind", "look_alike", "benign"]),
        ({"flag": 2}, ["'flag'", "0 or 1, true or false"]),
        ({"flag": "perhaps"}, ["'flag'", "0 or 1"]),
        ({}, ["no label", "'labels'", "'kind'", "'flag'"]),
        ({"labels": None, "kind": ""}, ["no label"]),
        ({"labels": ["secrecy"], "kind": "everyday"}, ["'labels'", "'kind'", "contradict"]),
        ({"labels": ["disclosure"], "kind": "grooming"}, ["'labels'", "'kind'", "contradict"]),
        ({"labels": ["secrecy"], "flag": 0}, ["'labels'", "'flag'", "contradict"]),
        ({"kind": "everyday", "flag": 1}, ["'kind'", "'flag'", "contradict"]),
    ],
)
def test_errors_name_file_line_and_field(written, row, said):
    path = written([{"text": "fine", "labels": [], "flag": 0, "kind": "everyday"}, {"text": "a private word", **row}])
    with pytest.raises(DataError) as caught:
        read_labelled(path, label="flag")

    assert (caught.value.path, caught.value.line) == (str(path), 2)
    assert all(part in str(caught.value) for part in said)
    assert "private" not in str(caught.value)


@pytest.mark.parametrize(
    "option", [{"labels": "tags"}, {"kind": "sort"}, {"label": "flag"}, {"columns": {"group": "id"}}]
)
def test_named_field_must_exist(written, option):
    absent = next(iter(option["columns"].values() if "columns" in option else option.values()))
    with pytest.raises(DataError, match=f"no field '{absent}'"):
        read_labelled(written([{"text": "hi", "labels": [], "kind": "everyday"}]), **option)


def test_columns_can_be_renamed(written):
    rows = [{"body": "our secret", "tags": "secrecy", "lang": "en", "thread": 7, "family": "x"},
            {"body": "gg", "tags": "", "lang": "", "thread": 8, "family": None}]  # fmt: skip
    frame = read_labelled(
        written(rows), text="body", labels="tags",
        columns={"language": "lang", "conversation": "thread", "group": "family"},
    )  # fmt: skip

    assert frame["language"].dropna().tolist() == ["en"]
    assert frame["conversation"].tolist() == ["7", "8"]
    assert frame["group"].tolist() == ["x", "line 2"]


def test_unknown_column_is_refused(written):
    with pytest.raises(ValueError, match="'age'"):
        read_labelled(written([{"text": "hi", "labels": []}]), columns={"age": "years"})


def test_file_without_a_message_is_refused(tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="no message"):
        read_labelled(path)


def test_evaluate_takes_the_table(written):
    draw = np.random.default_rng(0)
    rows = [{"text": f"our secret number {n}" if n % 2 else f"good game number {n}", "flag": n % 2,
             "language": draw.choice(["en", "tl"])} for n in range(60)]  # fmt: skip
    metrics = evaluate(read_labelled(written(rows), label="flag"), rounds=5).figures

    assert metrics["messages"] == {"everyday": 30, "grooming": 30}
    assert metrics["grooming_without_pattern"] == 30
    assert metrics["patterns"]["secrecy"]["precision"] is None
    assert set(metrics["slices"]["language"]) == {"en", "tl"}


def test_a_lone_surrogate_is_accepted(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "hi \ud800", "labels": []}) + "\n", encoding="utf-8")

    assert read_labelled(path)["text"].tolist() == ["hi \ud800"]
