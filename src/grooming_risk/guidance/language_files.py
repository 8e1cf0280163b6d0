"""Reads the texts of guidance: TOML files, one folder per language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from grooming_risk.errors import DataError, UnknownNameError
from grooming_risk.text.language import ENGLISH, folder_of

_CODE: Final = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*")


def languages(root: Path) -> tuple[str, ...]:
    """Return the languages of a folder."""
    return tuple(sorted(folder.name for folder in root.iterdir() if folder.is_dir() and folder.name[0] not in "._"))


def available(root: Path, code: str, name: str) -> str:
    """Return the folder of a language that has a file, or that of English where none has.

    Parameters
    ----------
    root : path
        Folder of the texts.
    code : str
        Language code (BCP 47), such as ``"hr"`` or ``"es-MX"``.
    name : str
        File, without its ending.

    Raises
    ------
    UnknownNameError
        It is no language code.
    """
    if not _CODE.fullmatch(code):
        raise UnknownNameError("language", code, languages(root))
    folder = folder_of(code)
    return folder if (root / folder / f"{name}.toml").is_file() else ENGLISH


@cache
def read_language_file(root: Path, language: str, name: str) -> Mapping[str, Any]:
    """Return the content of a TOML file of a language; an unknown language is an UnknownNameError."""
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
