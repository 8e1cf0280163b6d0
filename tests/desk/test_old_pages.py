"""A page that does not show the newest messages: what is sent from it covers nothing that nobody saw."""

import re
from datetime import timedelta

import pytest

from grooming_risk.io.exports.message import Message
from grooming_risk.scoring.scorer import default_model
from support.desk_client import CHATS, START, key_of

LATE = [("kiki", "an earlier one"), *CHATS["lobby"], ("rex", "brand new and unseen")]


def grow(cases):
    """A newer export: an earlier and a later message of the lobby."""

    def at(place):
        return START + timedelta(minutes=place - 1)

    export = [
        Message("new.jsonl", n + 1, "lobby", who, text, at(n), title="#lobby", id=f"lobby-{n - 1}")
        for n, (who, text) in enumerate(LATE)
    ]
    cases.fill(export, default_model())


def fields_of(page):
    """The hidden fields of the page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


@pytest.mark.parametrize(("verdict", "there"), [("confirmed", ["coercion"]), ("nothing", []), ("escalate", [])])
def test_an_old_page_decides_nothing_on_messages_that_it_did_not_show(client, cases, verdict, there):
    lobby = key_of(cases, "lobby")
    seen = fields_of(client.get(f"/conversation/{lobby}").text)
    grow(cases)
    fields = {"verdict": verdict, "there": there, "note": "was typed", **seen}
    answer = client.post(f"/conversation/{lobby}/decide?level=high", data=fields)

    assert answer.status_code == 409
    assert cases.case(lobby, "kim").decision is None
    assert "new messages came in" in answer.text
    told = answer.text.partition('class="told"')[2].partition("</p>")[0]
    assert re.findall(r'<a href="#m(\d+)">message', told) == ["1", "11"]
    marked = re.findall(r'<li id="m(\d+)"(?:(?!<li id="m).)*?<span class="badge news">new<', answer.text, re.S)
    assert marked == ["1", "11"]
    assert ">was typed</textarea>" in answer.text
    assert re.findall(r'name="there" value="(\w+)" checked>', answer.text) == there
    again = client.post(f"/conversation/{lobby}/decide", data={"verdict": "nothing", **fields_of(answer.text)})
    assert again.status_code == 303
    assert cases.case(lobby, "kim").decision.verdict == "nothing"


def test_a_label_of_an_old_page_lands_on_no_other_message(client, cases):
    lobby = key_of(cases, "lobby")
    page = client.get(f"/conversation/{lobby}").text
    address = re.search(rf'<li id="m5".*?(/conversation/{lobby}/label/\d+)', page, re.S)[1]
    grow(cases)
    old = client.post(address, data={"choice": "save", "label": "secrecy", **fields_of(page)})

    assert old.status_code == 409
    assert re.findall(r'name="label" value="(\w+)" checked', old.text) == ["secrecy"]
    assert "our secret ok, dont tell your mom" in old.text
    assert cases.labels(lobby, "kim") == {}
    answer = client.post(address, data={"choice": "save", "label": "secrecy", **fields_of(old.text)})
    assert answer.headers["location"].endswith("#m6")
    assert cases.labels(lobby, "kim") == {6: ("secrecy",)}
    assert cases.messages(lobby)[5].text == "our secret ok, dont tell your mom"
    fields = {"choice": "harmless", "seen": fields_of(page)["seen"]}
    assert client.post(address, data=fields, headers={"Sec-Fetch-Mode": "cors"}).status_code == 409
