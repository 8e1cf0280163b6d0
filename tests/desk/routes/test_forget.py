"""Erasing is asked twice and leaves nothing."""

from support.desk_client import WHATEVER, key_of


def test_erasing_is_confirmed_first(client, cases):
    key = key_of(cases, "lobby")
    asked = client.get(f"/conversation/{key}/forget").text
    refused = client.post(f"/conversation/{key}/forget")

    assert "Erase <bdi>#lobby</bdi>?" in asked
    assert "Its 9 messages" in asked
    assert refused.status_code == 422
    assert "Tick the box first" in refused.text
    assert client.post("/forget", data={"sure": "no"}).status_code == 422
    assert len(cases.cases(WHATEVER, "kim")) == 4


def test_an_erased_conversation_is_gone(client, cases, tmp_path):
    key = key_of(cases, "lobby")
    client.post(f"/conversation/{key}/decide", data={"verdict": "confirmed", "there": ["secrecy"]})
    answer = client.post(f"/conversation/{key}/forget", data={"sure": "yes"})

    assert answer.headers["location"] == "/?erased=9"
    assert "Erased: 9 messages" in client.get("/?erased=9").text
    assert client.get(f"/conversation/{key}").status_code == 404
    assert "1 conversation decided" in client.get("/figures").text
    assert not any(b"meet me alone" in path.read_bytes() for path in tmp_path.glob("desk.sqlite*"))


def test_all_conversations_are_erased(client, cases):
    assert client.post("/forget", data={"sure": "yes"}).headers["location"] == "/?erased=45"
    assert cases.cases(WHATEVER, "kim") == []
    assert "erased" in client.get("/log").text
