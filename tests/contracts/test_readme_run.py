"""README and tutorials as a newcomer follows them: a fresh copy, an empty environment, every command in order."""

import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from urllib.request import urlopen

import pytest

from support.shell_blocks import commands, serves

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/tutorials/first-score.md", "docs/tutorials/first-retrain.md")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+\S*")
KEPT = re.compile(r"PIP_\w+|\w+_PROXY|\w+_proxy|SSL_CERT_FILE")  # how this machine reaches the package index
PATIENCE = 1800

pytestmark = [pytest.mark.slow, pytest.mark.full]


@pytest.fixture
def copy(tmp_path_factory):
    """Return a folder with the files of the tree, as a clone has them; what is not committed yet is there too."""
    folder = tmp_path_factory.mktemp("clone")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in filter(None, subprocess.check_output(listed, cwd=ROOT, text=True).split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


class Shell:
    """Runs commands one by one, as if they were typed into one shell."""

    def __init__(self, folder, home):
        path = os.pathsep.join([f"{sys.base_prefix}/bin", os.defpath])
        kept = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
        self.folder, self.entered = folder, ["set -o pipefail"]
        self.environment = {**kept, "HOME": str(home), "PATH": path, "LANG": "C.UTF-8", "COLUMNS": "80"}

    def run(self, command):
        print(f"$ {command}", flush=True)
        out = self._served(command) if serves(command) else self._ended(command)
        print(out, flush=True)
        if command.startswith(". "):
            self.entered.append(command)

    def _script(self, command):
        return ["bash", "-c", "\n".join([*self.entered, command])]

    def _ended(self, command):
        done = subprocess.run(
            self._script(command), cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def _served(self, command):
        """Wait for the address, ask there once, and press Ctrl-C."""
        environment = {**self.environment, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            self._script(f"exec {command}"), cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        ) as server:  # fmt: skip
            patience = Timer(PATIENCE, server.kill)
            patience.start()
            try:
                heard, found = [], None
                while not found and (line := server.stdout.readline()):
                    heard.append(line)
                    found = ADDRESS.search(line)
                assert found, f"{command}\n{''.join(heard)}"
                with urlopen(found[0] + "/docs" * ("serve" in command), timeout=60) as answer:
                    heard.append(f"GET {answer.status} {answer.headers['content-type']}\n")
                server.send_signal(signal.SIGINT)
                heard.append(server.stdout.read())
            finally:
                patience.cancel()
                with suppress(ProcessLookupError):
                    server.kill()
        assert server.returncode in (0, 130, -signal.SIGINT), f"{command}\n{''.join(heard)}"
        return "".join(heard)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_runs_as_it_is_written(copy, tmp_path, page, capfd):
    shell = Shell(copy, tmp_path)
    with capfd.disabled():
        print(f"\n===== {page}", flush=True)
        for command in commands((copy / page).read_text(encoding="utf-8")):
            if command != "make test":  # `.ci/run` gives that one a clean checkout of its own
                shell.run(command)
        shell.run(f"python -m doctest {page}")
