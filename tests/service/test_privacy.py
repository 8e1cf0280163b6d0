"""What was sent stands in no log, no metric, no error and no file."""

import json

import pytest

from support.collector import collector
from support.service_client import Server, app_client

CANARY = "canarybird"
TEXT = f"our secret {CANARY}, dont tell your mom {CANARY}"
JSON = {"content-type": "application/json"}


def bodies():
    """Yield path and body of requests that are right, wrong, and broken, with the canary in every place."""
    message = {"author": "rex", "text": TEXT, "id": CANARY}
    analyze = {"comment": {"text": TEXT}, "requestedAttributes": {"GROOMING_RISK": {}}}
    for path, good in (
        ("/v1/score", {"text": TEXT, "evidence": True}),
        ("/v1/score", {"texts": [TEXT, TEXT], "evidence": True}),
        ("/v1/conversations/lobby/messages", message),
        ("/v1/conversations/lobby/messages", {**message, "at": 5}),
        ("/v1alpha1/comments:analyze", {**analyze, "spanAnnotations": True}),
        ("/v1alpha1/comments:suggestscore", analyze),
    ):
        yield path, json.dumps(good)
        yield path, json.dumps({**good, CANARY: TEXT})
        yield path, json.dumps({name: [TEXT] for name in good})
        yield path, json.dumps({**good, "text": {TEXT: TEXT}, "texts": TEXT, "at": TEXT, "author": [TEXT]})
        yield path, json.dumps(good)[:-1]
        yield path, json.dumps(TEXT)
        yield path, json.dumps({**good, "text": TEXT * 1000, "comment": {"text": TEXT * 1000}})
        yield path, json.dumps({**good, "padding": TEXT * 10_000})
        yield path, json.dumps({**good, "requestedAttributes": {TEXT: {}}, "languages": [TEXT]})


@pytest.mark.slow
def test_no_message_text_is_stored_logged_or_quoted(tmp_path):
    with Server(tmp_path, "--rate", "0", keys="the-only-key-of-the-site") as server, server.client() as client:
        client.headers["x-api-key"] = "the-only-key-of-the-site"
        seen = {}
        for path, body in bodies():
            for headers in (JSON, {"content-type": "text/plain"}):
                answer = client.post(path, content=body.encode(), headers=headers)
                seen[path, body, headers["content-type"]] = answer
        for path in ("/v1/conversations/lobby", "/v1/model", "/metrics", "/readyz", f"/{CANARY}", f"/docs?q={CANARY}",
                     f"/$discovery/rest?version={CANARY}", f"/v1/conversations/%20{CANARY}"):  # fmt: skip
            seen[path, "", ""] = client.get(path)
        seen["key", "", ""] = client.get("/v1/model", headers={"x-api-key": CANARY})
        seen["method", "", ""] = client.request(CANARY.upper(), f"/v1/score?text={CANARY}")
        kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path != server.log)
        log = server.log.read_text()

    statuses = {answer.status_code for answer in seen.values()}
    assert {200, 400, 401, 404, 405, 413, 415, 422} <= statuses
    assert not any(status >= 500 for status in statuses)
    for (path, *_), answer in seen.items():
        assert CANARY not in answer.text.lower(), path
        assert CANARY not in str(answer.headers).lower(), path
    assert "/v1/conversations/{id}/messages 200" in log
    assert b"lobby" in kept
    for place in (log.lower(), kept.decode("latin-1").lower()):
        assert CANARY not in place
        assert "the-only-key-of-the-site" not in place
    assert "lobby" not in log


def test_nothing_of_a_request_goes_to_a_collector(tmp_path, monkeypatch):
    with collector(monkeypatch) as asked, app_client(tmp_path) as client:
        client.post(f"/v1/conversations/{CANARY}/messages", json={"author": "rex", "text": "gg"})
        assert asked == []
