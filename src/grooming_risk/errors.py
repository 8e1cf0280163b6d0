"""Every error this library raises on purpose, as one tree.

A caller that wants to catch all of them catches `GroomingRiskError`. No error carries the text of a message.
"""

from pathlib import Path
from typing import Final

_EXTRAS: Final = {
    **dict.fromkeys(
        ("numpy", "scipy", "sklearn", "pandas", "joblib", "threadpoolctl", "nltk", "fastjsonschema"), "train"
    ),
    "pyarrow": "parquet",
    "matplotlib": "plot",
    **dict.fromkeys(("fastapi", "uvicorn", "prometheus_client", "redis"), "service"),
    **dict.fromkeys(("dask", "distributed"), "dask"),
    "weasyprint": "pdf",
}
"""The extra that brings each package."""


class GroomingRiskError(Exception):
    """Root of the errors of this library."""


class MissingExtraError(GroomingRiskError, ImportError):
    """A feature needs packages that an extra of this library installs.

    Parameters
    ----------
    package : str
        The package that could not be imported.
    extra : str
        The extra that brings it.
    """

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; run: pip install 'grooming-risk[{extra}]'")
        self.package = package
        self.extra = extra


class ResourceError(GroomingRiskError, FileNotFoundError):
    """A folder that ships with the library was found in none of its places."""


class DataError(GroomingRiskError, ValueError):
    """A data file says something that cannot be read, with the place where it says so.

    Parameters
    ----------
    path : path or str
        The file.
    line : int or None
        Line number from 1, or None where the file as a whole is meant.
    problem : str
        What is wrong and what to do; never the text of a message.
    """

    def __init__(self, path: str | Path, line: int | None, problem: str) -> None:
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {problem}")
        self.path = str(path)
        self.line = line
        self.problem = problem


class ArtifactError(GroomingRiskError, ValueError):
    """A model folder is incomplete, altered, or of a format that this version does not read.

    Parameters
    ----------
    path : path or str
        The file or folder.
    problem : str
        What is wrong and what to do.
    """

    def __init__(self, path: str | Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = str(path)
        self.problem = problem


class StateError(GroomingRiskError, ValueError):
    """The bytes of a conversation's state cannot be used."""


def missing_extra(error: ModuleNotFoundError) -> MissingExtraError | None:
    """Return the error that names the extra to install, if one of its packages is what is missing."""
    package = (error.name or "").partition(".")[0]
    return MissingExtraError(package, _EXTRAS[package]) if package in _EXTRAS else None
