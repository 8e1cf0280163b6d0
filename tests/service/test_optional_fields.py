"""Optional fields of requests: null and blank strings are the same as not given, at every endpoint."""

import re

import pytest
from pydantic import BaseModel

from grooming_risk.service import list_schemas, schemas
from grooming_risk.service.perspective import schemas as perspective_schemas
from support.service_client import app_client

BLANK = [None, "", " ", "\t\n", "\u3000"]
MODELS = [
    model
    for module in (schemas, list_schemas, perspective_schemas)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model.model_config.get("extra") == "forbid"
]
ANSWERS = {"ScoreValue", "SpanScore", "AttributeScores", "AnalyzeAnswer"}
REQUIRED = {"text": "gg", "texts": ["gg"], "author": "rex", "role": "adult", "roles": [{"author": 1, "role": "adult"}]}
OPTIONAL = [
    (model, name)
    for model in MODELS
    if model.__name__ not in ANSWERS
    for name, field in model.model_fields.items()
    if not field.is_required()
]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("optional")) as client:
        yield client


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize(("model", "name"), OPTIONAL, ids=lambda one: getattr(one, "__name__", one))
def test_a_blank_field_is_one_that_is_not_given(model, name, blank):
    given = {key: REQUIRED[key] for key, field in model.model_fields.items() if field.is_required()}

    assert model.model_validate({**given, name: blank}) == model.model_validate(given)


def test_all_optional_fields_are_looked_at():
    assert len(OPTIONAL) >= 25


def test_a_message_with_blank_fields_is_heard(client):
    blank = {"at": "", "id": "", "role": ""}
    answers = [
        client.post("/v1/conversations/room/messages", json={"author": "rex", "text": "gg", **blank}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json()["index"] == 1  # two blank ids are no repetition


def test_blank_parameters_of_addresses_are_not_given(client):
    everything = client.get("/v1/conversations")
    assert everything.json()["conversations"]
    for name in list_schemas.ListQuery.model_fields:
        assert client.get(f"/v1/conversations?{name}=").json() == everything.json()
    assert client.get("/$discovery/rest?version=").status_code == 200


@pytest.mark.parametrize("field", ["author", "text"])
def test_required_fields_stay_required(client, field):
    body = {"author": "rex", "text": "gg"}
    del body[field]
    answer = client.post("/v1/conversations/other/messages", json=body).json()

    assert answer["error"]["problems"][0]["where"] == f"body.{field}"


def test_the_description_says_so(client):
    page = client.get("/openapi.json").json()
    fields = page["components"]["schemas"]["NewMessageRequest"]["properties"]

    assert "the same as not given" in page["info"]["description"]
    for name in ("at", "id", "role"):
        assert {"type": "string", "pattern": r"^\s*$"} in fields[name]["anyOf"]
    assert "anyOf" not in fields["text"]
    assert "boolean or null</" in re.sub(
        r"\s+", " ", client.get("/docs").text
    )  # the blank string is not a type to send
