"""How functions become machine code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

_Function = TypeVar("_Function", bound=Callable[..., Any])
_njit: Any = numba.njit


def compiled(function: _Function) -> _Function:
    """Compile a function on its first call; the machine code is kept on disk for the next process."""
    made: _Function = _njit(cache=True, nogil=True)(function)
    return made


def compiled_without_counting(function: _Function) -> _Function:
    """Compile a function that makes no array: counting who holds which array would cost more than its work."""
    made: _Function = _njit(cache=True, nogil=True, _nrt=False)(function)
    return made


def inlined(function: _Function) -> _Function:
    """Compile a function into those that call it: handing over dozens of arrays would cost more than its work."""
    made: _Function = _njit(inline="always")(function)
    return made
