"""The examples run as their pages say: the bot on a stream of shipped conversations, the others on their own tests."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from threading import Timer

import pytest

from grooming_risk import LEVELS, PATTERNS, Conversation, caution, load_model, score

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
BOT = EXAMPLES / "bot.py"
ROOMS = 24
NOT_EVENTS = [
    b"{",
    b"[1]",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"type": "message", "room": "r", "author": "a"}',
    b'{"room": ["r"], "author": "a", "text": "gg"}',
    b'{"room": "r", "author": null, "text": "gg"}',
    b'{"room": "r", "author": "a", "text": 5}',
    b'{"room": "r", "author": "a", "text": "gg", "at": "noon"}',
    b'{"room": "r", "author": "a", "text": "gg", "at": "2026-03-01T18:15:00"}',
]
PASSED_OVER = [b"", b"  ", b'{"type": "join", "room": "r", "author": "a"}', b'{"type": "typing"}']


def example(name):
    """Import an example."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def events():
    """The messages of many rooms in one stream, made of shipped conversations."""
    return example("stream").events(ROOMS)


@pytest.fixture(scope="module")
def expected(events):
    """What each room alone alerts, in the order of the stream."""
    chats = defaultdict(Conversation)
    alerts = []
    for event in events:
        state = chats[event["room"]].add(event["text"], author=event["author"], at=datetime.fromisoformat(event["at"]))
        for alert in state.alerts:
            line = caution(state.authors[alert.author], "moderator")
            alerts.append(
                {"room": event["room"], "kind": alert.kind, "author": alert.author, "level": alert.level,
                 "patterns": list(alert.patterns), "message": alert.index, "caution": line}
            )  # fmt: skip
    return alerts


@pytest.fixture(scope="module")
def heard(events):
    """What the bot prints on the stream with lines in it that are no message."""
    lines = [json.dumps(event).encode() for event in events]
    for number, line in enumerate([*NOT_EVENTS, *PASSED_OVER]):
        lines.insert(number * len(events) // 20, line)
    return subprocess.run(
        [sys.executable, BOT], input=b"\n".join(lines) + b"\n", capture_output=True, timeout=60, check=True
    )


def test_the_bot_alerts_what_each_room_alerts_alone(heard, expected):
    assert [json.loads(line) for line in heard.stdout.splitlines()] == expected
    assert len({alert["room"] for alert in expected}) > 3


def test_the_bot_tells_an_author_once_for_each_level(heard):
    told = defaultdict(list)
    for line in heard.stdout.splitlines():
        alert = json.loads(line)
        told[alert["kind"], alert["room"], alert["author"]].append(LEVELS.index(alert["level"]))

    assert any(len(levels) == 2 for levels in told.values())
    assert all(len(levels) == 1 for (kind, *_), levels in told.items() if kind == "help")
    for levels in (levels for (kind, *_), levels in told.items() if kind == "risk"):
        assert levels[0] >= LEVELS.index("medium")
        assert all(before < after for before, after in pairwise(levels))


def test_the_bot_counts_lines_that_are_no_event_and_goes_on(heard):
    notes = heard.stderr.decode().splitlines()

    assert len(notes) == len(NOT_EVENTS) + 1
    assert notes[-1] == f"{len(NOT_EVENTS)} bad lines, 0 rooms dropped"
    assert notes[-2].endswith(f"{len(NOT_EVENTS)} so far")


def test_the_bot_has_a_line_for_the_moderator_and_no_message(heard, events):
    keys = {"room", "kind", "author", "level", "patterns", "message", "caution"}
    alerts = [json.loads(line) for line in heard.stdout.splitlines()]

    assert all(set(alert) == keys and alert["caution"] and set(alert["patterns"]) <= set(PATTERNS) for alert in alerts)
    long_texts = [event["text"] for event in events if len(event["text"]) > 20]
    printed = (heard.stdout + heard.stderr).decode()
    assert not any(text in printed for text in long_texts)


def test_the_bot_alerts_while_the_stream_goes_on(events, expected):
    first = expected[0]
    spoken = [event for event in events if event["room"] == first["room"]][: first["message"] + 1]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, BOT], env=buffered, stdin=pipe, stdout=pipe) as bot:
        patience = Timer(30, bot.kill)
        patience.start()
        bot.stdin.write(b"".join(json.dumps(event).encode() + b"\n" for event in spoken))
        bot.stdin.flush()
        alert = bot.stdout.readline()  # stdin is still open
        patience.cancel()
        assert json.loads(alert) == first
        bot.stdin.close()
        assert bot.wait(30) == 0


