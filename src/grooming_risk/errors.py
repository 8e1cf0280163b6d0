"""The errors of this library; `GroomingRiskError` is the base class. No error quotes a message."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Self

_EXTRAS: Final = {
    **dict.fromkeys(("numpy", "scipy", "sklearn", "pandas", "joblib", "threadpoolctl", "nltk", "fastjsonschema",
                     "chitchat_dataset", "defusedxml", "narwhals", "simplemma", "wordfreq", "pythainlp"), "train"),
    "pyarrow": "parquet",
    "matplotlib": "plot",
    **dict.fromkeys(("fastapi", "uvicorn", "prometheus_client", "redis", "httpx2"), "service"),
    **dict.fromkeys(("dask", "distributed"), "dask"),
    "weasyprint": "pdf",
    "numba": "fast",
    "ijson": "exports",
    **dict.fromkeys(("jinja2", "markdown_it"), ""),
}  # fmt: skip
"""The extra that installs each package; empty for required packages."""


class GroomingRiskError(Exception):
    """Base class of the errors of this library."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).__new__, (type(self), *self.args), self.__dict__  # `__init__` takes other arguments


class MissingExtraError(GroomingRiskError, ImportError):
    """A package is not installed.

    Parameters
    ----------
    package : str
        The missing package.
    extra : str
        The extra that installs it; empty for a required package.
    """

    def __init__(self, package: str, extra: str) -> None:
        wanted = f"'grooming-risk[{extra}]'" if extra else "grooming-risk"
        super().__init__(f"{package} is not installed; run: pip install {wanted}")
        self.package = package
        self.extra = extra


class ResourceError(GroomingRiskError, FileNotFoundError):
    """A folder that ships with the library is missing."""


class DataError(GroomingRiskError, ValueError):
    """A data file is invalid.

    Parameters
    ----------
    path : path or str
        The file.
    line : int or None
        Line number from 1, or None for the whole file.
    problem : str
        What is wrong and what to do; never the text of a message.
    """

    def __init__(self, path: str | Path, line: int | None, problem: str) -> None:
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {problem}")
        self.path = str(path)
        self.line = line
        self.problem = problem

    @classmethod
    def from_os(cls, path: str | Path, error: OSError) -> Self:
        """Return the error of an unreadable file, with the system's reason."""
        return cls(path, None, f"cannot be read ({error.strerror or type(error).__name__})")


class ArtifactError(GroomingRiskError, ValueError):
    """A model folder is incomplete, altered, or of an unknown format version.

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
    """The bytes are not a valid state of a conversation."""


class BudgetError(GroomingRiskError, ValueError):
    """An alert budget is out of range, or the sample is too small for it."""


class OutputFolderError(GroomingRiskError):
    """An output folder cannot be written, or holds the output of another run."""


class RunStoppedError(GroomingRiskError):
    """A process ended early, or files were skipped. Finished work stays."""


class UnknownNameError(GroomingRiskError, ValueError):
    """A name is unknown.

    Parameters
    ----------
    kind : str
        What it names, such as ``"audience"``.
    name : str or None
        The unknown name; None if it may be the text of a message.
    known : iterable of str
        The valid names.
    """

    def __init__(self, kind: str, name: str | None, known: Iterable[str]) -> None:
        self.known = tuple(known)
        given = kind if name is None else f"{kind} {name!r}"
        super().__init__(f"unknown {given}; known are {', '.join(self.known)}")
        self.kind = kind
        self.name = name


def missing_extra(error: ModuleNotFoundError) -> MissingExtraError | None:
    """Return the error that names the extra to install, or None if no extra has the missing package."""
    package = (error.name or "").partition(".")[0]
    return MissingExtraError(package, _EXTRAS[package]) if package in _EXTRAS else None
