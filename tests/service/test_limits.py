"""The limits of requests: at the limit a request is served, above it an error names the limit."""

import pytest

from support.service_client import app_client

MESSAGES = "/v1/conversations/room/messages"
ROLES = "/v1/conversations/room/roles"
ANALYZE = "/v1alpha1/comments:analyze"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("limits")) as client:
        for number in range(300):
            client.post(MESSAGES, json={"author": number, "text": "gg"})
        yield client


def message(**change):
    return {"author": 299, "text": "gg", **change}


def comment(**change):
    return {"comment": {"text": "gg"}, "requestedAttributes": {"SECRECY": {}}, **change}


def roles(number):
    return {"roles": [{"author": 299, "role": "adult"}] * number}


@pytest.mark.parametrize(
    ("path", "most", "above", "status", "named"),
    [
        ("/v1/score", {"text": "a" * 20_480}, {"text": "a" * 20_481}, 413, "20480"),
        (MESSAGES, message(text="\u00e9" * 10_240), message(text="\u00e9" * 10_241), 413, "20480"),
        (ANALYZE, comment(comment={"text": "a" * 20_480}), comment(comment={"text": "a" * 20_481}), 400, "too long"),
        ("/v1/score", {"texts": ["gg"] * 256}, {"texts": ["gg"] * 257}, 413, "256"),
        ("/v1/score", {"texts": ["gg" * 6_000] * 21}, {"texts": ["gg" * 6_000] * 22}, 413, "262144"),
        (MESSAGES, message(id="i" * 200), message(id="i" * 201), 422, "200"),
        (ROLES, roles(256), roles(257), 422, "256"),
        (ANALYZE, comment(languages=["en"] * 16), comment(languages=["en"] * 17), 400, "16"),
        (MESSAGES, message(author="a" * 256), message(author="a" * 257), 422, "256"),
    ],
)
def test_a_limit_holds_and_its_error_names_it(client, path, most, above, status, named):
    refused = client.post(path, json=above)

    assert client.post(path, json=most).status_code == 200
    assert refused.status_code == status
    assert named in refused.text


@pytest.mark.parametrize(
    ("query", "named"), [("limit=501", "500"), ("limit=0", "1"), ("cursor=" + "a" * 2_000, "query.cursor")]
)
def test_a_list_has_limits_too(client, query, named):
    refused = client.get(f"/v1/conversations?{query}")

    assert refused.status_code == 422
    assert named in refused.text


def test_the_error_above_the_rate_names_it(tmp_path):
    with app_client(tmp_path, rate=0.25) as client:
        answers = [client.get("/v1/model") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert "0.25 requests a second" in answers[1].text


def test_a_list_of_problems_is_bounded(client):
    problems = client.post("/v1/score", json={"texts": [1] * 50}).json()["error"]["problems"]

    assert len(problems) == 20


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"text":' * 30_000, b'{"texts":[' + b"[" * 90_000])
@pytest.mark.parametrize("path", ["/v1/score", MESSAGES, ROLES, ANALYZE])
def test_deep_json_is_refused(client, path, body):
    refused = client.post(path, content=body, headers={"content-type": "application/json"})

    assert refused.status_code == 400
    assert "not valid JSON" in refused.text
