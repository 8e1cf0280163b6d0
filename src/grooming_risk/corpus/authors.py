"""Authors of the corpus, from ``authors.toml``: voice, region, age and platform."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text

AUTHORS_FILE: Final = "authors.toml"


class AuthorNote(NamedTuple):
    """Note on an author of the corpus.

    Attributes
    ----------
    voice : str
        Variety of English, such as ``"Indian English"``; empty if none. False alarms are measured by voice.
    who : str
        Age, region and platform of the speakers.
    """

    voice: str
    who: str


def read_authors(folder: str | Path | None = None) -> dict[str, AuthorNote]:
    """Read the notes on the authors.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``authors.toml``; None takes the shipped ``data/synthetic``.

    Returns
    -------
    dict of str to AuthorNote
        By author, as the headers of line files name them.

    Raises
    ------
    DataError
        The file is missing or invalid.

    Examples
    --------
    >>> read_authors()["in"].voice
    'Indian English'
    """
    path = (resource_folder("data/synthetic") if folder is None else Path(folder)) / AUTHORS_FILE
    text = read_text(path)
    try:
        found = tomllib.loads(text)
        return {name: AuthorNote(row.get("voice", ""), row["who"]) for name, row in found.items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise DataError(path, None, f"not a table of authors ({error})") from None
