"""Tables of messages as people send them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def text_frame(columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    r"""Return a table; its text columns are ``str``, or ``object`` where a text holds a lone surrogate, as JSON may.

    Examples
    --------
    >>> [text_frame({"text": [text], "number": [1]})["text"].dtype.name for text in ("gg", "\ud800")]
    ['str', 'object']
    """
    return pd.DataFrame({name: _column(values) for name, values in columns.items()})


def _column(values: Sequence[Any]) -> pd.Series:
    try:
        return pd.Series(values)
    except UnicodeEncodeError:
        return pd.Series(values, dtype=object)
