"""``/v1/conversations``: what `Conversation` says, kept between requests, each message counted once."""

import asyncio
import json

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.errors import StateError
from grooming_risk.model.conversation_rule import ROLES
from grooming_risk.scoring.scorer import default_model
from grooming_risk.service.conversations import NewMessage, StoredConversations
from grooming_risk.service.record import REMEMBERED, HeardMessage, Record
from grooming_risk.service.stores.base import Held, new_version
from grooming_risk.service.stores.sqlite import SqliteStore
from support.service_client import app_client

CHAT = [
    ("rex", "nice game! how old are you, are your parents home?"),
    ("kiki", "13 why"),
    ("rex", "our secret ok, dont tell your mom"),
    ("rex", "send me a pic of you on snap, just for me"),
]
RISKY = {"author": "rex", "text": "dont tell your parents, send me a pic on snap"}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("conversations")) as client:
        yield client


def post(client, room, **message):
    return client.post(f"/v1/conversations/{room}/messages", json=message)


def plain(data):
    """Return data as it looks after a way through JSON."""
    return json.loads(json.dumps(data))


def test_conversation_matches_the_library(client):
    chat = Conversation()
    alerts = []
    for second, (author, text) in enumerate(CHAT):
        expected = plain(chat.add(text, author=author, at=60.0 * second).to_dict())
        answer = post(client, "course", author=author, text=text, at=60.0 * second)

        assert answer.json() == {"conversation": "course", "duplicate": False, **expected}
        alerts += answer.json()["alerts"]
    assert alerts[-1]["level"] == "high"


def test_roles_match_the_library(client):
    chat = Conversation()
    for number, (author, text) in enumerate(CHAT):
        role = {"kiki": "minor", "rex": "adult"}[author] if number != 2 else None
        expected = plain(chat.add(text, author=author, role=role).to_dict())
        answer = post(client, "roles", author=author, text=text, role=role)

        assert answer.json() == {"conversation": "roles", "duplicate": False, **expected}


def test_the_description_lists_the_roles(client):
    described = client.get("/openapi.json").json()["components"]["schemas"]["NewMessageRequest"]["properties"]["role"]

    assert described["anyOf"][:2] == [{"type": "string", "enum": list(ROLES)}, {"type": "null"}]


def test_read_returns_state_and_timeline_without_text(client):
    chat = Conversation()
    for author, text in CHAT:
        state = chat.add(text, author=author)
        post(client, "read", author=author, text=text)

    answer = client.get("/v1/conversations/read")

    assert [(one["index"], one["pattern"]) for one in answer.json()["timeline"]] == [
        (entry.index, entry.pattern) for entry in state.timeline
    ]
    assert answer.json()["risk"] == state.risk
    assert "alerts" not in answer.json()
    assert not {"mom", "parents", "snap"} & set(answer.text.replace('"', " ").split())


def test_numeric_authors_and_times_are_accepted(client):
    post(client, "times", author=7, text="gg", at="2026-03-01T22:15:00+01:00")
    answer = post(client, "times", author=7, text="gg", at="2026-03-01T22:10:00+01:00").json()

    assert (answer["author"], answer["index"], answer["out_of_order"]) == (7, 1, True)
    assert post(client, "times", author=7.0, text="gg").json()["authors"][0]["messages"] == 3


HELP = {"author": "kiki", "text": "someone keeps asking me for pics, i am scared, what do i do"}


def test_who_asks_for_help_is_told_author_by_author(client):
    """The room's disclosure is the highest of all; each author has an own one, and the alert names who asks."""
    post(client, "help", author="rex", text="gg wp")
    asked = post(client, "help", **HELP).json()
    later = post(client, "help", author="rex", text="gg, same team tomorrow?").json()
    read = client.get("/v1/conversations/help").json()

    assert [(one["kind"], one["author"], one["level"]) for one in asked["alerts"]] == [("help", "kiki", "none")]
    assert later["alerts"] == []
    for state in (asked, later, read):
        authors = {one["author"]: one for one in state["authors"]}
        assert {name: one["asks_for_help"] for name, one in authors.items()} == {"rex": False, "kiki": True}
        assert authors["rex"]["disclosure"] < authors["kiki"]["disclosure"] == state["disclosure"]
    assert (asked["speaker"]["asks_for_help"], later["speaker"]["asks_for_help"]) == (True, False)
    assert not any(one["risk"] > 0.5 for one in read["authors"])


def test_help_is_alerted_once_for_each_author_and_before_a_risk(client):
    first = post(client, "calls", **HELP).json()["alerts"]
    again = post(client, "calls", **HELP).json()["alerts"]
    other = post(client, "calls", **{**HELP, "author": "jo"}).json()["alerts"]

    assert [[(one["kind"], one["author"]) for one in alerts] for alerts in (first, again, other)] == [
        [("help", "kiki")], [], [("help", "jo")]
    ]  # fmt: skip
    assert 'grooming_risk_alerts_total{kind="help",level="none"}' in client.get("/metrics").text


