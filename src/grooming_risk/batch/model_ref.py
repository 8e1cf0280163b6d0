"""A reference to a model: the paths go with every task, and each process loads the model once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from grooming_risk.errors import OutputFolderError
from grooming_risk.model.identity import fingerprint
from grooming_risk.scoring.scorer import Scorer, load_model


class ModelRef(NamedTuple):
    """The arguments of `load_model`, as absolute paths.

    Attributes
    ----------
    folder : str or None
        Model folder; None is the shipped model.
    lexicons : tuple of str
        Language folders besides the model's own.
    site : str or None
        Site file.
    """

    folder: str | None = None
    lexicons: tuple[str, ...] = ()
    site: str | None = None


def model_ref(
    folder: str | Path | None = None, lexicons: tuple[str | Path, ...] = (), site: str | Path | None = None
) -> ModelRef:
    """Return a reference with absolute paths, valid whatever the working folder of another process."""
    return ModelRef(_absolute(folder), tuple(map(str, map(_absolute, lexicons))), _absolute(site))


@lru_cache(maxsize=4)
def load_once(ref: ModelRef) -> Scorer:
    """Load a model once for each process, at the first task or batch of a worker.

    Parameters
    ----------
    ref : ModelRef
        The model; ``ModelRef()`` is the shipped one.

    Raises
    ------
    ArtifactError, DataError
        As `load_model`.

    Examples
    --------
    >>> load_once(ModelRef()) is load_once(ModelRef())
    True
    """
    return load_model(ref.folder, lexicons=ref.lexicons, site=ref.site)


def load_same(ref: ModelRef, expected: dict[str, str]) -> Scorer:
    """Load the model, and check that the run began with the same one.

    Raises
    ------
    OutputFolderError
        The model changed, or is another one on this machine.
    """
    model = load_once(ref)
    if other := [name for name, value in fingerprint(model).items() if value != expected[name]]:
        where = ref.folder or "the shipped model"
        raise OutputFolderError(f"{where}: a worker has another {' and '.join(other)} than the run was begun with; "
                                "install and copy the same everywhere")  # fmt: skip
    return model


def _absolute(path: str | Path | None) -> str | None:
    return None if path is None else str(Path(path).absolute())
