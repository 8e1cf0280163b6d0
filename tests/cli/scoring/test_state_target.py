"""A target of ``serve --state`` that is neither a file nor a known address is one line, and makes no file."""

import os
from types import SimpleNamespace

import click
import pytest

from grooming_risk.cli.main import main
from grooming_risk.cli.scoring.state_target import state_target
from support.cli import run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="paths of this system")


@pytest.mark.parametrize(
    "target",
    [
        "C:\\x", "C:/x", "c:x", "a@b:c", "user:word@host", "localhost:6379", "redis:host", "file:a.db", "mailto:a@b",
        "\\\\srv\\x", "a\\b", "~/x", "~", "-", "", " ", "a\nb", "..", "/", "postgres://u:word@h/db", "sqlite:///x",
        "http://h", "redis://h:port",
    ],
)  # fmt: skip
def test_what_is_neither_a_file_nor_an_address_is_refused(tmp_path, monkeypatch, target):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    _, told = run("serve", "--state", target, "--port", "0", status=2)

    assert "--state" in told
    assert "word" not in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["a.sqlite3", "./a:b", "/data/a:b@c", "redis://h:1/0", "unix:///run/redis", "ž.db"])
def test_files_and_addresses_are_taken(target):
    option = next(one for one in main.commands["serve"].params if one.name == "state")
    given = SimpleNamespace(get_parameter_source=lambda name: click.core.ParameterSource.COMMANDLINE)

    assert state_target(given, option, target) == target