def test_numbers_are_ids_too(client):
    first = post(client, "12345", author=1, text="gg", id=98_765_432_109_876_543)
    again = post(client, 12345, author=1, text="gg", id="98765432109876543")
    same = post(client, 12345, author=1, text="gg", id=98_765_432_109_876_543)

    assert (first.json()["conversation"], first.json()["duplicate"]) == ("12345", False)
    assert again.json()["duplicate"]
    assert same.json()["duplicate"]
    assert post(client, "whole", author=1, text="gg", id=5.0).json()["duplicate"] is False
    assert post(client, "whole", author=1, text="gg", id=5).json()["duplicate"]


def test_a_number_and_its_digits_are_two_authors(client):
    post(client, "two", author=7, text="gg")
    state = post(client, "two", author="7", text="gg").json()

    assert [one["author"] for one in state["authors"]] == [7, "7"]


def test_times_in_the_form_of_slack(client):
    post(client, "slack", author="a", text="gg", at="1772403300.123456")
    answer = post(client, "slack", author="a", text="gg", at="1772403299.123456").json()
    number = post(client, "slack", author="a", text="gg", at=1_772_403_300.2).json()

    assert answer["out_of_order"]
    assert not number["out_of_order"]
    assert (
        client.get("/v1/conversations?order=change&limit=500").json()["conversations"][-1]["last_at"] == 1_772_403_300.2
    )


def test_milliseconds_are_told_from_seconds(client):
    problems = post(client, "ms", author="a", text="gg", at=1_772_403_300_000).json()["error"]["problems"]

    assert [one for one in problems if "milliseconds" in one["problem"]] == [
        {"where": "body.at", "problem": "too large for a time in seconds; these look like milliseconds: divide by 1000"}
    ]


