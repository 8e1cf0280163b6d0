"""Finds the folders that ship beside the code: in a wheel they lie in the package, in a checkout at its root."""

from pathlib import Path

from grooming_risk.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """Return the shipped folder of that name.

    Parameters
    ----------
    name : str
        ``"models"`` or ``"data/synthetic"``.

    Returns
    -------
    pathlib.Path
        The folder inside the installed package, else the one in the checkout the package is imported from.

    Raises
    ------
    ResourceError
        Neither place has it; the message names both.

    Examples
    --------
    >>> resource_folder("models").name
    'models'
    """
    installed = _PACKAGE / name
    if installed.is_dir():
        return installed
    root = _PACKAGE.parent.parent
    checkout = root / name
    if (root / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    raise ResourceError(f"the folder {name!r} is neither at {installed} nor at {checkout}; reinstall grooming-risk")
