r"""Where machine code is kept from one process to the next, so that a list is compiled once and not in each process.

The first of these folders that exists already or can be written:

1. ``$NUMBA_CACHE_DIR/grooming-risk``, where that variable of numba is set;
2. the user's cache folder: ``$XDG_CACHE_HOME/grooming-risk`` or ``~/.cache/grooming-risk`` on Linux,
   ``~/Library/Caches/grooming-risk`` on macOS, ``%LOCALAPPDATA%\grooming-risk\Cache`` on Windows;
3. ``__pycache__`` beside this file.

Where there is none, each process compiles for itself.
"""

import hashlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

import numba
from numba.core.registry import cpu_target
from numba.misc.appdirs import AppDirs

_HERE: Final = Path(__file__).resolve().parent

SOURCES: Final = (*sorted(_HERE.glob("*.py")), _HERE.parent.parent / "text" / "windows.py")
"""What the machine code is made of. numba looks at the file of a function alone, not at what is inlined into it."""


@cache
def code_folder() -> Path | None:
    """Return the folder of the machine code of this process, or None where none can be used."""
    return next((folder for folder in candidates() if _is_usable(folder)), None)


def candidates() -> list[Path]:
    """Return the folders to try, in this order.

    Each ends in a part that differs between versions of the sources, of numba and of Python, and between processors:
    code of another kind is never found, and processes never overwrite each other's.

    Examples
    --------
    >>> {folder.name == candidates()[0].name for folder in candidates()}
    {True}
    """
    chosen = [Path(numba.config.CACHE_DIR).absolute() / "grooming-risk"] if numba.config.CACHE_DIR else []
    of_the_user = Path(AppDirs("grooming-risk", appauthor=False).user_cache_dir)  # relative for a user without a home
    bases = [*chosen, *([of_the_user] if of_the_user.is_absolute() else []), _HERE / "__pycache__"]
    return [base / f"machine-code-{_kind()}" for base in bases]


@cache
def _kind() -> str:
    parts = [numba.__version__, sys.version, cpu_target.target_context.codegen().magic_tuple()]
    return hashlib.sha256(repr([*parts, *map(Path.read_bytes, SOURCES)]).encode()).hexdigest()[:16]


def _is_usable(folder: Path) -> bool:
    """Return whether the folder holds machine code, as in an image that nobody may write, or can be written."""
    try:
        if any(folder.glob("*.nbi")):
            return True
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True
