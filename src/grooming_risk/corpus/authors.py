"""Authors of the corpus, from ``authors.toml``: voice, region, age and platform."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from grooming_risk._resources import resource_folder
from grooming_risk.errors import DataError
from grooming_risk.io.lines import read_text


class AuthorNote(NamedTuple):
    """Note on an author of the corpus: variety of English, empty if none; age, region and platform."""

    voice: str
    who: str


def read_authors(folder: str | Path | None = None) -> dict[str, AuthorNote]:
    """Read the notes on the authors from ``authors.toml`` in a folder; None takes the shipped ``data/synthetic``.

    Raises
    ------
    DataError
        The file is missing or invalid.

    Examples
    --------
    >>> read_authors()["in"].voice
    'Indian English'
    """
    path = (resource_folder("data/synthetic") if folder is None else Path(folder)) / "authors.toml"
    try:
        found = tomllib.loads(read_text(path))
        return {name: AuthorNote(row.get("voice", ""), row["who"]) for name, row in found.items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise DataError(path, None, f"not a table of authors ({error})") from None
