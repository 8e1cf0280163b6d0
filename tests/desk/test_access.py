"""Only the person with the printed address gets in, only from the desk's own pages, only by its own host."""

import asyncio
import logging
import re

import pytest
from starlette.requests import Request

from grooming_risk.desk.access import AccessMiddleware, Door
from grooming_risk.desk.pages import error_page
from support.collector import collector
from support.desk_client import PORT, TOKEN, desk_client, key_of

PAGES = ("/", "/conversation/1", "/conversation/1/label/1", "/conversation/1/forget", "/figures", "/log", "/settings",
         "/name", "/forget", "/decisions.jsonl", "/desk.js", "/none")  # fmt: skip
POSTS = ("/name", "/settings", "/undo", "/forget", "/conversation/1/decide", "/conversation/1/label/1",
         "/conversation/1/forget")  # fmt: skip
CANARY = "canarybird"


@pytest.fixture
def stranger(cases):
    with desk_client(cases, name="", enter=False) as client:
        yield client


def test_no_page_without_the_cookie(stranger):
    for path in PAGES:
        answer = stranger.get(path)

        assert answer.status_code == 403
        assert "whole address that the terminal shows" in answer.text
        assert "lobby" not in answer.text


def test_nothing_is_done_without_the_cookie(stranger, cases):
    for path in POSTS:
        assert stranger.post(path, data={"verdict": "nothing", "sure": "yes", "name": "x"}).status_code == 403
    assert [entry.action for entry in cases.log()] == ["fill"]


def test_the_token_is_exchanged_for_a_cookie_that_no_script_reads(stranger):
    answer = stranger.get("/enter", params={"token": TOKEN})
    cookie = answer.headers["set-cookie"]

    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in answer.text
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert cookie.startswith(f"desk-{PORT}=")  # all ports of a host share cookies
    assert TOKEN not in cookie
    assert stranger.get("/figures").headers["location"] == "/name?next=/figures"


