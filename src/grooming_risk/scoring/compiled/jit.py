"""Compiles functions with numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])
_njit: Any = numba.njit


def compiled(function: _Function) -> _Function:
    """Compile a function on its first call, and cache the machine code on disk."""
    made: _Function = _njit(cache=True, nogil=True)(function)
    return made


def compiled_without_counting(function: _Function) -> _Function:
    """Compile a function that makes no array, without reference counts, which would cost more than its work."""
    made: _Function = _njit(cache=True, nogil=True, _nrt=False)(function)
    return made


def inlined(function: _Function) -> _Function:
    """Inline a function into its callers: passing dozens of arrays would cost more than its work."""
    made: _Function = _njit(inline="always")(function)
    return made
