"""``/v1/score``, the limits on its way, API keys, and what whoever runs the service asks."""

import asyncio
import json

import pytest
from starlette.testclient import TestClient

from grooming_risk import LEVELS, PATTERNS, __version__, score
from grooming_risk.service.app import create_app
from grooming_risk.service.middleware.limits import TokenBuckets
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.stores.sqlite import SqliteStore
from support.service_client import app_client

RISKY = "our secret ok, dont tell your mom"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("scoring"), max_batch=3, max_body_bytes=50_000) as client:
        yield client


def problem_of(answer):
    assert set(answer.json()) == {"error"}
    return answer.json()["error"]["code"]


def test_one_message_gets_the_score_of_the_library(client):
    answer = client.post("/v1/score", json={"text": RISKY})

    assert answer.status_code == 200
    assert answer.json() == score(RISKY).to_dict()


def test_evidence_points_into_the_message_and_does_not_quote_it(client):
    answer = client.post("/v1/score", json={"text": RISKY, "evidence": True}).json()

    assert [(e["start"], e["end"], e["pattern"]) for e in answer["evidence"]] == [
        (e.start, e.end, e.pattern) for e in score(RISKY).evidence
    ]
    assert "secret" not in json.dumps(answer)


def test_many_messages_keep_their_order(client):
    answer = client.post("/v1/score", json={"texts": ["gg", RISKY, "gg"]}).json()

    assert [one["risk"] for one in answer["scores"]] == [score(text).risk for text in ("gg", RISKY, "gg")]


def test_long_message_is_scored(client):
    text = "what is 6 times 4? " * 200 + RISKY

    assert client.post("/v1/score", json={"text": text}).json()["risk"] == score(text).risk


def test_a_lone_surrogate_gets_a_score(client):
    answer = client.post("/v1/score", content=b'{"text": "gg \\ud800"}', headers=JSON)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid"),
        (b"{", 400, "bad_json"),
        (b"[" * 40_000, 400, "bad_json"),
        (b'{"text": "\xff"}', 400, "bad_json"),
        (b'{"text": ' + b"9" * 5000 + b"}", 400, "bad_json"),
        (b"[]", 422, "invalid"),
        (b"{}", 422, "invalid"),
        (b'{"text": 4}', 422, "invalid"),
        (b'{"text": null}', 422, "invalid"),
        (b'{"texts": "gg"}', 422, "invalid"),
        (b'{"texts": ["gg", 4]}', 422, "invalid"),
        (b'{"text": "gg", "texts": ["gg"]}', 422, "invalid"),
        (b'{"text": "gg", "evidence": 1}', 422, "invalid"),
        (b'{"text": "gg", "unknown": 1}', 422, "invalid"),
        (b'{"texts": ["a", "b", "c", "d"]}', 413, "too_large"),
        (b'{"text": "' + b"a" * 20_481 + b'"}', 413, "too_large"),
        (b'{"text": "' + b"a" * 60_000 + b'"}', 413, "too_large"),
    ],
)
def test_bad_input_gets_the_right_error(client, body, status, code):
    answer = client.post("/v1/score", content=body, headers=JSON)

    assert (answer.status_code, problem_of(answer)) == (status, code)
    assert answer.json()["error"]["message"]


def test_message_at_the_size_limit_is_accepted(client):
    assert client.post("/v1/score", json={"text": "é" * 10_240}).status_code == 200


def test_problems_name_the_field(client):
    answer = client.post("/v1/score", json={"texts": ["gg", 4]}).json()

    assert {"where": "body.texts.1", "problem": "Input should be a valid string"} in answer["error"]["problems"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"texts": ["gg"], "explain": True}, ["body"]),
        ({"text": "gg", "explain": True}, ["body"]),
        ({"texts": ["gg"], "evidence": 1}, ["body.evidence"]),
        ({"texts": "gg"}, ["body.texts"]),
        ({"text": "gg", "texts": ["gg"]}, ["body.text"]),
        ({"text": 4, "evidence": "no"}, ["body.text", "body.evidence"]),
        ({"evidence": True}, ["body.text"]),
        ([], ["body"]),
    ],
)
def test_problems_name_no_other_field(client, body, where):
    problems = client.post("/v1/score", json=body).json()["error"]["problems"]

    assert [problem["where"] for problem in problems] == where


