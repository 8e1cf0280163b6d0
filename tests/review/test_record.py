"""Reviews, their JSON lines, and the JSON reader of all consoles."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk import load_model
from grooming_risk.errors import DataError
from grooming_risk.review import LABELS, Review, predict, read_reviews, write_reviews
from grooming_risk.review.choices import CHOICES, hints
from grooming_risk.review.files import json_records
from support.strategies import messages

labels = st.none() | st.lists(st.sampled_from(LABELS), unique=True)
probabilities = st.dictionaries(st.sampled_from(LABELS), st.floats(0, 1))


@given(st.lists(st.tuples(messages, labels, probabilities), max_size=5))
def test_reviews_survive_their_file(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("reviews") / "decisions.jsonl"
    reviews = [
        Review(f"m{number}", text, found, "kim", {"line": number}, guesses)
        for number, (text, found, guesses) in enumerate(drawn)
    ]
    write_reviews(reviews, path)

    assert list(read_reviews(path)) == reviews


def test_labels_are_unique_and_ordered():
    assert Review("a", "hi", ["coercion", "secrecy", "coercion"]).labels == ("secrecy", "coercion")


def test_harmless_is_not_undecided():
    assert Review("a", "hi", []) != Review("a", "hi", None)


def test_representation_does_not_show_the_message():
    assert "zorblax" not in repr(Review("a", "zorblax", ["secrecy"]))


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"labels": ["nonsense"]}, ValueError, "'nonsense'; known are personal_probing"),
        ({"labels": "secrecy"}, TypeError, "put it in a list"),
        ({"labels": [3]}, TypeError, "not int"),
        ({"id": ""}, ValueError, "needs an id"),
        ({"id": 7}, TypeError, "must be str"),
        ({"annotator": 7}, TypeError, "annotator must be a str"),
        ({"meta": None}, TypeError, "must be mappings"),
        ({"predictions": {"nonsense": 0.5}}, ValueError, "unknown prediction nonsense"),
        ({"predictions": {"secrecy": float("nan")}}, ValueError, "probability"),
    ],
)
def test_wrong_field_is_refused(fields, error, says):
    with pytest.raises(error, match=says):
        Review(**{"id": "a", "text": "hi", **fields})


def test_prediction_holds_patterns_that_reach_the_threshold():
    scorer = load_model()
    found = predict("our secret, dont tell your mom", scorer)
    whole = scorer.score("our secret, dont tell your mom")

    assert set(found) - {"risk", "disclosure"} == {
        name for name, p in whole.patterns.items() if p >= scorer.thresholds["patterns"][name]
    }
    assert "secrecy" in found
    assert found["risk"] == pytest.approx(whole.risk, abs=1e-4)


def test_every_choice_has_a_hint():
    assert tuple(hints()) == CHOICES
    assert all(hints().values())


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"id": "a", "text": "hi"}\n{"id": "b"}\n', ":2: not a review"),
        (b'{"id": "a", "text": "hi", "label": []}\n', ":1: unknown field 'label'"),
        (b'{"id": "a", "text": "hi"}\n{"id"\n', ":2: not valid JSON"),
        (b'{"id": "a", "text": "hi", "labels": ["secret"]}\n', ":1: not a review .unknown label 'secret'"),
        (b'[{"id": "a", "text": "hi"},\n {"id": "b", ]', ":2: not valid JSON, or cut short"),
        (b'[{"id": "a", "text": "hi"}, 7]', ": record 2: a record must be a JSON object, not int"),
        (b"\xff", ": not UTF-8 at byte 1"),
    ],
)
def test_bad_file_error_names_the_place(tmp_path, content, place):
    path = tmp_path / "d.jsonl"
    path.write_bytes(content)

    with pytest.raises(DataError, match="d.jsonl" + place):
        list(read_reviews(path))


def test_absent_file_error_names_the_file(tmp_path):
    with pytest.raises(DataError, match=r"none\.jsonl: cannot be read"):
        list(read_reviews(tmp_path / "none.jsonl"))


def test_array_and_lines_give_equal_records(tmp_path):
    rows = [{"id": "a"}, {"id": "b"}]
    written = {
        "array.json": json.dumps(rows, indent=2),
        "lines.jsonl": "\n".join(map(json.dumps, rows)) + "\n\n",
        "bom.jsonl": "\ufeff" + "\r\n".join(map(json.dumps, rows)),
    }
    for name, content in written.items():
        (tmp_path / name).write_bytes(content.encode())

        assert [record for _, record in json_records(tmp_path / name)] == rows