@pytest.mark.parametrize(
    "token", ["", "x", TOKEN[:-1], TOKEN + "t", "\u00e9", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_a_wrong_token_opens_nothing(stranger, token):
    answer = stranger.get("/enter", params={"token": token})

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "each start of the desk has its own" in answer.text


@pytest.mark.parametrize("value", ["", "x", TOKEN, '"', "a=b; c"])
def test_a_wrong_cookie_opens_nothing(stranger, value):
    assert stranger.get("/", headers={"Cookie": f"desk-{PORT}={value}"}).status_code == 403


def test_strange_cookies_of_other_programs_on_this_host_shut_nobody_out(client):
    session = client.cookies[f"desk-{PORT}"]
    strange = '{"a": [1, 2]}; =; b="x; c=\u00e9'.encode()
    answer = client.get("/figures", headers={"Cookie": strange + f"; desk-name=kim; desk-{PORT}={session}".encode()})

    assert answer.status_code == 200


def test_the_cookie_of_another_start_opens_nothing(cases, stranger):
    session = Door(TOKEN, PORT).session

    assert stranger.get("/", headers={"Cookie": f"desk-{PORT}={session}"}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "", f"0.0.0.0:{PORT}"]
)
def test_another_host_is_refused_even_with_the_token(client, host):
    for path in ("/", f"/enter?token={TOKEN}", "/desk.css"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert "set-cookie" not in answer.headers


def test_localhost_is_the_desk_too(client):
    assert client.get("/figures", headers={"Host": f"localhost:{PORT}"}).status_code == 200


def test_browsers_leave_the_usual_port_out():
    assert [Door(TOKEN, 80).owns(host) for host in ("127.0.0.1", "localhost", "127.0.0.1:80", "evil")] == [
        True, True, False, False,
    ]  # fmt: skip


OWN = f"http://127.0.0.1:{PORT}"


@pytest.mark.parametrize(
    ("site", "origin", "status"),
    [
        ("same-origin", "null", 303),  # what browsers send from a page without referrer
        ("same-origin", OWN, 303),
        ("same-origin", None, 303),
        (None, OWN, 303),
        ("cross-site", OWN, 403),
        ("cross-site", "null", 403),
        ("same-site", "http://127.0.0.1:9", 403),
        ("none", None, 403),
        ("same-origin", "http://evil.example", 403),
        (None, "null", 403),
        (None, "http://evil.example", 403),
        (None, None, 403),
    ],
)
def test_a_form_of_another_page_changes_nothing(client, cases, site, origin, status):
    for name, value in (("sec-fetch-site", site), ("origin", origin)):
        del client.headers[name]
        if value is not None:
            client.headers[name] = value
    for path in POSTS:
        answer = client.post(path, data={"verdict": "nothing", "choice": "harmless", "name": "kim"})

        if status == 403:
            assert answer.status_code == 403
            assert "not sent from a page of the desk" in answer.text
        else:
            assert answer.status_code in (303, 422)  # the box to erase was not ticked
    assert (len(cases.log()) == 1) == (status == 403)


def test_every_answer_forbids_foreign_code_frames_and_copies(client):
    for path in (*PAGES, "/desk.css"):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        own = {policy[name] for name in ("script-src", "style-src", "img-src", "connect-src", "form-action")}

        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert own == {"'self'"}
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


def test_no_page_needs_what_the_policy_forbids(client):
    for path in PAGES[:9]:
        page = client.get(path).text

        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script src="/desk.js" defer></script>') == 1
        assert not re.search(r"<[^>]+ on[a-z]+=", page)


def test_a_defect_shows_a_page_and_logs_no_text(cases, client, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError(CANARY)

    monkeypatch.setattr(cases, "cases", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/")

    assert answer.status_code == 500
    assert "What was decided before is kept" in answer.text
    assert "RuntimeError at" in caplog.text
    assert CANARY not in caplog.text + answer.text


def test_nothing_of_a_request_goes_to_a_collector(cases, monkeypatch):
    with collector(monkeypatch) as asked, desk_client(cases) as client:
        client.get("/", params={"author": CANARY})
        assert asked == []


def test_a_reader_who_leaves_is_no_defect(caplog):
    scope = {"type": "http", "method": "POST", "path": "/settings", "query_string": b"", "headers": [
        (b"host", f"127.0.0.1:{PORT}".encode()), (b"sec-fetch-site", b"same-origin"),
    ]}  # fmt: skip

    async def gone():
        return {"type": "http.disconnect"}

    async def app(scope, receive, send):
        await Request(scope, receive).body()

    door = Door(TOKEN, PORT)
    scope["headers"].append((b"cookie", f"{door.cookie}={door.session}".encode()))
    asyncio.run(AccessMiddleware(app, door, error_page)(scope, gone, None))

    assert caplog.text == ""


def test_what_was_sent_is_neither_logged_nor_repeated(cases, client, caplog):
    key = key_of(cases, "lobby")
    with caplog.at_level(logging.DEBUG, logger="grooming_risk"):
        pages = [
            client.get(f"/{CANARY}"), client.get(f"/conversation/{CANARY}"), client.get("/", params={"start": CANARY}),
            client.post(f"/conversation/{key}/decide", data={"verdict": "nothing", "note": CANARY}),
            client.post(f"/conversation/{key}/decide", content=CANARY.encode() * 10_000),
            client.post(f"/conversation/{key}/decide", content=b"note=%ff"), client.put(f"/{CANARY}"),
        ]  # fmt: skip

    assert [answer.status_code for answer in pages] == [404, 404, 404, 303, 413, 400, 404]
    assert not any(CANARY in answer.text for answer in pages)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    "address",
    ["/", "/conversation/1", "/conversation/1/label/1", "/conversation/1/forget", "/conversation/99", "/figures",
     "/log", "/settings", "/forget", "/name", "/enter", "/desk.css", "/desk.js", "/desk.svg", "/nothing"],
)  # fmt: skip
def test_head_answers_as_get_without_the_body(client, address):
    head, get = client.head(address), client.get(address)

    assert (head.status_code, head.content) == (get.status_code, b"")
    assert {**head.headers} == {**get.headers}


@pytest.mark.parametrize("address", ["/?level=high&level=low", "/?start=0&start=9", "/undo?a=1&a=1"])
def test_a_query_that_says_one_thing_twice_is_refused(client, address):
    send = client.post if address.startswith("/undo") else client.get

    assert send(address).status_code == 400
    assert "says one thing twice" in send(address).text