def test_body_without_json_content_type_is_refused(client):
    answer = client.post("/v1/score", content=b'{"text": "gg"}', headers={"content-type": "text/plain"})

    assert (answer.status_code, problem_of(answer)) == (415, "not_json")


def test_unknown_paths_and_methods(client):
    assert (client.get("/v2").status_code, problem_of(client.get("/v2"))) == (404, "not_found")
    answer = client.get("/v1/score")
    assert (answer.status_code, answer.headers["allow"], problem_of(answer)) == (405, "POST", "method_not_allowed")


def test_chunked_body_above_the_limit_is_refused(client):
    def pieces():
        for _ in range(60):
            yield b"a" * 1000

    assert client.post("/v1/score", content=pieces(), headers=JSON).status_code == 413


def test_model_endpoint_returns_thresholds_and_limits(client):
    about = client.get("/v1/model").json()

    assert about["version"] == __version__
    assert about["patterns"] == list(PATTERNS)
    assert set(about["thresholds"]["levels"]) == set(about["thresholds"]["conversations"]) == set(LEVELS[1:])
    assert about["attributes"] == ["GROOMING_RISK", "DISCLOSURE", *map(str.upper, PATTERNS)]
    assert about["limits"]["batch"] == 3


def test_health(client):
    assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


def test_probes_answer_to_head(client):
    for path in ("/healthz", "/readyz"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-length"] == client.get(path).headers["content-length"]


def test_metrics_count_by_route(tmp_path):
    with app_client(tmp_path) as client:
        client.post("/v1/score", json={"texts": ["gg", RISKY]})
        client.get("/v1/conversations/somebodys-room")
        client.request("BREW", "/healthz")
        text = client.get("/metrics").text

    assert 'grooming_risk_requests_total{method="POST",route="/v1/score",status="200"} 1.0' in text
    assert 'route="/v1/conversations/{id}",status="404"} 1.0' in text
    assert 'grooming_risk_messages_total{endpoint="score",level="none"} 1.0' in text
    assert 'method="other"' in text
    assert "somebodys-room" not in text


def test_the_page_describes_every_endpoint_and_loads_nothing(client):
    page = client.get("/docs").text

    for path in client.get("/openapi.json").json()["paths"]:
        assert f"</b> {path}</h2>" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page


def test_every_example_of_the_description_is_accepted(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    paths = {
        "ScoreOne": "/v1/score",
        "ScoreMany": "/v1/score",
        "NewMessageRequest": "/v1/conversations/example/messages",
        "AnalyzeRequest": "/v1alpha1/comments:analyze",
    }

    for name, path in paths.items():
        for example in schemas[name]["examples"]:
            assert client.post(path, json=example).status_code == 200, name


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": "Basic first-key-of-the-site"}, 401),
        ({"authorization": "Bearer first-key-of-the-site"}, 200),
        ({"authorization": "bearer second-key-of-the-site"}, 200),
        ({"x-api-key": "second-key-of-the-site"}, 200),
        ({"x-api-key": "first-key-of-the-site,second-key-of-the-site"}, 401),
        ({"x-api-key": b"\xe9"}, 401),
    ],
)
def test_keys(tmp_path, headers, status):
    with app_client(tmp_path, keys=("first-key-of-the-site", "second-key-of-the-site")) as client:
        for path in ("/v1/model", "/metrics"):
            answer = client.get(path, headers=headers)

            assert answer.status_code == status
            assert ("www-authenticate" in answer.headers) == (status == 401)
        assert client.get("/healthz").status_code == client.get("/docs").status_code == 200


