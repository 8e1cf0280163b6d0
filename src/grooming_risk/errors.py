"""Every error this library raises on purpose, as one tree.

A caller that wants to catch all of them catches `GroomingRiskError`. No error carries the text of a message.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Self

_EXTRAS: Final = {
    **dict.fromkeys(("numpy", "scipy", "sklearn", "pandas", "joblib", "threadpoolctl", "nltk", "fastjsonschema",
                     "chitchat_dataset", "defusedxml"), "train"),
    "pyarrow": "parquet",
    "matplotlib": "plot",
    **dict.fromkeys(("fastapi", "uvicorn", "prometheus_client", "redis"), "service"),
    **dict.fromkeys(("dask", "distributed"), "dask"),
    "weasyprint": "pdf",
    "numba": "fast",
    "ijson": "exports",
    **dict.fromkeys(("jinja2", "markdown_it"), ""),
}  # fmt: skip
"""The extra that brings each package; of those that every installation brings it is empty."""


class GroomingRiskError(Exception):
    """Root of the errors of this library."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.args, self.__dict__)  # so that it can come from another process


def _rebuilt(kind: type[GroomingRiskError], arguments: tuple[Any, ...], state: dict[str, Any]) -> GroomingRiskError:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(state)
    return error


class MissingExtraError(GroomingRiskError, ImportError):
    """A feature needs packages that an extra of this library installs.

    Parameters
    ----------
    package : str
        The package that could not be imported.
    extra : str
        The extra that brings it; empty if every installation does.
    """

    def __init__(self, package: str, extra: str) -> None:
        wanted = f"'grooming-risk[{extra}]'" if extra else "grooming-risk"
        super().__init__(f"{package} is not installed; run: pip install {wanted}")
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

    @classmethod
    def from_os(cls, path: str | Path, error: OSError) -> Self:
        """Return the error of a file that the system cannot read, with the system's reason."""
        return cls(path, None, f"cannot be read ({error.strerror or type(error).__name__})")


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


class BudgetError(GroomingRiskError, ValueError):
    """A budget of alerts is out of range, or the sample is too small for it."""


class OutputFolderError(GroomingRiskError):
    """An output folder cannot be written, or what is in it was made otherwise; the message says what to do."""


class RunStoppedError(GroomingRiskError):
    """A process ended before its work was done, or files were left out; what is finished stays."""


class UnknownNameError(GroomingRiskError, ValueError):
    """A name is none of those that are known.

    Parameters
    ----------
    kind : str
        What it names, such as ``"audience"``.
    name : str or None
        The name that was given; None where it might be the text of a message.
    known : iterable of str
        The valid ones; the message lists them.
    """

    def __init__(self, kind: str, name: str | None, known: Iterable[str]) -> None:
        self.known = tuple(known)
        given = kind if name is None else f"{kind} {name!r}"
        super().__init__(f"unknown {given}; known are {', '.join(self.known)}")
        self.kind = kind
        self.name = name


def missing_extra(error: ModuleNotFoundError) -> MissingExtraError | None:
    """Return the error that names the extra to install, if one of its packages is what is missing."""
    package = (error.name or "").partition(".")[0]
    return MissingExtraError(package, _EXTRAS[package]) if package in _EXTRAS else None
