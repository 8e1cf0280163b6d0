"""doccano: predictions are not exported as labels, and only labelled rows are decisions."""

import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.review import LABELS, Review
from grooming_risk.review.choices import CHOICES
from grooming_risk.review.doccano import doccano_labels, read_doccano, write_doccano
from support.strategies import messages


def read(rows, path, **options):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return list(read_doccano(path, **options))


def test_label_types_are_the_choices_with_unique_keys():
    types = doccano_labels()

    assert tuple(label["text"] for label in types) == CHOICES
    assert len({label["suffix_key"] for label in types}) == len(CHOICES)


def test_a_prediction_is_not_a_label(tmp_path):
    write_doccano([Review("a", "our secret", predictions={"secrecy": 0.9})], tmp_path / "t.jsonl")
    (row,) = map(json.loads, (tmp_path / "t.jsonl").read_text().splitlines())

    assert row["label"] == []
    assert row["predictions"] == {"secrecy": 0.9}
    assert next(read_doccano(tmp_path / "t.jsonl")).labels is None


@given(st.lists(st.tuples(messages, st.none() | st.lists(st.sampled_from(LABELS), unique=True)), max_size=4))
def test_decisions_survive_the_round_trip(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("rows") / "kim.jsonl"
    reviews = [
        Review(f"m{number}", text, labels, None if labels is None else "kim", {"line": number}, {"risk": 0.5})
        for number, (text, labels) in enumerate(drawn)
    ]
    write_doccano(reviews, path)

    assert list(read_doccano(path)) == reviews


def test_file_name_is_the_annotator(tmp_path):
    rows = [
        {"id": "a", "text": "hi", "label": ["coercion", "secrecy"], "Comments": []},
        {"id": 0, "text": "gg", "label": ["harmless"], "meta": {"line": 4}},
        {"id": 7, "text": "brb", "label": [], "meta": None},
        {"id": 8, "text": "old", "labels": ["disclosure"]},
        {"id": 9, "text": "intent", "cats": ["secrecy"], "entities": [[0, 2, "x"]]},
        {"text": "single", "label": "secrecy"},
    ]
    found = read(rows, tmp_path / "noa.jsonl")

    assert [(r.id, r.labels, r.annotator) for r in found] == [
        ("a", ("secrecy", "coercion"), "noa"),
        ("0", (), "noa"),
        ("7", None, None),
        ("8", ("disclosure",), "noa"),
        ("9", ("secrecy",), "noa"),
        ("noa.jsonl:6", ("secrecy",), "noa"),
    ]
    assert found[1].meta == {"line": 4}


def test_shared_file_has_no_annotator(tmp_path):
    rows = [{"id": 1, "text": "hi", "label": ["secrecy"]}]

    assert read(rows, tmp_path / "all.jsonl")[0].annotator is None
    assert read(rows, tmp_path / "all.jsonl", annotator="kim")[0].annotator == "kim"


def test_no_label_means_harmless_only_on_request(tmp_path):
    rows = [{"id": 1, "text": "hi", "label": []}]

    assert read(rows, tmp_path / "a.jsonl")[0].labels is None
    assert read(rows, tmp_path / "a.jsonl", unlabelled="harmless")[0].labels == ()
    with pytest.raises(ValueError, match="undecided or harmless"):
        read(rows, tmp_path / "a.jsonl", unlabelled="maybe")


def test_json_export_is_read(tmp_path):
    (tmp_path / "kim.json").write_text(json.dumps([{"id": 1, "text": "hi", "label": ["secrecy"]}], indent=1))

    assert next(read_doccano(tmp_path / "kim.json")).labels == ("secrecy",)


def test_other_names_are_mapped(tmp_path):
    rows = [{"id": 1, "text": "hi", "label": ["Secret", "Threat"]}, {"id": 2, "text": "gg", "label": ["OK"]}]
    names = {"Secret": "secrecy", "Threat": "coercion", "OK": "harmless"}

    assert [r.labels for r in read(rows, tmp_path / "a.jsonl", names=names)] == [("secrecy", "coercion"), ()]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": 1, "text": "a", "label": ["flirting"]}, "'label' holds 'flirting', which is not a label; known are p"),
        ({"id": 1, "text": "a", "label": [[0, 3, "secrecy"]]}, "holds list, which is not a label"),
        ({"id": 1, "text": "a"}, "no field 'label', 'labels', 'cats'"),
        ({"id": 1, "text": "a", "label": 3}, "'label' must be a list of labels, not int"),
        ({"id": 1, "label": []}, "no field 'text'"),
        ([1], "a record must be a JSON object, not list"),
    ],
)
def test_unreadable_row_error_names_the_line(tmp_path, row, says):
    with pytest.raises(DataError, match=f"a.jsonl:2: .*{says}"):
        read([{"id": 0, "text": "ok", "label": []}, row], tmp_path / "a.jsonl")


def test_error_does_not_quote_a_message(tmp_path):
    long = "please do not print all of this message in an error " * 3
    with pytest.raises(DataError) as caught:
        read([{"id": 1, "text": "a", "label": [long]}], tmp_path / "a.jsonl")

    assert long not in str(caught.value)


def test_the_archive_is_read_as_downloaded(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(
            "kim.jsonl", '{"id": 1, "text": "hi", "label": ["secrecy"]}\n{"id": 2, "text": "gg", "label": []}\n'
        )
        archive.writestr("noa.json", '[{"id": 1, "text": "hi", "label": ["harmless"]}]')

    found = list(read_doccano(tmp_path / "export.zip"))
    assert [(r.id, r.labels, r.annotator) for r in found] == [
        ("1", ("secrecy",), "kim"), ("2", None, None), ("1", (), "noa")
    ]  # fmt: skip


def test_a_bad_archive_is_named(tmp_path):
    (tmp_path / "export.zip").write_bytes(b"PK but not an archive")
    with pytest.raises(DataError, match=r"export\.zip: not a \.zip file, or damaged"):
        list(read_doccano(tmp_path / "export.zip"))
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("kim.csv", "id,text,label\n1,hi,secrecy\n")
    with pytest.raises(DataError, match=r"export\.zip/kim\.csv:1: not valid JSON"):
        list(read_doccano(tmp_path / "export.zip"))
    with zipfile.ZipFile(tmp_path / "export.zip", "w"):
        pass
    with pytest.raises(DataError, match="holds no file"):
        list(read_doccano(tmp_path / "export.zip"))


def test_a_row_of_spans_is_no_decision_on_the_message(tmp_path):
    rows = [{"id": 1, "text": "hi", "cats": [], "entities": [{"label": "secrecy", "start_offset": 0, "end_offset": 2}]},
            {"id": 2, "text": "gg", "cats": [], "entities": []}]  # fmt: skip

    assert [r.labels for r in read(rows, tmp_path / "kim.jsonl", unlabelled="harmless")] == [None, ()]
