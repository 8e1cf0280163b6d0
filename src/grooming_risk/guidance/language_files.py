"""Reads the texts of guidance: TOML files, one folder per language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from grooming_risk.errors import DataError, UnknownNameError


def languages(root: Path) -> tuple[str, ...]:
    """Return the languages of a folder.

    Examples
    --------
    >>> languages(Path(__file__).parent / "texts" / "advice")
    ('en',)
    """
    return tuple(sorted(folder.name for folder in root.iterdir() if folder.is_dir() and folder.name[0] not in "._"))


@cache
def read_language_file(root: Path, language: str, name: str) -> Mapping[str, Any]:
    """Return the content of a text file, cached.

    Parameters
    ----------
    root : Path
        Folder with one folder per language.
    language : str
        One of `languages`.
    name : str
        File name without ``.toml``.

    Raises
    ------
    UnknownNameError
        The language is unknown.
    DataError
        The file is missing, or is not TOML in UTF-8.

    Examples
    --------
    >>> read_language_file(Path(__file__).parent / "texts" / "advice", "en", "words")["titles"]["secrecy"]
    'Asking for secrecy'
    """
    known = languages(root)
    if language not in known:
        raise UnknownNameError("language", language, known)
    path = root / language / f"{name}.toml"
    try:
        return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise DataError(path, None, "not found; a language needs every file of the folder en") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(path, None, f"not TOML in UTF-8 ({error})") from None
