"""Every way to install it finds models and corpus; the wheel is whole, small, typed, reproducible, and no more."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from importlib.metadata import distributions as installed
from pathlib import Path

import pytest
from build_again import digests
from empty_environment import EmptyEnvironment

import grooming_risk
from grooming_risk import load_conversations, load_corpus
from grooming_risk._resources import resource_folder
from grooming_risk.errors import ResourceError
from support.distributions import ROOT, call_backend, unpacked
from support.process import fresh

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MEGABYTES = 15
PROBE = """
import site, sys
site.addsitedir(sys.argv[1])
from grooming_risk import score
from grooming_risk._resources import resource_folder
print(resource_folder("models"))
print(len(list((resource_folder("data/synthetic") / "lines").rglob("*.txt"))))
print(score("send me a pic, dont tell your mom").level)
"""
READ = """
import grooming_risk
from grooming_risk import load_conversations, load_corpus
print(grooming_risk.__file__, len(load_corpus("held_out")), len(load_conversations("held_out")))
"""
TYPED = """
from typing import assert_type
from grooming_risk import Score, score
assert_type(score("hi"), Score)
score(b"hi")
"""


def probe(folder):
    """Look from a bare Python without packages; return model folder, line files, level of a risky message."""
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([base, "-I", "-S", "-c", PROBE, str(folder)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    models, line_files, level = done.stdout.split()
    return Path(models), int(line_files), level


def expect_complete(found, inside):
    models, line_files, level = found
    assert models.is_relative_to(inside)
    assert line_files == len(list((ROOT / "data/synthetic/lines").rglob("*.txt")))
    assert level in ("medium", "high")


@pytest.fixture(scope="module")
def environment(distributions, tmp_path_factory):
    """An empty environment with the unpacked wheel, and without its dependencies."""
    made = EmptyEnvironment(tmp_path_factory.mktemp("wheel") / "environment")
    unpacked(distributions.wheel, made.packages())
    return made


@pytest.fixture(scope="module")
def names(distributions):
    """What is in the wheel."""
    with zipfile.ZipFile(distributions.wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def metadata(distributions, names):
    with zipfile.ZipFile(distributions.wheel) as archive:
        (name,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def below(names, folder):
    return {name.removeprefix(f"{folder}/") for name in names if name.startswith(f"{folder}/")}


def files(folder, pattern="*"):
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def test_checkout():
    assert resource_folder("models") == ROOT / "models"
    expect_complete(probe(ROOT / "src"), ROOT)


@pytest.mark.slow
def test_editable_install(tmp_path):
    wheel = call_backend("build_editable", ROOT, tmp_path / "editable")

    expect_complete(probe(unpacked(wheel, tmp_path / "site")), ROOT)


@pytest.mark.slow
def test_wheel_from_sdist(environment):
    """The way of a release; a wheel of the checkout itself takes the same files."""
    expect_complete(probe(environment.packages()), environment.packages())


@pytest.mark.slow
def test_the_corpus_is_read_from_the_installed_wheel(environment):
    origin, *counts = fresh(READ, environment={"PYTHONPATH": str(environment.packages())}).split()

    assert Path(origin).is_relative_to(environment.packages())
    assert [*map(int, counts)] == [len(load_corpus("held_out")), len(load_conversations("held_out"))]


def test_a_folder_that_is_nowhere_is_named_with_both_places():
    with pytest.raises(ResourceError, match=r"(?s)no_such.*src.*no_such"):
        resource_folder("no_such")


@pytest.mark.slow
def test_the_wheel_is_small(distributions):
    assert distributions.wheel.stat().st_size <= MEGABYTES * 10**6


@pytest.mark.slow
def test_the_wheel_holds_the_package_its_model_and_its_corpus(names):
    package, model = ROOT / "src" / "grooming_risk", ROOT / "models" / "default"

    assert len(names) == len(set(names))
    assert below(names, "grooming_risk") >= files(package, "*.py") | files(package, "*.pyi") | {"py.typed"}
    assert below(names, "grooming_risk/models/default") == files(model) - {"site.json"}
    assert below(names, "grooming_risk/data/synthetic") >= files(ROOT / "data/synthetic", "*.jsonl")


@pytest.mark.slow
def test_the_wheel_holds_nothing_else(names):
    info = f"grooming_risk-{grooming_risk.__version__}.dist-info"

    assert {name.partition("/")[0] for name in names} == {"grooming_risk", info}
    assert below(names, f"{info}/licenses") == {"LICENSE", "NOTICE"}
    assert [name for name in names if name.endswith((".pyc", ".sqlite3", "site.json")) or "/tests/" in name] == []


@pytest.mark.slow
def test_metadata_say_what_the_project_says(metadata):
    assert metadata["Name"] == PROJECT["name"]
    assert metadata["Version"] == grooming_risk.__version__
    assert metadata["License-Expression"] == PROJECT["license"]
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert set(metadata.get_all("Provides-Extra")) == set(PROJECT["optional-dependencies"])
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload().strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()


@pytest.mark.slow
def test_the_same_sources_build_the_same_bytes_elsewhere(distributions, tmp_path):
    """`make release` builds the source distribution twice too."""
    shutil.copytree(distributions.source, tmp_path / "elsewhere", copy_function=shutil.copyfile)  # files of now
    again = call_backend("build_wheel", tmp_path / "elsewhere", tmp_path / "dist")

    assert again.name == distributions.wheel.name
    assert digests(again.parent)[again.name] == digests(distributions.wheel.parent)[again.name]


@pytest.mark.slow
def test_a_type_checker_sees_the_types_of_the_installed_wheel(environment, tmp_path):
    (tmp_path / "caller.py").write_text(TYPED, encoding="utf-8")
    options = ["--strict", "--config-file=", f"--cache-dir={tmp_path}", f"--python-executable={environment.python}"]
    kept = {name: value for name, value in os.environ.items() if name not in ("MYPYPATH", "PYTHONPATH")}
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "caller.py"], cwd=tmp_path, env=kept, capture_output=True, text=True
    )

    assert [line.partition(": ")[2] for line in checked.stdout.splitlines()[:-1]] == [
        'error: Argument 1 to "score" has incompatible type "bytes"; expected "str"  [arg-type]'
    ]


@pytest.mark.slow
def test_an_empty_environment_has_the_wheel_alone(environment):
    assert [one.metadata["Name"] for one in installed(path=[str(environment.packages())])] == ["grooming-risk"]
