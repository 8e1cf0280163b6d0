"""Who wrote the lines of the corpus: the voice, region, age and platform of each hand, from ``authors.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final, NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text

AUTHORS_FILE: Final = "authors.toml"


class AuthorNote(NamedTuple):
    """What is said of an author of the corpus.

    Attributes
    ----------
    voice : str
        Whose English it is, such as ``"Indian English"``; false alarms are measured by it. Empty if none was meant.
    who : str
        Age, region and platform of those who speak in the lines.
    """

    voice: str
    who: str


def read_authors(folder: str | Path | None = None) -> dict[str, AuthorNote]:
    """Read who wrote the lines.

    Parameters
    ----------
    folder : path or str, optional
        Folder with ``authors.toml``; None takes the shipped ``data/synthetic``.

    Returns
    -------
    dict of str to AuthorNote
        By the letters of the author in the file names of lines.

    Raises
    ------
    DataError
        The file is absent, or not valid.

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
