"""Requests that could be read in two ways are refused, and nothing of them is heard."""

import gzip
import json

import pytest
from fastapi.routing import APIRoute

from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.single_keys import SingleKeysRoute
from support.service_client import app_client

JSON = {"content-type": "application/json"}
MESSAGE = {"author": "rex", "text": "gg"}
ANALYZE = "/v1alpha1/comments:analyze"
COMMENT = b'{"comment": {"text": "gg"}, "requestedAttributes": {"SECRECY": {}}'


@pytest.fixture
def client(tmp_path):
    with app_client(tmp_path) as client:
        yield client


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "br", "identity, deflate", "zstd", "odd"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_compressed_body_is_refused_and_the_error_says_what_is_taken(client, coding, pack):
    body, headers = pack(json.dumps(MESSAGE).encode()), {**JSON, "content-encoding": coding}
    answer = client.post("/v1/conversations/room/messages", content=body, headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "not_json")
    assert "without Content-Encoding" in answer.json()["error"]["message"]
    assert answer.headers["accept-encoding"] == "identity"
    assert client.get("/v1/conversations/room").status_code == 404


@pytest.mark.parametrize("coding", ["identity", "", "Identity"])
def test_a_body_that_is_named_as_it_is_is_read(client, coding):
    answer = client.post("/v1/score", json={"text": "gg"}, headers={"content-encoding": coding})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/v1/score", b'{"text": "gg", "text": "our secret"}', "body.text"),
        ("/v1/conversations/room/messages", b'{"author": "a", "text": "gg", "author": "b"}', "body.author"),
        ("/v1/conversations/room/messages", b'{"author": "a", "text": "x", "at": 1, "a\\u0074": 1}', "body.at"),
        ("/v1/conversations/room/roles", b'{"roles": [{"author": 1, "role": "adult", "role": "minor"}]}', "body.role"),
        ("/v1/score", b'{"text": "gg", "private": 1, "private": 2}', "body"),
    ],
)
def test_a_key_given_twice_is_refused_and_named(client, path, body, where):
    answer = client.post(path, content=body, headers=JSON)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")
    assert answer.json()["error"]["problems"] == [{"where": where, "problem": "is given more than once; give it once"}]
    assert "private" not in answer.text
    assert client.get("/v1/conversations/room").status_code == 404


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
@pytest.mark.parametrize(
    ("rest", "field"),
    [(b', "clientToken": "a", "clientToken": "b"}', "clientToken"), (b', "comment": {"text": "x"}}', "comment")],
)
def test_the_compatible_endpoint_refuses_in_its_own_shape(client, kind, rest, field):
    answer = client.post(ANALYZE, content=COMMENT + rest, headers={"content-type": kind})

    assert answer.status_code == 400
    assert answer.json()["error"]["details"][1]["fieldViolations"][0]["field"] == field
    assert client.post(ANALYZE, content=COMMENT + b"}", headers={"content-type": kind}).status_code == 200


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("level=high&level=low", "query.level"), ("limit=1&limit=1", "query.limit"),
        ("cursor=&cursor=", "query.cursor"),
        ("%6cimit=1&limit=2", "query.limit"), ("private=1&private=2", "query"),
    ],
)  # fmt: skip
def test_a_parameter_given_twice_is_refused_and_named(client, query, where):
    answer = client.get(f"/v1/conversations?{query}")

    assert (answer.status_code, answer.json()["error"]["problems"][0]["where"]) == (422, where)
    assert "private" not in answer.text


def test_a_service_key_given_twice_is_refused(tmp_path):
    key = "the-only-key-of-the-site"
    with app_client(tmp_path, keys=(key,)) as client:
        assert client.post(f"{ANALYZE}?key={key}&key={key}", content=COMMENT + b"}", headers=JSON).status_code == 400
        assert client.post(f"{ANALYZE}?key={key}", content=COMMENT + b"}", headers=JSON).status_code == 200


def test_every_endpoint_with_a_body_reads_it_this_way(tmp_path):
    app = create_app(ServiceSettings(str(tmp_path / "state")))
    routes = [route for route in all_routes(app.routes) if isinstance(route, APIRoute) and route.body_field]

    assert len(routes) == 4
    assert all(isinstance(route, SingleKeysRoute) for route in routes)


def all_routes(routes):
    for route in routes:
        inner = getattr(route, "original_router", None)
        yield from all_routes(inner.routes) if inner else [route]