def test_a_key_in_the_address_counts_for_the_compatible_endpoint_alone(tmp_path):
    body = {"comment": {"text": "gg"}, "requestedAttributes": {"GROOMING_RISK": {}}}
    with app_client(tmp_path, keys=("first-key-of-the-site",)) as client:
        assert client.post("/v1alpha1/comments:analyze?key=first-key-of-the-site", json=body).status_code == 200
        assert client.post("/v1/score?key=first-key-of-the-site", json={"text": "gg"}).status_code == 401
        missing = client.post("/v1alpha1/comments:analyze", json=body)
        wrong = client.post("/v1alpha1/comments:analyze?key=other", json=body)

    assert (missing.status_code, missing.json()["error"]["status"]) == (403, "PERMISSION_DENIED")
    assert (wrong.status_code, wrong.json()["error"]["details"][0]["reason"]) == (400, "API_KEY_INVALID")


def test_the_rate_is_limited_for_each_key(tmp_path):
    with app_client(tmp_path, keys=("first-key-of-the-site", "second-key-of-the-site"), rate=0.01) as client:
        first = [client.get("/v1/model", headers={"x-api-key": "first-key-of-the-site"}) for _ in range(3)]
        second = client.get("/v1/model", headers={"x-api-key": "second-key-of-the-site"})
        guesses = [client.get("/v1/model", headers={"x-api-key": f"guess-{n}"}) for n in range(3)]
        assert client.get("/healthz").status_code == 200

    assert [answer.status_code for answer in first] == [200, 429, 429]
    assert 1 <= int(first[1].headers["retry-after"]) <= 100
    assert problem_of(first[1]) == "too_many_requests"
    assert second.status_code == 200
    assert [answer.status_code for answer in guesses] == [401, 429, 429]


def test_token_buckets_refill_and_stay_bounded():
    now = 0.0
    buckets = TokenBuckets(2, clock=lambda: now)

    assert [buckets.seconds_to_wait("a") for _ in range(3)] == [0.0, 0.0, 0.5]
    now = 0.5
    assert [buckets.seconds_to_wait("a") for _ in range(2)] == [0.0, 0.5]
    now = 100.0
    assert [buckets.seconds_to_wait("a") for _ in range(3)] == [0.0, 0.0, 0.5]
    for number in range(20_000):
        buckets.seconds_to_wait(f"caller {number}")
    assert len(buckets._held) <= 10_000


@pytest.mark.parametrize(
    "wrong", [{"rate": -1.0}, {"timeout": 0.0}, {"max_batch": 0}, {"max_body_bytes": 0}, {"keep_days": 0.0}]
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ServiceSettings("state", **wrong)


def test_slow_store_gives_a_timeout_response(tmp_path):
    class Slow(SqliteStore):
        async def get(self, key):
            await asyncio.sleep(30)

    body = {"author": "a", "text": "gg"}
    with app_client(tmp_path, store=Slow(tmp_path / "state"), timeout=0.1) as client:
        answer = client.post("/v1/conversations/room/messages", json=body)

    assert (answer.status_code, problem_of(answer), answer.headers["retry-after"]) == (503, "busy", "1")


def test_settings_do_not_show_keys_or_passwords():
    shown = repr(ServiceSettings("redis://:password@127.0.0.1/0", keys=("first-key-of-the-site",)))

    assert "password" not in shown
    assert "first-key-of-the-site" not in shown


def test_response_to_a_defect_quotes_nothing(tmp_path, caplog):
    class Broken:
        def __getattr__(self, name):
            raise RuntimeError("canary")

    app = create_app(ServiceSettings(str(tmp_path / "state")), store=Broken())

    answer = TestClient(app).get("/readyz")

    assert (answer.status_code, problem_of(answer)) == (500, "internal")
    assert "canary" not in answer.text + caplog.text
    assert "RuntimeError at" in caplog.text
