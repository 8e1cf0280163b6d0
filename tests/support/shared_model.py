"""A fitted classifier on disk, shared by the processes of a test run and by later runs on the same sources."""

import hashlib
import pickle
import sys
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

import grooming_risk
from grooming_risk._resources import resource_folder

LIBRARIES = ("numpy", "scipy", "scikit-learn", "pandas")


def fitted_once(folder, fit):
    """Return what `fit` returns; it is called where no process has left its result in the folder."""
    path = Path(folder) / f"{sources_digest()}.pickle"
    with FileLock(Path(folder) / "lock"):
        if not path.exists():
            for old in Path(folder).glob("*.pickle"):
                old.unlink()
            _write_whole(path, pickle.dumps(fit()))
        return pickle.loads(path.read_bytes())


def sources_digest():
    """Return a digest of all that a fit depends on: the package, the corpus, this recipe, Python and libraries."""
    package = Path(grooming_risk.__file__).parent
    conftest = Path(__file__).parents[1] / "conftest.py"
    digest = hashlib.sha256(repr([sys.version, *map(version, LIBRARIES)]).encode())
    corpus = resource_folder("data/synthetic") / "messages" / "train.jsonl"
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.txt"), corpus, conftest]):
        digest.update(f"{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _write_whole(path, content):
    """Write a file that is never seen half-written, whatever ends this process."""
    partial = path.with_suffix(".partial")
    partial.write_bytes(content)
    partial.replace(path)
