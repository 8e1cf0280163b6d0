"""Machine code of a function on disk, by numba's own cache, in the folder of `code_folder`.

numba itself passes over a folder that it cannot write, and fails where the disk is full or a file is damaged. Here
machine code that cannot be read is compiled, and machine code that cannot be written is not kept.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

from grooming_risk.scoring.compiled.code_folder import code_folder

failures: Final[list[OSError]] = []
"""Why machine code was not kept, in this process."""


def keep(function: Any) -> None:
    """Read the machine code of a function that numba compiles from disk, and keep it there, where a folder is found."""
    if code_folder() is not None:
        function._cache = _KeptCode(function.py_func)


class _Folder(_CacheLocator):
    """Tells numba where a function belongs."""

    def __init__(self, line: int) -> None:
        self._line = line

    @classmethod
    def from_function(cls, function: Any, _: str) -> _Folder:
        return cls(function.__code__.co_firstlineno)

    def get_cache_path(self) -> str:
        return str(code_folder())

    def get_source_stamp(self) -> str:
        return ""  # the folder is that of the sources

    def get_disambiguator(self) -> str:
        return str(self._line)


class _Form(CompileResultCacheImpl):
    _locator_classes = (_Folder,)


class _KeptCode(FunctionCache):
    _impl_class = _Form

    def load_overload(self, signature: Any, context: Any) -> Any:
        try:
            return super().load_overload(signature, context)
        except Exception:  # whatever a damaged file raises, it is written anew
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, signature: Any, code: Any) -> None:
        try:
            super().save_overload(signature, code)
        except OSError as error:
            failures.append(error)