def test_the_bot_forgets_the_room_that_is_silent_longest():
    bot = example("bot").Bot(max_rooms=2)
    risky = [
        b'{"room": %d, "author": "a", "text": "send me a pic of you on snap, just for me, dont tell your mom"}' % n
        for n in range(3)
    ]
    (first,) = bot.alerts(risky[:1])
    list(bot.alerts(risky[1:2]))

    assert list(bot.alerts(risky[:1])) == []  # known, and now the one heard last
    list(bot.alerts(risky[2:3]))
    assert bot.dropped_rooms == 1
    assert list(bot.alerts(risky[:1])) == []
    assert list(bot.alerts(risky[1:2])) == [{**first, "room": 1}]  # was dropped, so it begins anew
    assert bot.dropped_rooms == 2


def test_an_alert_survives_what_json_cannot_hold_in_utf8():
    line = rb'{"room": "\ud800", "author": "\udfff", "text": "send me a pic of you, dont tell your mom", "at": 5}'
    done = subprocess.run([sys.executable, BOT], input=line, capture_output=True, timeout=30, check=True)

    assert json.loads(done.stdout)["author"] == "\udfff"


def test_the_bot_is_short_and_stands_on_the_standard_library():
    source = BOT.read_text()
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else
                     [node.module] if isinstance(node, ast.ImportFrom) else [])
    }  # fmt: skip

    assert len(source.splitlines()) < 100
    assert imported - sys.stdlib_module_names == {"grooming_risk"}


def test_the_stream_is_one_of_events_in_order():
    done = subprocess.run(
        [sys.executable, EXAMPLES / "stream.py", "3"], capture_output=True, timeout=30, check=True, text=True
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    times = [datetime.fromisoformat(row["at"]) for row in rows]

    assert len({row["room"] for row in rows}) == 3
    assert times == sorted(times)


def test_the_examples_in_python_pass_their_own_tests():
    """In a process of its own: what stands in for other packages there must not be seen here."""
    folders = ["osprey_grooming_risk/tests", "threatexchange_result"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *[EXAMPLES / name for name in folders]]
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # they need none, and start sooner
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, timeout=100, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def todays_answers(tmp_path):
    """Return what the service and the command line answer now, in the form of ``answers.json``."""
    from click.testing import CliRunner

    from grooming_risk.cli.main import main
    from support.service_client import app_client

    with app_client(tmp_path) as client:
        answer = client.post("/v1/score", json={"text": "our secret ok, dont tell your mom"}).json()
    told = CliRunner().invoke(main, ["info", "--json"])
    return {"model": json.loads(told.stdout), "score": answer}


def test_the_coop_plugin_passes_its_own_tests_on_todays_answers(tmp_path):
    node = shutil.which("node")
    if node is None or int(subprocess.check_output([node, "--version"], text=True)[1:].partition(".")[0]) < 20:
        pytest.skip("needs Node 20 or newer")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(todays_answers(tmp_path)))
    test = EXAMPLES / "coop_signal" / "plugin.test.js"
    for given in ({}, {"GROOMING_RISK_ANSWERS": str(answers)}):
        done = subprocess.run([node, "--test", test], env={**os.environ, **given}, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_the_answers_beside_the_coop_plugin_have_the_form_of_todays(tmp_path):
    kept = json.loads((EXAMPLES / "coop_signal" / "answers.json").read_text())
    today = todays_answers(tmp_path)
    recommended = load_model().artifact.thresholds["recommended"]

    assert set(kept["score"]) <= set(today["score"]) == set(score("gg").to_dict())
    assert set(kept["score"]["patterns"]) == set(today["score"]["patterns"]) == set(PATTERNS)
    assert today["model"]["thresholds"]["recommended"] == recommended
    for name in PATTERNS:
        assert set(kept["model"]["thresholds"]["recommended"][name]) == set(recommended[name])
        assert 0 < recommended[name]["high_recall"] < recommended[name]["high_precision"] <= 1


def test_the_page_of_examples_names_each_of_them():
    page = (EXAMPLES / "README.md").read_text()
    found = {path.name for path in EXAMPLES.iterdir() if path.name not in ("README.md", "__pycache__")}

    assert {name for name in found if f"]({name}" in page} == found
    for folder in (path for path in EXAMPLES.iterdir() if path.is_dir() and path.name in found):
        assert (folder / "README.md").is_file()
