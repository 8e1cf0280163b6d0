"""Compiles functions with numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

from grooming_risk.scoring.compiled.kept_code import keep

_Function = TypeVar("_Function", bound=Callable[..., Any])
_njit: Any = numba.njit

if numba.config.DISABLE_JIT:  # the kernels count on integers of 64 bits that wrap round
    raise ImportError("NUMBA_DISABLE_JIT is set")


def compiled(function: _Function) -> _Function:
    """Compile a function on its first call, and keep the machine code on disk; see `code_folder`."""
    made: _Function = _njit(nogil=True)(function)
    keep(made)
    return made


def compiled_without_counting(function: _Function) -> _Function:
    """Compile a function that makes no array, without reference counts, which would cost more than its work."""
    made: _Function = _njit(nogil=True, _nrt=False)(function)
    keep(made)
    return made


def inlined(function: _Function) -> _Function:
    """Inline a function into its callers: passing dozens of arrays would cost more than its work."""
    made: _Function = _njit(inline="always")(function)
    return made
