"""Where a model lies: small enough to go with every task. Each process loads it once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from grooming_risk.errors import OutputFolderError
from grooming_risk.model.identity import fingerprint
from grooming_risk.scoring.scorer import Scorer, load_model


class ModelPlace(NamedTuple):
    """What `load_model` takes, as absolute paths.

    Attributes
    ----------
    folder : str or None
        Model folder; None is the shipped model.
    lexicons : tuple of str
        Language folders to know besides the model's own.
    site : str or None
        Site file.
    """

    folder: str | None = None
    lexicons: tuple[str, ...] = ()
    site: str | None = None


def model_place(
    folder: str | Path | None = None, lexicons: tuple[str | Path, ...] = (), site: str | Path | None = None
) -> ModelPlace:
    """Return the place that paths mean, whatever folder another process works in."""
    return ModelPlace(_absolute(folder), tuple(map(str, map(_absolute, lexicons))), _absolute(site))


@lru_cache(maxsize=4)
def load_once(place: ModelPlace) -> Scorer:
    """Load a model, once for each process: a worker that takes many tasks or batches loads it for the first.

    Parameters
    ----------
    place : ModelPlace
        Where it lies; ``ModelPlace()`` is the shipped model.

    Raises
    ------
    ArtifactError, DataError
        As `load_model`.

    Examples
    --------
    >>> load_once(ModelPlace()) is load_once(ModelPlace())
    True
    """
    return load_model(place.folder, lexicons=place.lexicons, site=place.site)


def load_same(place: ModelPlace, expected: dict[str, str]) -> Scorer:
    """Load the model that the run was begun with.

    Raises
    ------
    OutputFolderError
        Something else lies there by now, or on this machine.
    """
    model = load_once(place)
    if other := [name for name, value in fingerprint(model).items() if value != expected[name]]:
        where = place.folder or "the shipped model"
        raise OutputFolderError(f"{where}: a worker has another {' and '.join(other)} than the run was begun with; "
                                "install and copy the same everywhere")  # fmt: skip
    return model


def _absolute(path: str | Path | None) -> str | None:
    return None if path is None else str(Path(path).absolute())
