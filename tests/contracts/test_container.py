"""The Dockerfile and the compose file, by their text: closed, small, and with options that the service has."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from grooming_risk.cli.main import main
from grooming_risk.cli.scoring.serve import serve
from support.dockerfile import is_ignored, stages, steps
from support.service_client import app_client

ROOT = Path(__file__).resolve().parents[2]
STEPS = steps()
LAST = stages()[""]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
SERVICES = dict(re.findall(r"^  ([a-z-]+):\n((?:    .*\n)+)", COMPOSE.partition("\nnetworks:")[0], re.MULTILINE))
OPTIONS = {option for parameter in serve.params for option in parameter.opts}
POD = yaml.safe_load(
    re.search(r"```yaml\n(containers:.*?)```", (ROOT / "docs/how-to/deploy-the-service.md").read_text(), re.DOTALL)[1]
)

HADOLINT = shutil.which("hadolint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))


def step(name):
    """Return the one step of that name of the last stage, or all that run or set something, one after the other."""
    found = [rest for own, rest in LAST if own == name]
    assert len(found) == 1 or name in ("RUN", "ENV")
    return "\n".join(found)


def at(name, text=""):
    """Return which step of the last stage has that name and holds that text."""
    (found,) = [number for number, (own, rest) in enumerate(LAST) if own == name and text in rest]
    return found


def test_the_image_is_slim_and_its_user_is_nobody_in_particular():
    assert all(re.fullmatch(r"python:3\.\d+-slim( AS build)?", rest) for name, rest in STEPS if name == "FROM")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", step("USER"))
    assert f"-o {step('USER').split(':')[0]} " in step("RUN")
    assert at("USER") > max(number for number, (name, _) in enumerate(LAST) if name == "RUN")


def test_packages_are_those_with_hashes():
    assert "--require-hashes -r /constraints.txt" in step("RUN")
    assert "--no-deps /wheels/*.whl" in step("RUN")
    assert "ADD" not in dict(STEPS)


def test_machine_code_is_made_for_any_processor_where_its_user_finds_it():
    setting, warm = at("ENV", "NUMBA_CACHE_DIR="), at("RUN", "grooming-risk warm")

    assert at("RUN", "--require-hashes") < setting < warm < at("USER")
    assert "NUMBA_CPU_NAME=generic" in LAST[setting].rest
    assert not re.search(r"NUMBA_CACHE_DIR=(/root|/home|/tmp|~)", LAST[setting].rest)


def test_what_the_image_runs_are_commands():
    assert set(re.findall(r"grooming-risk ([a-z]+)", step("RUN"))) <= set(main.commands)


def test_the_builder_sees_what_the_wheel_is_made_of():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    needed = [*build["wheel"]["packages"], *build["wheel"]["force-include"], "README.md", "LICENSE", "NOTICE"]

    assert [path for path in [*needed, "pyproject.toml", "constraints.txt"] if is_ignored(path)] == []


@pytest.mark.parametrize(
    "path", [".git", ".env", ".venv/bin/python", "src/a/__pycache__/b.pyc", "state.sqlite3", "x/y.sqlite3-wal"]
)
def test_the_builder_does_not_see_states_and_secrets(path):
    assert is_ignored(path)


@pytest.mark.skipif(HADOLINT is None, reason="needs hadolint")
def test_hadolint_finds_nothing():
    found = subprocess.run([HADOLINT, "--no-color", str(ROOT / "Dockerfile")], capture_output=True, text=True)

    assert (found.returncode, found.stdout) == (0, "")


@pytest.mark.parametrize("name", ["ENTRYPOINT", "CMD"])
def test_options_of_the_image_are_options_of_the_command(name):
    given = {word for word in json.loads(step(name)) if word.startswith("--")}

    assert given
    assert given <= OPTIONS


def test_only_the_volume_is_written():
    state = Path(json.loads(step("CMD"))[-1])

    assert state.parent == Path(step("VOLUME"))
    assert "PYTHONDONTWRITEBYTECODE=1" in step("ENV")


def test_the_health_check_is_a_program_that_fails_where_nobody_answers():
    command = json.loads(step("HEALTHCHECK").partition("CMD ")[2])

    assert command[:2] == ["python", "-c"]
    compile(command[2], "health", "exec")
    assert ":8000/healthz" in command[2]
    assert step("EXPOSE") == "8000"


@pytest.mark.parametrize("name", ["grooming-risk", "redis"])
def test_services_are_closed(name):
    own = SERVICES[name]

    for line in ("read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'):
        assert f"    {line}\n" in own


def test_redis_keeps_what_it_acknowledged_and_is_reached_by_the_service_alone():
    own = SERVICES["redis"]

    for pair in (("appendonly", "yes"), ("appendfsync", "always"), ("maxmemory-policy", "noeviction")):
        assert '"--{}", "{}"'.format(*pair) in own
    assert "ports:" not in own
    assert "networks: [back]" in own
    assert "  back:\n    internal: true\n" in COMPOSE


def test_the_service_listens_on_loopback_and_needs_keys():
    own = SERVICES["grooming-risk"]
    given = set(re.findall(r'"(--[a-z-]+)"', own))

    assert 'ports: ["127.0.0.1:8000:8000"]' in own
    assert "${GROOMING_RISK_API_KEYS:?" in own
    assert given <= OPTIONS


@pytest.fixture
def pod():
    (container,) = POD["containers"]
    return container


def test_the_pod_runs_the_service_with_options_that_it_has(pod):
    assert {word for word in pod["args"] if word.startswith("--")} <= OPTIONS
    assert "--forwarded-allow-ips" in pod["args"]
    assert str(pod["ports"][0]["containerPort"]) == step("EXPOSE")


@pytest.mark.parametrize(
    ("probe", "path"), [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")]
)
def test_probes_ask_what_the_service_answers_to_a_cluster(tmp_path, pod, probe, path):
    """A store that is down takes traffic away and restarts nothing: only readiness asks for it."""
    assert pod[probe]["httpGet"] == {"path": path, "port": int(step("EXPOSE"))}
    hosts = (pod["args"][pod["args"].index("--allowed-host") + 1], json.loads(step("ENTRYPOINT"))[-1])
    with app_client(tmp_path, allowed_hosts=hosts, keys=("key-of-the-whole-site",)) as client:
        assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_the_pod_is_closed(pod):
    context = pod["securityContext"]

    assert context["runAsNonRoot"]
    assert context["readOnlyRootFilesystem"]
    assert not context["allowPrivilegeEscalation"]
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert re.fullmatch(r"\d+:\d+", step("USER"))  # a name would not prove to the cluster that it is not root
