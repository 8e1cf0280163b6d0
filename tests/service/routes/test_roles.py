"""``POST /v1/conversations/{id}/roles``: what the library says of roles that become known later."""

import json

import pytest

from grooming_risk import Conversation
from grooming_risk.conversation.role_change import set_roles
from support.service_client import app_client

CHAT = [("rex", "our secret ok, dont tell your mom"), ("kiki", "ok"), (7, "gg wp")]
ROLES = [{"author": "rex", "role": "adult"}, {"author": "kiki", "role": "minor"}, {"author": 7, "role": "unknown"}]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("roles")) as client:
        yield client


def begin(client, room):
    for author, text in CHAT:
        body = {"author": author, "text": text}
        assert client.post(f"/v1/conversations/{room}/messages", json=body).status_code == 200


def post(client, room, roles):
    return client.post(f"/v1/conversations/{room}/roles", json={"roles": roles})


def test_roles_set_later_match_the_library(client):
    begin(client, "later")
    chat = Conversation()
    for author, text in CHAT:
        chat.add(text, author=author)
    set_roles(chat, {one["author"]: one["role"] for one in ROLES})
    expected = json.loads(json.dumps(chat.state.to_dict()))

    answer = post(client, "later", ROLES).json()

    assert answer == {"conversation": "later", **expected}
    assert client.get("/v1/conversations/later").json()["risk"] == expected["risk"]
    row = client.get("/v1/conversations").json()["conversations"][0]
    assert (row["conversation"], row["risk"], row["messages"]) == ("later", expected["risk"], 3)
    body = {"author": "rex", "text": "gg"}
    assert (
        client.post("/v1/conversations/later/messages", json=body).json()["risk"] == chat.add("gg", author="rex").risk
    )


def close_to_medium():
    """A message that alarms from an adult to a minor, and not from somebody unknown."""
    texts = ["do your parents check your phone", "what school do you go to, are you alone", *(text for _, text in CHAT)]
    for text in texts:
        chat = Conversation()
        if not chat.add(text, author="rex").alerts and set_roles(chat, {"rex": "adult", "kiki": "minor"}):
            return text
    raise AssertionError("no such message among these; add one")


def test_an_alert_that_roles_raise_is_told_counted_and_listed(tmp_path):
    with app_client(tmp_path) as client:
        body = {"author": "rex", "text": close_to_medium()}
        said = client.post("/v1/conversations/room/messages", json=body).json()
        answer = post(client, "room", ROLES[:2]).json()
        again = post(client, "room", ROLES[:2]).json()
        row = client.get("/v1/conversations").json()["conversations"][0]
        metrics = client.get("/metrics").text

    assert said["alerts"] == again["alerts"] == []
    assert [(one["author"], one["kind"], one["index"]) for one in answer["alerts"]] == [("rex", "risk", 0)]
    assert row["first_alert"] == {"index": 0, "at": None, "kind": "risk"}
    assert f'grooming_risk_alerts_total{{kind="risk",level="{answer["level"]}"}} 1.0' in metrics


@pytest.mark.parametrize(
    "roles",
    [
        [], [{"author": "rex"}], [{"author": "rex", "role": "child"}], [{"author": "", "role": "adult"}],
        [{"author": 7.5, "role": "adult"}], [{"author": "rex", "role": "adult", "more": 1}], {"rex": "adult"}, "adult",
        [{"author": "rex", "role": None}], [{"author": f"a{n}", "role": "adult"} for n in range(257)],
    ],
)  # fmt: skip
def test_bad_roles_are_refused_and_change_nothing(client, roles):
    begin(client, "bad")
    before = client.get("/v1/conversations/bad").json()

    assert post(client, "bad", roles).status_code == 422
    assert client.get("/v1/conversations/bad").json() == before


def test_roles_of_an_unknown_conversation_are_refused(client):
    answer = post(client, "nobody", ROLES)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_conversation")
