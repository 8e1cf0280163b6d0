"""Alerts by webhook: signed, without text, again until they are taken, and never in the way of an answer."""

import base64
import hmac
import signal
import threading
import time

import pytest

from grooming_risk.service import webhook
from grooming_risk.service.settings import ServiceSettings
from grooming_risk.service.webhook import check_url
from grooming_risk.service.webhook_signature import read_secret
from support.service_client import Server, app_client
from support.webhook_receiver import event_of, receiver

SECRET = bytes(range(32))
VARIABLE = "GROOMING_RISK_WEBHOOK_SECRET"
PLAIN = "whsec_" + base64.b64encode(SECRET).decode()
RISKY = {"author": "rex", "text": "dont tell your parents, send me a pic on snap"}
HELP = {"author": "kiki", "text": "someone keeps asking me for pics, i am scared, what do i do"}


@pytest.fixture
def quick(monkeypatch):
    """Short pauses between attempts."""
    monkeypatch.setattr(webhook, "_PAUSES", (0.01,) * 5)


def client_of(folder, url):
    return app_client(folder, webhook=url, webhook_secret=SECRET)


def post(client, room, **message):
    answer = client.post(f"/v1/conversations/{room}/messages", json=message)
    assert answer.status_code == 200
    return answer.json()


def wait_for(condition):
    for _ in range(2_000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("it did not happen")


def count(client, outcome):
    name = f'grooming_risk_webhook_deliveries_total{{outcome="{outcome}"}} '
    return float((client.get("/metrics").text.partition(name)[2] or "0").split()[0])


def test_each_alert_is_sent_once_signed_and_without_text(tmp_path):
    with receiver() as (url, got), client_of(tmp_path, url) as client:
        post(client, "room-7", author="rex", text="gg")
        told = [*post(client, "room-7", at=60.0, **RISKY)["alerts"], *post(client, "room-7", at=61.0, **HELP)["alerts"]]
        wait_for(lambda: count(client, "delivered") == len(told) == len(got))

    assert [alert["kind"] for alert in told] == ["risk", "help"]
    events = sorted(map(event_of, got), key=lambda event: event["data"]["index"])
    assert [event["data"] for event in events] == [{"conversation": "room-7", **alert} for alert in told]
    assert {event["type"] for event in events} == {"conversation.alert"}
    for _, headers, body in got:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.digest(SECRET, signed, "sha256")).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 300
        assert b"parents" not in body
        assert b"scared" not in body
    assert len({headers["webhook-id"] for _, headers, _ in got}) == 2


def test_a_receiver_that_fails_gets_the_alert_again(tmp_path, quick):
    with receiver([500, 429, 302]) as (url, got), client_of(tmp_path, url) as client:
        post(client, "room", **RISKY)
        wait_for(lambda: count(client, "delivered") == 1)
        assert count(client, "retried") == 3
        assert "grooming_risk_webhook_waiting 0.0" in client.get("/metrics").text

    assert len({(headers["webhook-id"], body) for _, headers, body in got}) == 1
    assert [path for path, _, _ in got] == ["/alerts?token=secret-token"] * 4  # a redirect is not followed


def test_a_receiver_that_is_not_there_is_given_up_and_the_log_says_so(tmp_path, quick, caplog):
    with receiver() as (url, _):
        pass
    with client_of(tmp_path, url) as client:
        post(client, "lobby", **RISKY)
        wait_for(lambda: count(client, "failed") == 1)
        assert count(client, "retried") == 5

    assert "an alert was not delivered to 127.0.0.1: ConnectError" in caplog.text
    for private in ("secret-token", "rex", "lobby", PLAIN):
        assert private not in caplog.text


def test_no_answer_waits_for_the_receiver(tmp_path):
    slow = threading.Event()
    with receiver([slow]) as (url, got), client_of(tmp_path, url) as client:
        post(client, "room", **RISKY)  # would take as long as the receiver waits
        assert post(client, "room", author="rex", text="gg")["index"] == 1
        assert count(client, "delivered") == 0
        slow.set()
        wait_for(lambda: count(client, "delivered") == 1)

    assert len(got) == 1


