"""Every way to install it finds the models and the corpus: checkout, editable, wheel, wheel from an sdist."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from grooming_risk._resources import resource_folder
from grooming_risk.errors import ResourceError

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import site, sys
site.addsitedir(sys.argv[1])
from grooming_risk import score
from grooming_risk._resources import resource_folder
print(resource_folder("models"))
print(len(list((resource_folder("data/synthetic") / "lines").rglob("*.txt"))))
print(score("send me a pic, dont tell your mom").level)
"""


def backend(hook, source, target):
    """Call a hook of the build backend in the source folder; return the file it made."""
    target.mkdir()
    code = f"import hatchling.build as b, sys; print(b.{hook}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)], cwd=source, capture_output=True, text=True, check=True
    )
    return target / done.stdout.split()[-1]


def probe(folder):
    """Look from a bare Python without packages; return model folder, line files, level of a risky message."""
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run([base, "-I", "-S", "-c", PROBE, str(folder)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    models, line_files, level = done.stdout.split()
    return Path(models), int(line_files), level


def unpacked(wheel, target):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def expect_complete(found, inside):
    models, line_files, level = found
    assert models.is_relative_to(inside)
    assert line_files == len(list((ROOT / "data/synthetic/lines").rglob("*.txt")))
    assert level in ("medium", "high")


def test_checkout():
    assert resource_folder("models") == ROOT / "models"
    expect_complete(probe(ROOT / "src"), ROOT)


@pytest.mark.slow
def test_editable_install(tmp_path):
    wheel = backend("build_editable", ROOT, tmp_path / "editable")

    expect_complete(probe(unpacked(wheel, tmp_path / "site")), ROOT)


@pytest.mark.slow
def test_wheel_from_sdist(tmp_path):
    """The way of a release; a wheel of the checkout itself takes the same files."""
    sdist = backend("build_sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # came with Python 3.11.4
        archive.extractall(tmp_path / "source", **safe)
    (source,) = (tmp_path / "source").iterdir()
    wheel = backend("build_wheel", source, tmp_path / "wheel")

    expect_complete(probe(unpacked(wheel, tmp_path / "site")), tmp_path / "site")


def test_a_folder_that_is_nowhere_is_named_with_both_places():
    with pytest.raises(ResourceError, match=r"(?s)no_such.*src.*no_such"):
        resource_folder("no_such")
