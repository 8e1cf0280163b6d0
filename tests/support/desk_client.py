"""A desk for tests: a filled file, a client that is let in, and a desk served to a browser."""

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import uvicorn
from service_load import free_port
from starlette.testclient import TestClient

from grooming_risk.desk.app import create_app
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.queue_filter import Wanted
from grooming_risk.io.exports.message import Message
from grooming_risk.scoring.scorer import default_model

TOKEN = "t" * 43
PORT = 8010
START = datetime(2026, 3, 1, 20, 15, tzinfo=UTC)
SMALL_TALK = ("gg wp", "anyone up for a round", "lag again", "brb dinner", "nice shot", "same map?")
WHATEVER = Wanted(undecided=False)
CHATS = {
    "lobby": [("rex", "hi, nice game"), ("kiki", "thx u too"), ("rex", "how old are you, are your parents home?"),
              ("kiki", "why"), ("rex", "our secret ok, dont tell your mom"), ("kiki", "idk"),
              ("rex", "send me a pic of you on snap, just for me"), ("kiki", "no"),
              ("rex", "meet me alone tonight and tell nobody")],
    "trade": [("ana", "want to swap skins"), ("ben", "our secret ok, dont tell your mom"), ("ana", "lol no"),
              ("ben", "send me a pic of you on snap, just for me")],
    "help": [("tom", "hey mods"), ("tom", "someone keeps asking me for pics, i am scared, what do i do")],
    "raid": [(f"p{number % 3}", SMALL_TALK[number % 6]) for number in range(30)],
}  # fmt: skip
"""Conversations by name: author and text of each message."""


def messages(chats):
    """Yield the messages of conversations, one a minute."""
    for name, said in chats.items():
        for number, (author, text) in enumerate(said):
            at = START + timedelta(minutes=number)
            yield Message("chat.jsonl", number + 1, name, author, text, at, title=f"#{name}", id=f"{name}-{number}")


def filled(path, chats=CHATS, model=None, **options):
    """A file of a desk with conversations in it."""
    cases = CaseFile(path, **options)
    cases.fill(messages(chats), model or default_model())
    return cases


def key_of(cases, name, person="kim"):
    """The key of a conversation by its name."""
    everything = cases.cases(WHATEVER, person, count=1000)
    return next(case.row.key for case in everything if case.row.conversation == name)


def app_of(cases, port=PORT, model=None):
    return create_app(cases, model or default_model(), TOKEN, port)


@contextmanager
def desk_client(cases, name="kim", *, enter=True, model=None):
    """A client of a desk in this process; it sends what a browser sends from the desk's own pages."""
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    with TestClient(
        app_of(cases, model=model), base_url=f"http://127.0.0.1:{PORT}", headers=headers, follow_redirects=False
    ) as client:
        if enter:
            client.get("/enter", params={"token": TOKEN})
        if name:
            client.post("/name", data={"name": name})
        yield client


@contextmanager
def served_desk(cases):
    """The address of a desk, as the terminal prints it; it is served by a thread until the end."""
    port = free_port()
    config = uvicorn.Config(app_of(cases, port), host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}/enter?token={TOKEN}"
    finally:
        server.should_exit = True
        thread.join(10)