def test_a_repeated_message_repeats_its_alert_under_the_same_id(tmp_path):
    with receiver() as (url, got), client_of(tmp_path, url) as client:
        for room in ("room", "room", "other"):
            post(client, room, id="m-1", **RISKY)
        wait_for(lambda: len(got) == 3)

    ids = {room: {h["webhook-id"] for _, h, b in got if f'"{room}"'.encode() in b} for room in ("room", "other")}
    assert [len(of_room) for of_room in ids.values()] == [1, 1]
    assert ids["room"] != ids["other"]


def test_the_end_waits_for_a_last_attempt_and_no_longer(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(webhook, "_PAUSES", (3_600.0,))
    with receiver([500]) as (url, got), client_of(tmp_path, url) as client:
        post(client, "room", **RISKY)
        wait_for(lambda: count(client, "retried") == 1)
    assert len(got) == 2
    assert "not delivered" not in caplog.text

    monkeypatch.setattr(webhook, "_DRAIN_SECONDS", 0.1)
    never = threading.Event()
    with receiver([never]) as (url, got), client_of(tmp_path, url) as client:
        post(client, "other", **RISKY)
        wait_for(lambda: got)
    never.set()
    assert "an alert was not delivered to 127.0.0.1: the service ended" in caplog.text
    assert "alerts not delivered to 127.0.0.1 since the start: 1; see GET /v1/conversations" in caplog.messages


def test_alerts_that_wait_are_bounded_and_dropped_ones_are_counted(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(webhook, "_MOST", 2)
    slow = threading.Event()
    with receiver([slow, slow]) as (url, got), client_of(tmp_path, url) as client:
        for number in range(3):
            post(client, f"room-{number}", **RISKY)
        assert count(client, "dropped") == 1
        slow.set()
        wait_for(lambda: count(client, "delivered") == 2)

    assert len(got) == 2
    assert "2 alerts wait for 127.0.0.1; one more was dropped" in caplog.text
    assert "alerts not delivered to 127.0.0.1 since the start: 1; see" in caplog.text


@pytest.mark.slow
def test_what_a_killed_service_did_not_deliver_is_in_the_list(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, PLAIN)
    never = threading.Event()
    with receiver([never]) as (url, got), Server(tmp_path, "--webhook", url) as server:
        with server.client() as client:
            alerts = post(client, "room", **RISKY)["alerts"]
        wait_for(lambda: got)
        server.stop(signal.SIGKILL)
        server.start()
        with server.client() as client:
            (row,) = client.get("/v1/conversations").json()["conversations"]
        never.set()

    assert row["first_alert"] == {key: alerts[0][key] for key in ("index", "at", "kind")}
    assert len(got) == 1  # it is not sent again, as the page says


@pytest.mark.parametrize(
    "url", ["alerts", "/alerts", "ftp://a.example", "https://", "https://u:pw@a.example", "https://a.example:pw/", ""]
)
def test_urls_that_cannot_be_used_are_refused_and_not_quoted(url):
    with pytest.raises(ValueError, match="--webhook") as error:
        check_url(url)

    assert "pw" not in str(error.value)


@pytest.mark.parametrize("secret", ["", "whsec_", "short", "whsec_" + base64.b64encode(b"x" * 23).decode(), "wh\u00e9"])
def test_missing_and_weak_secrets_are_refused(secret):
    with pytest.raises(ValueError, match=VARIABLE) as error:
        read_secret({VARIABLE: secret})

    assert not secret or secret == "whsec_" or secret not in str(error.value)


def test_neither_url_nor_secret_is_shown():
    shown = repr(ServiceSettings("state", webhook="https://a.example/?token=hidden", webhook_secret=b"private"))

    assert "hidden" not in shown
    assert "private" not in shown


@pytest.mark.slow
def test_serve_delivers_and_drains_at_sigterm(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, PLAIN)
    with receiver([500]) as (url, got), Server(tmp_path, "--webhook", url) as server:
        with server.client() as client:
            assert post(client, "room", **RISKY)["alerts"]
            wait_for(lambda: got)
        assert server.stop() == 0
        log = server.log.read_text()

    assert len(got) == 2
    assert PLAIN not in log
    assert "secret-token" not in log
