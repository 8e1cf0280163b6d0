"""The name of who reads, and the files of the pages."""

from urllib.parse import quote

import pytest

from support.desk_client import desk_client, key_of


@pytest.fixture
def nameless(cases):
    with desk_client(cases, name="") as client:
        yield client


def test_the_name_is_asked_once_and_leads_on(nameless, cases):
    key = key_of(cases, "lobby")
    asked = nameless.get(f"/conversation/{key}")
    assert asked.headers["location"] == f"/name?next=/conversation/{key}"

    page = nameless.get(asked.headers["location"]).text
    assert f'name="next" value="/conversation/{key}"' in page
    given = nameless.post("/name", data={"name": "  Zoë  Ö\u202e ", "next": f"/conversation/{key}"})
    assert given.headers["location"] == f"/conversation/{key}"
    assert "HttpOnly" in given.headers["set-cookie"]
    assert "Zoë Ö\ufffd" in nameless.get("/").text


def test_nothing_is_decided_without_a_name(nameless, cases):
    key = key_of(cases, "lobby")
    answer = nameless.post(f"/conversation/{key}/decide", data={"verdict": "nothing"})

    assert answer.headers["location"] == "/name?next=/"
    assert [entry.action for entry in cases.log()] == ["fill"]


@pytest.mark.parametrize("name", ["", "   ", "\n"])
def test_an_empty_name_is_asked_again(nameless, name):
    answer = nameless.post("/name", data={"name": name})

    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="problem"' in answer.text


def test_a_long_name_is_cut_to_what_the_file_takes(nameless, cases):
    nameless.post("/name", data={"name": "x" * 500})
    nameless.post(f"/conversation/{key_of(cases, 'lobby')}/decide", data={"verdict": "nothing"})

    assert cases.log()[0].person == "x" * 80


def test_a_name_can_be_changed(client):
    client.post("/name", data={"name": "alex"})

    assert "<bdi>alex</bdi>" in client.get("/").text


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/\n/x", "\\\\x"]
)
def test_the_name_page_leads_nowhere_else(nameless, address):
    page = nameless.get(f"/name?next={quote(address)}").text
    answer = nameless.post("/name", data={"name": "kim", "next": address})

    assert 'name="next" value="/"' in page
    assert answer.headers["location"] == "/"


def test_files_of_the_pages(client):
    kinds = {path: client.get(path).headers["content-type"] for path in ("/desk.css", "/desk.js", "/desk.svg")}

    assert kinds == {
        "/desk.css": "text/css; charset=utf-8",
        "/desk.js": "text/javascript; charset=utf-8",
        "/desk.svg": "image/svg+xml",
    }