def test_half_an_emoji_is_heard(client):
    """A server in JavaScript that cuts names leaves the first half of a pair."""
    headers = {"content-type": "application/json"}

    def send(**message):
        body = json.dumps({"author": "kiki\ud83d", "text": "gg", **message})
        answer = client.post(
            "/v1/conversations/half/messages", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 200
        return answer.json()

    assert send(id="m-\ud83d")["author"] == "kiki\ufffd"
    assert not send(id="m-\ud83e")["duplicate"]
    assert send(id="m-\ud83d")["duplicate"]
    assert client.get("/v1/conversations/half").json()["authors"][0]["messages"] == 2
    roles = json.dumps({"roles": [{"author": "kiki\ud83d", "role": "minor"}]})
    assert client.post("/v1/conversations/half/roles", content=roles, headers=headers).status_code == 200


@pytest.mark.parametrize("room", ["a", "room:7@example.org", "!room(1)", "x" * 200, "a..b"])
def test_valid_ids_are_accepted(client, room):
    assert post(client, room, author="a", text="gg").json()["conversation"] == room


@pytest.mark.parametrize("room", ["%20", "a%20b", "%C3%A9", "%FF", "%00", "%23", "%25", "x" * 201, ".hidden"])
def test_invalid_ids_are_refused(client, room):
    assert post(client, room, author="a", text="gg").status_code == 422
    assert client.get(f"/v1/conversations/{room}").status_code == 422


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"author": ""}, 422, "invalid"),
        ({"author": "a" * 257}, 422, "invalid"),
        ({"author": True}, 422, "invalid"),
        ({"author": None}, 422, "invalid"),
        ({"author": 4 * 10**18 + 1}, 422, "invalid"),
        ({"author": 7.5}, 422, "invalid"),
        ({"text": 1}, 422, "invalid"),
        ({"text": "a" * 20_481}, 413, "too_large"),
        ({"at": "yesterday"}, 422, "invalid"),
        ({"at": "2026-03-01T22:15:00"}, 422, "invalid"),
        ({"at": True}, 422, "invalid"),
        ({"at": 1e16}, 422, "invalid"),
        ({"at": 1_772_381_700_000}, 422, "invalid"),
        ({"at": "1772381700000.5"}, 422, "invalid"),
        ({"at": "1772381700"}, 422, "invalid"),
        ({"at": "2026-03-01T22:15:00Z"}, 409, "message_refused"),
        ({"role": "child"}, 422, "invalid"),
        ({"role": 5}, 422, "invalid"),
        ({"id": True}, 422, "invalid"),
        ({"id": 5.5}, 422, "invalid"),
        ({"id": 4 * 10**18 + 1}, 422, "invalid"),
        ({"id": "i" * 201}, 422, "invalid"),
        ({"unknown": 5}, 422, "invalid"),
    ],
)
def test_bad_messages_are_refused_and_change_nothing(client, change, status, code):
    post(client, "bad", author="a", text="gg", at=1.0)
    before = client.get("/v1/conversations/bad").json()

    body = json.dumps({"author": "a", "text": "gg", "at": 2.0, **change})
    answer = client.post("/v1/conversations/bad/messages", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert client.get("/v1/conversations/bad").json() == before


def test_not_a_number_is_refused(client):
    headers = {"content-type": "application/json"}
    for number in ("NaN", "Infinity", "1e999"):
        body = f'{{"author": "a", "text": "gg", "at": {number}}}'
        assert client.post("/v1/conversations/nan/messages", content=body, headers=headers).status_code == 422


def test_unknown_conversations(client):
    for answer in (client.get("/v1/conversations/nobody"), client.delete("/v1/conversations/nobody")):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_conversation")


def test_erasure(client):
    post(client, "gone", **RISKY)
    answer = client.delete("/v1/conversations/gone")

    assert (answer.status_code, answer.content) == (204, b"")
    assert client.get("/v1/conversations/gone").status_code == 404
    assert post(client, "gone", author="rex", text="gg").json()["index"] == 0


def test_repeated_message_counts_once_and_repeats_its_alerts(client):
    first = post(client, "again", id="m-1", **RISKY).json()
    second = post(client, "again", id="m-2", author="kiki", text="no").json()

    again = post(client, "again", id="m-1", **RISKY).json()

    assert first["alerts"]
    assert (again["duplicate"], again["index"], again["alerts"]) == (True, 0, first["alerts"])
    assert again["authors"] == second["authors"]
    assert post(client, "again", id="m-3", author="kiki", text="no").json()["index"] == 2


def test_messages_without_id_count_each_time(client):
    assert [post(client, "twice", author="a", text="gg").json()["index"] for _ in range(2)] == [0, 1]


def test_the_last_ids_are_remembered(client):
    for number in range(REMEMBERED + 1):
        post(client, "ids", author="a", text="gg", id=f"m-{number}")

    assert post(client, "ids", author="a", text="gg", id="m-1").json()["duplicate"]
    assert not post(client, "ids", author="a", text="gg", id="m-0").json()["duplicate"]


def test_a_restart_loses_nothing(tmp_path):
    with app_client(tmp_path) as client:
        post(client, "kept", id="m-1", **RISKY)
        before = client.get("/v1/conversations/kept").json()
    with app_client(tmp_path) as client:
        assert client.get("/v1/conversations/kept").json() == before
        assert post(client, "kept", id="m-1", **RISKY).json()["duplicate"]


def test_a_state_of_another_model_is_refused_and_kept(tmp_path):
    state = tmp_path / "state.sqlite3"
    language = tmp_path / "xx"
    language.mkdir()
    (language / "image.txt").write_text("[picture]\nbildchen\n")
    chat = Conversation(model=load_model(lexicons=[language]))
    chat.add("gg", author="a")

    async def keep():
        store = SqliteStore(state)
        await store.put("old", Held(new_version(), Record(chat.to_bytes()).pack()), None)
        await store.put("odd", Held(new_version(), b"what is this"), None)
        await store.close()

    asyncio.run(keep())
    with app_client(tmp_path) as client:
        for room in ("old", "odd"):
            for answer in (client.get(f"/v1/conversations/{room}"), post(client, room, author="a", text="gg")):
                assert (answer.status_code, answer.json()["error"]["code"]) == (409, "state_unreadable")
            assert client.delete(f"/v1/conversations/{room}").status_code == 204


def test_records_round_trip_and_damage_is_refused():
    record = Record(b"state", (HeardMessage("ab", 3, [{"level": "high"}]),))

    assert Record.unpack(record.pack()) == record
    for data in (b"", b"GRSR\x01", record.pack()[:8], b"X" + record.pack(), record.pack().replace(b"[[", b"{[")):
        with pytest.raises(StateError, match="begin the conversation anew"):
            Record.unpack(data)


def test_record_of_another_version_is_refused_with_a_remedy():
    data = Record(b"state").pack()

    with pytest.raises(StateError, match=r"record version 2, .*; begin the conversation anew: add its messages"):
        Record.unpack(data[:4] + b"\x02" + data[5:])


def test_concurrent_messages_all_count_in_one_process_and_several(tmp_path):
    async def together():
        stores = [SqliteStore(tmp_path / "state") for _ in range(2)]
        services = [StoredConversations(store, default_model()) for store in stores]
        heard = await asyncio.gather(
            *(services[n % 2].add("room", NewMessage("gg", f"a{n % 3}", None, f"m-{n}")) for n in range(40))
        )
        last = await services[0].read("room")
        for store in stores:
            await store.close()
        return heard, last

    heard, last = asyncio.run(together())

    assert sorted(one.message.place for one in heard) == list(range(40))
    assert sum(author.messages for author in last.authors.values()) == 40


def test_recreated_conversation_is_not_overwritten(tmp_path):
    async def story():
        store = SqliteStore(tmp_path / "state")
        old, new = Held(new_version(), b"old"), Held(new_version(), b"new")
        await store.put("room", old, None)
        await store.delete("room")
        await store.put("room", new, None)
        kept = await store.put("room", Held(new_version(), b"made of the old one"), old.version)
        held = await store.get("room")
        await store.close()
        return kept, held

    kept, held = asyncio.run(story())

    assert not kept
    assert held.record == b"new"
