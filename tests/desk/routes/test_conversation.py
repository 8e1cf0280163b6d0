"""The page of a conversation: evidence and messages as everywhere, with the form to decide."""

import re

import pytest

from grooming_risk.errors import DataError
from grooming_risk.labels import LABELS, PATTERNS
from support.desk_client import desk_client, filled, key_of
from support.hostile import HOSTILE, Structure


def test_evidence_is_marked_in_its_colour_without_inline_styles(client, cases):
    page = client.get(f"/conversation/{key_of(cases, 'lobby')}").text

    assert re.search(r'<mark title="secrecy" data-hue="\d+">our secret ok, dont tell your mom', page)
    assert "style=" not in page
    assert "rex</bdi> carries the risk" in page
    hues = set(re.findall(r'data-hue="(\d+)"', page))
    css = client.get("/desk.css").text
    assert hues
    assert all(f'[data-hue="{hue}"] {{ --hue: {hue}; }}' in css for hue in hues)


def test_found_patterns_are_ticked_and_the_others_are_offered(client, cases):
    page = client.get(f"/conversation/{key_of(cases, 'trade')}").text
    boxes = dict(re.findall(r'name="there" value="(\w+)"( checked)?>', page))

    assert set(boxes) == set(PATTERNS)
    assert {name for name, ticked in boxes.items() if ticked} == {"secrecy", "image_request"}


def test_a_decision_is_shown_with_what_was_said(client, cases):
    key = key_of(cases, "trade")
    cases.decide(key, "kim", "confirmed", ["secrecy", "coercion"], 'a "note" <b>')
    page = client.get(f"/conversation/{key}").text
    ticked = set(re.findall(r'name="there" value="(\w+)" checked>', page))

    assert "Decide again" in page
    assert ticked == {"secrecy", "coercion"}
    assert "a &#34;note&#34; &lt;b&gt;</textarea>" in page


@pytest.mark.parametrize("address", ["999", "999/label/1", "999/forget", "1/label/0", "1/label/-1", "1/label/999", "x"])
def test_what_is_not_there_is_said(client, address):
    answer = client.get(f"/conversation/{address}")

    assert answer.status_code == 404
    assert '<a class="button" href="/">' in answer.text


def test_the_form_for_one_message_offers_every_label(client, cases):
    key = key_of(cases, "lobby")
    cases.label(key, 5, "kim", ["isolation"])
    page = client.get(f"/conversation/{key}/label/5").text

    assert "our secret ok, dont tell your mom" in page
    assert re.findall(r'name="label" value="(\w+)"', page) == list(LABELS)
    assert re.findall(r'name="label" value="(\w+)" checked', page) == ["isolation"]


def test_folded_messages_can_be_labelled_too(client, cases):
    key = key_of(cases, "raid")
    page = client.get(f"/conversation/{key}").text

    assert "30 messages without a mark" in page
    assert page.count('class="to-label"') == 30


def hostile_pages(path, text):
    """Every page of a desk whose export, reader, note and filter hold a text in each field."""
    typed = text.replace("\ud800", "x")  # no browser sends half a character
    chats = {text: [(text, "our secret ok, dont tell your mom"), (f"{text}2", text)]}
    with filled(path, chats, second_share=0) as cases, desk_client(cases, typed) as client:
        cases.label(1, 1, "kim", ["secrecy"])
        cases.decide(1, "kim", "confirmed", ["secrecy"], typed)
        addresses = ("/?show=all", "/conversation/1?decided=1", "/conversation/1/label/1", "/conversation/1/forget",
                     "/figures", "/log", "/settings", "/name", "/forget")  # fmt: skip
        pages = [client.get(address).text for address in addresses]
        return [*pages, client.get("/", params={"show": "all", "author": typed[:80]}).text]


def test_hostile_text_changes_no_element_and_no_attribute(tmp_path):
    hostile = hostile_pages(tmp_path / "hostile.sqlite", HOSTILE)
    calm = hostile_pages(tmp_path / "calm.sqlite", "x" * len(HOSTILE))

    for bad, good in zip(hostile[:-1], calm[:-1], strict=True):
        assert Structure(bad).elements == Structure(good).elements
    for page in hostile:
        assert "<script>alert" not in page
        assert not {sign for sign in page if not sign.isprintable()} - {"\n", "\t"}


def test_a_file_that_cannot_be_used_is_an_error_page(client, cases, monkeypatch):
    def refuse(*_):
        raise DataError("desk.sqlite", None, "is locked by another program; close it")

    monkeypatch.setattr(cases, "messages", refuse)
    answer = client.get("/conversation/1")

    assert answer.status_code == 409
    assert "desk.sqlite: is locked by another program; close it." in answer.text
