"""Label Studio: tasks, configuration, and both export formats."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grooming_risk.errors import DataError
from grooming_risk.review import LABELS, Review
from grooming_risk.review.choices import CHOICES
from grooming_risk.review.label_studio import label_studio_config, read_label_studio, write_label_studio
from support.strategies import messages

ITEM = {"from_name": "labels", "to_name": "text", "type": "choices", "value": {"choices": ["secrecy"]}}
GUESSED = Review("chat:1", "our secret ok", meta={"line": 1}, predictions={"risk": 0.9, "secrecy": 0.8})


def written(reviews, path):
    write_label_studio(reviews, path)
    return json.loads(path.read_text(encoding="utf-8"))


def annotation(choices, who=1, **more):
    result = [{"from_name": "labels", "to_name": "text", "type": "choices", "value": {"choices": choices}}]
    return {"id": 9, "completed_by": who, "result": result if choices else [], "was_cancelled": False, **more}


def read(data, path, **options):
    path.write_text(json.dumps(data), encoding="utf-8")
    return list(read_label_studio(path, **options))


def test_configuration_offers_every_choice():
    view = ElementTree.fromstring(label_studio_config())
    choices = view.find("Choices")

    assert tuple(choice.get("value") for choice in choices) == CHOICES
    assert choices.get("choice") == "multiple"
    assert choices.get("toName") == view.find("Text").get("name")


def test_task_holds_message_and_prediction(tmp_path):
    (task,) = written([GUESSED], tmp_path / "tasks.json")
    (guess,) = task["predictions"]
    (item,) = guess["result"]
    view = ElementTree.fromstring(label_studio_config())

    assert task["data"]["text"] == "our secret ok"
    assert view.find("Text").get("value") == "$text"
    assert (item["from_name"], item["to_name"]) == (view.find("Choices").get("name"), view.find("Text").get("name"))
    assert item["value"] == {"choices": ["secrecy"]}
    assert guess["score"] == 0.9
    assert "annotations" not in task


@given(st.lists(st.tuples(messages, st.none() | st.lists(st.sampled_from(LABELS), unique=True)), max_size=4))
def test_decisions_survive_the_round_trip(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("tasks") / "tasks.json"
    reviews = [
        Review(f"m{number}", text, labels, None, {"line": number}, {"risk": 0.5, "coercion": 0.25})
        for number, (text, labels) in enumerate(drawn)
    ]
    write_label_studio(reviews, path)

    assert list(read_label_studio(path)) == reviews


def test_export_gives_a_review_per_annotation(tmp_path):
    tasks = written(
        [GUESSED, Review("chat:2", "gg"), Review("chat:3", "brb"), Review("chat:4", "ok")], tmp_path / "t.json"
    )
    tasks[0]["annotations"] = [
        annotation(["secrecy"], 1),
        annotation(["secrecy", "trust_building"], {"id": 2, "email": "noa@example.org"}),
        annotation(["coercion"], 3, was_cancelled=True),
    ]
    tasks[1]["annotations"] = [annotation(["harmless"])]
    tasks[2]["annotations"] = [annotation([])]
    tasks[3]["annotations"] = []
    found = read(tasks, tmp_path / "export.json")

    assert [(r.id, r.annotator, r.labels) for r in found] == [
        ("chat:1", "1", ("secrecy",)),
        ("chat:1", "noa@example.org", ("trust_building", "secrecy")),
        ("chat:1", "3", None),
        ("chat:2", "1", ()),
        ("chat:3", "1", None),
        ("chat:4", None, None),
    ]
    assert found[0].predictions == GUESSED.predictions
    assert found[0].meta == GUESSED.meta


def test_json_min_export_is_read(tmp_path):
    base = {"text": "hi", "annotator": 4, "annotation_id": 12, "lead_time": 2.5}
    rows = [
        {**base, "review_id": "a", "id": 1, "labels": "secrecy"},
        {**base, "review_id": "b", "id": 2, "labels": {"choices": ["secrecy", "coercion"]}},
        {**base, "review_id": "c", "id": 3},
        {**base, "review_id": "d", "id": 4, "annotator": {}, "annotation_id": None},
        {**base, "id": 0, "labels": "harmless", "annotator": "kim@example.org"},
    ]

    assert [(r.id, r.annotator, r.labels) for r in read(rows, tmp_path / "min.json")] == [
        ("a", "4", ("secrecy",)),
        ("b", "4", ("secrecy", "coercion")),
        ("c", "4", None),
        ("d", None, None),
        ("0", "kim@example.org", ()),
    ]


@pytest.mark.parametrize("result", [[], [{**ITEM, "value": {"choices": []}}], None])
def test_an_answer_without_a_choice_is_undecided(tmp_path, result):
    whole = {"data": {"text": "a"}, "annotations": [{"result": result, "completed_by": 1}]}
    short = {"text": "a", "annotator": 1, "annotation_id": 7, "labels": {"choices": []}}

    assert [r.labels for r in read([whole, short, {**short, "labels": []}], tmp_path / "x.json")] == [None] * 3


def test_other_names_are_mapped(tmp_path):
    result = [
        {"from_name": "mood", "to_name": "chat", "type": "choices", "value": {"choices": ["angry"]}},
        {"from_name": "kind", "to_name": "chat", "type": "choices", "value": {"choices": ["Secret"]}},
        {"from_name": "part", "to_name": "chat", "type": "labels", "value": {"start": 0, "end": 2, "labels": ["x"]}},
    ]
    task = {"id": 5, "data": {"chat": "hi"}, "annotations": [{"completed_by": 1, "result": result}]}
    options = {"names": {"Secret": "secrecy"}, "control": "kind", "column": "chat"}

    (found,) = read([task], tmp_path / "own.json", **options)
    assert (found.id, found.labels) == ("5", ("secrecy",))


@pytest.mark.parametrize(
    ("task", "says"),
    [
        ({"data": {"text": "a"}, "annotations": [annotation(["flirting"])]}, "'labels' holds 'flirting', .* harmless"),
        ({"data": {"text": "a"}, "annotations": [annotation(["harmless", "secrecy"])]}, "both harmless and a pattern"),
        ({"data": {"body": "a"}, "annotations": []}, "no field 'text'"),
        ({"data": {"text": 3}, "annotations": []}, "'text' must be a string, not int"),
        ({"data": "a", "annotations": []}, "'data' must be a JSON object, not str"),
        ({"data": {"text": "a"}, "annotations": "x"}, "'annotations' must be a list"),
        ({"data": {"text": "a"}, "annotations": [{"result": "x"}]}, "'result' must be a list"),
        ({"data": {"text": "a"}, "annotations": [{"result": [{**ITEM, "value": 1}]}]}, "'value' must be a JSON object"),
        ({"data": {"text": "a"}, "annotations": [{"result": [{**ITEM, "value": {}}]}]}, "hold a list of 'choices'"),
    ],
)  # fmt: skip
def test_unreadable_record_error_names_the_record(tmp_path, task, says):
    with pytest.raises(DataError, match=f"x.json: record 2: .*({says})"):
        read([{"data": {"text": "ok"}, "annotations": []}, task], tmp_path / "x.json")


def test_responses_to_other_questions_only_are_refused(tmp_path):
    other = {"data": {"text": "a"}, "annotations": [{"result": [{**ITEM, "from_name": "mood"}]}]}
    mine = {"data": {"text": "b"}, "annotations": [{"result": [ITEM]}]}

    assert [r.labels for r in read([other, mine], tmp_path / "x.json")] == [None, ("secrecy",)]
    with pytest.raises(DataError, match=r"x\.json: nobody answered 'labels', only mood; name the right question"):
        read([other], tmp_path / "x.json")


SPAN = {"from_name": "labels", "to_name": "text", "type": "labels",
        "value": {"start": 0, "end": 2, "text": "a", "labels": ["secrecy"]}}  # fmt: skip


@pytest.mark.parametrize("kind", ["labels", "hypertextlabels", "rating", "textarea", "taxonomy", None])
def test_answers_of_another_type_are_never_harmless(tmp_path, kind):
    """A project that marks spans must not make every message harmless."""
    mine = {"data": {"text": "a"}, "annotations": [{"result": [{**SPAN, "type": kind}]}]}
    other = {"data": {"text": "a"}, "annotations": [{"result": [{**SPAN, "type": kind, "from_name": "part"}]}]}
    choice = {"data": {"text": "b"}, "annotations": [{"result": [ITEM]}]}

    with pytest.raises(DataError, match=f"record 1: the question 'labels' has answers of the type {kind!r}"):
        read([mine], tmp_path / "x.json")
    assert [r.labels for r in read([other, choice], tmp_path / "x.json")] == [None, ("secrecy",)]
    assert [r.labels for r in read([{"data": {"text": "a"}, "annotations": [{}]}], tmp_path / "x.json")] == [None]
    with pytest.raises(DataError, match="nobody answered 'labels', only part"):
        read([other], tmp_path / "x.json")


@pytest.mark.parametrize(("value", "kind"), [([SPAN["value"]], "labels"), (4, "int"), ({"rating": 4}, "dict")])
def test_answers_of_another_type_in_json_min_are_never_harmless(tmp_path, value, kind):
    base = {"text": "hi", "annotator": 4, "annotation_id": 12, "id": 1}

    with pytest.raises(DataError, match=f"record 1: the question 'labels' has answers of the type '{kind}'"):
        read([{**base, "labels": value}], tmp_path / "min.json")
    if kind == "labels":
        with pytest.raises(DataError, match="nobody answered 'labels', only part"):
            read([{**base, "part": value}], tmp_path / "min.json")
        rows = [{**base, "part": value}, {**base, "labels": "secrecy"}]
        assert [r.labels for r in read(rows, tmp_path / "min.json")] == [None, ("secrecy",)]


def test_two_messages_with_one_id_are_refused(tmp_path):
    with pytest.raises(ValueError, match="two different messages have the id 'a'"):
        write_label_studio([Review("a", "x"), Review("a", "y")], tmp_path / "t.json")


def test_names_that_map_to_unknown_labels_are_refused(tmp_path):
    with pytest.raises(ValueError, match="cannot map to 'flirting'"):
        read([], tmp_path / "x.json", names={"Flirting": "flirting"})
