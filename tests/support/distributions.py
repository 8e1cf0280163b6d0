"""The source distribution of this checkout and the wheel that is built from it, as a release is."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
EPOCH = "1767225600"  # any; two builds need the same one


class Distributions(NamedTuple):
    """The files of a release, and the sources that are in it."""

    sdist: Path
    wheel: Path
    source: Path


def built_once(folder):
    """Return the distributions of the checkout; they are built where no process of the test run has built them."""
    folder = Path(folder)
    with FileLock(folder / "distributions.lock"):
        if not (folder / "distributions" / "done").exists():
            build(ROOT, folder / "distributions")
            (folder / "distributions" / "done").touch()
    return found(folder / "distributions")


def build(source, target):
    """Build both from a folder of sources, the wheel from the source distribution."""
    sdist = call_backend("build_sdist", source, target / "dist")
    with tarfile.open(sdist) as archive:
        safe = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # came with Python 3.11.4
        archive.extractall(target / "source", **safe)
    call_backend("build_wheel", next((target / "source").iterdir()), target / "dist")
    return found(target)


def found(target):
    (sdist,), (wheel,), (source,) = (
        (target / place).glob(pattern) for place, pattern in (("dist", "*.tar.gz"), ("dist", "*.whl"), ("source", "*"))
    )
    return Distributions(sdist, wheel, source)


def call_backend(hook, source, target):
    """Call a hook of the build backend in the source folder; return the file it made."""
    target.mkdir(parents=True, exist_ok=True)
    code = f"import hatchling.build as b, sys; print(b.{hook}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(target)],
        cwd=source, env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return target / done.stdout.split()[-1]


def unpacked(wheel, target):
    """Unpack a wheel into a folder of packages."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target
