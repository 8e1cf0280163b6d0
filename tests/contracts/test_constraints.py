"""The constraints of a deployment hold every dependency of the service; lower bounds lie above known weaknesses."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
EXTRAS = ("service", "fast")
EXTRA_LISTS = [PROJECT["optional-dependencies"][extra] for extra in EXTRAS]
DECLARED = [*map(Requirement, chain(PROJECT["dependencies"], *EXTRA_LISTS))]


def pinned():
    """Return the version and the number of hashes of each package."""
    found = {}
    for block in re.split(r"\n(?=[a-z])", CONSTRAINTS):
        if match := re.match(r"([a-z0-9.-]+)==(\S+)", block):
            found[canonicalize_name(match[1])] = (
                Version(match[2]),
                len(re.findall(r"--hash=sha256:[0-9a-f]{64}", block)),
            )
    return found


def closure(requirements):
    """Yield the names of all packages that some requirements need here, as far as they are installed."""
    waiting, seen = list(requirements), set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in seen or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        try:
            waiting += map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            continue
    return seen


def test_every_dependency_of_the_service_is_pinned_with_hashes():
    found = pinned()

    assert len(found) > 15
    assert closure(DECLARED) - found.keys() == set()
    assert {name for name, (_, hashes) in found.items() if not hashes} == set()
    assert [one.name for one in DECLARED if found[canonicalize_name(one.name)][0] not in one.specifier] == []


@pytest.mark.parametrize("text", [CONSTRAINTS, SECURITY], ids=["constraints.txt", "SECURITY.md"])
def test_the_command_that_makes_them_names_these_extras(text):
    (command,) = re.findall(r"uv pip compile pyproject.toml (.*)", text)

    assert tuple(re.findall(r"--extra (\S+)", command)) == EXTRAS
    assert {"--universal", "--generate-hashes", "--no-emit-index-url"} <= set(command.split())


def test_a_missing_package_is_noticed():
    assert "h11" in closure(DECLARED)
    assert "starlette" in closure([Requirement("fastapi")])


def test_the_file_names_no_host():
    rows = [row for row in CONSTRAINTS.splitlines() if not row.startswith("#")]

    assert len(rows) > 50
    assert [row for row in rows if re.search(r"://|file:|index-url|find-links", row)] == []


ROW = re.compile(r"^\| `([a-z0-9-]+)` \| ([0-9.]+) \| (CVE-\d{4}-\d+)", re.MULTILINE)


@pytest.mark.parametrize(("name", "fixed", "advisory"), ROW.findall(SECURITY))
def test_lower_bounds_lie_above_known_weaknesses(name, fixed, advisory):
    everything = chain(PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    mine = [one for one in map(Requirement, everything) if canonicalize_name(one.name) == name]

    assert mine, advisory
    for one in mine:
        (lowest,) = [Version(part.version) for part in one.specifier if part.operator == ">="]
        assert lowest >= Version(fixed), advisory


def test_the_table_of_weaknesses_is_read():
    assert len(ROW.findall(SECURITY)) >= 6
