"""Argilla: records, settings, and every export format."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.review import LABELS, Review
from grooming_risk.review.argilla import argilla_settings, read_argilla, write_argilla
from grooming_risk.review.choices import CHOICES
from support.strategies import messages

KIM, NOA = "7e688ee1-822f-4d6b-adc4-bfd42935c841", "b56aaeb7-118f-4bc0-b5e0-894f6e1d4e2b"
META = {"source": "chat.jsonl", "line": 2}
GUESS = {"risk": 0.96, "image_request": 0.99}


def record(id, submitted=(), status="completed", **more):
    """Record in the form of `Record.to_dict`."""
    return {
        "id": id,
        "fields": {"text": "send me a pic"},
        "metadata": {**META, "risk": 0.96},
        "suggestions": {"labels": {"value": ["image_request"], "score": [0.99], "agent": "m"}},
        "responses": {"labels": list(submitted)} if submitted else {},
        "vectors": {},
        "status": status,
        "_server_id": None,
    } | more


def flat(id, values, users, states, status="pending"):
    """Record in the form of `to_list(flatten=True)`."""
    return {
        "id": id,
        "status": status,
        "_server_id": None,
        "text": "send me a pic",
        **META,
        "risk": 0.96,
        "labels.responses": values,
        "labels.responses.users": users,
        "labels.responses.status": states,
        "labels.suggestion": ["image_request"],
        "labels.suggestion.score": [0.99],
        "labels.suggestion.agent": "m",
    }


def response(value, user=KIM, **more):
    return {"value": value, "user_id": user, **more}


def read(data, path, **options):
    path.write_text(json.dumps(data), encoding="utf-8")
    return list(read_argilla(path, **options))


def columns(records):
    return {name: [record[name] for record in records] for name in records[0]}


def test_settings_offer_every_choice_in_one_question():
    settings = argilla_settings()
    (question,) = settings["questions"]

    assert tuple(option["value"] for option in question["settings"]["options"]) == CHOICES
    assert [field["name"] for field in settings["fields"]] == ["text"]
    assert all(f"**{name}**" in settings["guidelines"] for name in CHOICES)


def test_record_holds_message_and_suggestion(tmp_path):
    write_argilla([Review("a", "hi", meta=META, predictions=GUESS)], tmp_path / "r.json", agent="m")
    (written,) = json.loads((tmp_path / "r.json").read_text())
    expected = record("a", fields={"text": "hi"})

    assert written == {name: expected[name] for name in written}
    assert set(expected) - set(written) == {"status", "_server_id"}


def test_no_finding_gives_no_suggestion(tmp_path):
    write_argilla([Review("a", "hi", predictions={"risk": 0.1})], tmp_path / "r.json")

    assert json.loads((tmp_path / "r.json").read_text())[0]["suggestions"] == {}


@given(st.lists(st.tuples(messages, st.none() | st.lists(st.sampled_from(LABELS), unique=True)), max_size=4))
def test_decisions_survive_the_round_trip(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("records") / "records.json"
    reviews = [
        Review(f"m{number}", text, labels, None if labels is None else KIM, {"line": number}, GUESS)
        for number, (text, labels) in enumerate(drawn)
    ]
    write_argilla(reviews, path)

    assert list(read_argilla(path)) == reviews


NESTED = [
    record("a", [response(["image_request"]), response(["image_request", "trust_building"], NOA)]),
    record("b", [response(["harmless"])]),
    record("c", [response(["secrecy"])], status="pending"),
    record("d", status="pending"),
]
FLAT = [
    flat("a", [["image_request"], ["image_request", "trust_building"]], [KIM, NOA], ["submitted", "submitted"]),
    flat("b", [["harmless"]], [KIM], ["submitted"]),
    flat("c", [["secrecy"]], [KIM], ["discarded"]),
    flat("d", None, None, None),
]
DECIDED = [
    ("a", KIM, ("image_request",)),
    ("a", NOA, ("trust_building", "image_request")),
    ("b", KIM, ()),
    ("c", KIM, None),
    ("d", None, None),
]


@pytest.mark.parametrize("records", [NESTED, FLAT], ids=["nested", "flattened"])
@pytest.mark.parametrize("form", ["list", "columns", "by id"])
def test_every_export_format_gives_equal_reviews(tmp_path, records, form):
    forms = {"list": records, "columns": columns(records), "by id": {record["id"]: record for record in records}}
    found = read(forms[form], tmp_path / "r.json")

    assert [(r.id, r.annotator, r.labels) for r in found] == DECIDED
    assert all(r.meta == META and r.predictions == GUESS and r.text == "send me a pic" for r in found)


def test_draft_is_undecided_and_a_submitted_empty_response_is_harmless(tmp_path):
    rows = [flat("a", [["secrecy"], []], [KIM, NOA], ["draft", "submitted"])]

    assert [r.labels for r in read(rows, tmp_path / "r.json")] == [None, ()]


def test_other_names_are_mapped(tmp_path):
    row = record("a", fields={"chat": "hi"}, responses={"kind": [response(["Secret"], None)]})
    options = {"question": "kind", "column": "chat", "names": {"Secret": "secrecy"}}
    (found,) = read([row], tmp_path / "r.json", **options)

    assert (found.labels, found.annotator, found.text) == (("secrecy",), None, "hi")


@pytest.mark.parametrize("form", [NESTED[0], FLAT[0]], ids=["nested", "flattened"])
def test_responses_to_other_questions_only_are_refused(tmp_path, form):
    with pytest.raises(DataError, match=r"r\.json: nobody answered 'kind', only labels; name the right question"):
        read([form], tmp_path / "r.json", question="kind")


def test_columns_of_different_lengths_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"r\.json:1: columns of a record differ in length"):
        read({"id": ["a", "b"], "fields": [{"text": "hi"}]}, tmp_path / "r.json")


def test_annotator_that_is_not_a_uuid_is_refused(tmp_path):
    with pytest.raises(ValueError, match="'a' is by 'kim', not an Argilla user id"):
        write_argilla([Review("a", "hi", ["secrecy"], "kim")], tmp_path / "r.json")


def test_unsupported_metadata_is_written_as_json(tmp_path):
    meta = {"tags": ["x", "y"], "nested": {"a": 1}, "flag": True, "none": None, "line": 3}
    write_argilla([Review("a", "hi", meta=meta)], tmp_path / "r.json")

    assert json.loads((tmp_path / "r.json").read_text())[0]["metadata"] == {
        "tags": ["x", "y"], "nested": '{"a": 1}', "flag": "true", "line": 3
    }  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (record("x", [response(["flirting"])]), "'labels' holds 'flirting', which is not a label"),
        (record("x", [response("secrecy")]), "must be a list, not str"),
        (record("x", [response(None)]), "must be a list, not NoneType"),
        (record("x", [response(0)]), "must be a list, not int; name a multi-label question"),
        (record("x", [response([{"label": "secrecy", "start": 0, "end": 2}])]), "holds dict, which is not a label"),
        (record("x", fields={"body": "hi"}), "no field 'text'"),
        (record("x", responses=["a"]), "'responses' must be a JSON object, not list"),
        (record("x", responses={"labels": "a"}), "responses to 'labels' must be a list"),
        ({"id": "x", "labels.responses": []}, "no field 'text'"),
        (flat("x", [["secrecy"]], [], ["submitted"]), "differ in length"),
        (flat("x", [["secrecy"]], 3, ["submitted"]), "differ in length"),
    ],
)
def test_unreadable_record_error_names_the_record(tmp_path, row, says):
    with pytest.raises(DataError, match=f"r.json: record 2: .*{says}"):
        read([NESTED[1], row], tmp_path / "r.json")
