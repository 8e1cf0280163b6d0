"""The Dockerfile and the compose file, by their text: closed, small, and with options that the service has."""

import json
import re
from pathlib import Path

import pytest

from grooming_risk.cli.scoring.serve import serve

ROOT = Path(__file__).resolve().parents[2]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [tuple(line.split(" ", 1)) for line in LINES if line and not line.startswith("#")]
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
SERVICES = dict(re.findall(r"^  ([a-z-]+):\n((?:    .*\n)+)", COMPOSE.partition("\nnetworks:")[0], re.MULTILINE))
LAST = STEPS[max(n for n, (name, _) in enumerate(STEPS) if name == "FROM") :]


def step(name):
    (found,) = [rest for own, rest in LAST if own == name]
    return found


def test_the_image_is_slim_and_its_user_is_nobody_in_particular():
    assert all(re.fullmatch(r"python:3\.\d+-slim( AS build)?", rest) for name, rest in STEPS if name == "FROM")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", step("USER"))
    assert f"-o {step('USER').split(':')[0]} " in step("RUN")
    assert [name for name, _ in LAST].index("USER") > [name for name, _ in LAST].index("RUN")


def test_packages_are_those_with_hashes():
    assert "--require-hashes -r /constraints.txt" in step("RUN")
    assert "--no-deps /wheels/*.whl" in step("RUN")
    assert "ADD" not in dict(STEPS)


@pytest.mark.parametrize("name", ["ENTRYPOINT", "CMD"])
def test_options_of_the_image_are_options_of_the_command(name):
    given = {word for word in json.loads(step(name)) if word.startswith("--")}

    assert given
    assert given <= {option for parameter in serve.params for option in parameter.opts}


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
    assert given <= {option for parameter in serve.params for option in parameter.opts}
