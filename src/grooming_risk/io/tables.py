"""Tables of pandas, polars and Arrow: one check of what is given, and answers of the same kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from grooming_risk.errors import missing_extra

if TYPE_CHECKING:
    import narwhals
    from narwhals.typing import IntoDataFrame, IntoDataFrameT


def check_table(table: object, names: Iterable[str] = (), hint: str = "") -> None:
    """Raise TypeError for what is no table, KeyError for missing columns, ValueError for two columns of one name.

    Parameters
    ----------
    table : object
        What a caller gave.
    names : iterable of str
        Columns that it needs. Of a pandas table, only these must have names of their own.
    hint : str
        End of the message on missing columns.

    Examples
    --------
    >>> check_table(pd.DataFrame({"text": []}), ["text"])
    >>> check_table({"text": []})
    Traceback (most recent call last):
    TypeError: expected a pandas, polars or Arrow table, not dict; pass pandas.DataFrame(...)
    """
    found, wanted = Counter(_column_names(table)), [*names]
    if odd := [name for name in wanted if not isinstance(name, Hashable)]:
        raise TypeError(f"a column is named by a str, not {type(odd[0]).__name__}")
    if missing := [name for name in wanted if name not in found]:
        raise KeyError(f"the table has no column {', '.join(map(repr, missing))}{hint}")
    _refuse_repeated(found, wanted)


def columns_of(table: Any, names: Sequence[str]) -> list[list[Any]]:
    """Return columns of a table as lists of Python's own values; errors are those of `check_table`.

    Examples
    --------
    >>> columns_of(pd.DataFrame({"text": ["gg"], "author": [1]}), ["author", "text"])
    [[1], ['gg']]
    """
    check_table(table, names)
    if isinstance(table, pd.DataFrame):
        return [table[name].tolist() for name in names]
    wrapped = _wrapped(table)
    return [wrapped[name].to_list() for name in names]


def row_labels(table: Any) -> Iterable[Hashable]:
    """Return what errors call the rows: the index of a pandas table, else numbers from 0."""
    return table.index if isinstance(table, pd.DataFrame) else range(len(table))


def as_pandas(table: IntoDataFrame, names: Iterable[str] = (), hint: str = "") -> pd.DataFrame:
    """Return a pandas table as it is, and another one converted; arguments and errors are those of `check_table`."""
    check_table(table, names, hint)
    if isinstance(table, pd.DataFrame):
        return table
    wrapped = _wrapped(table)
    return pd.DataFrame({name: wrapped[name].to_list() for name in wrapped.columns}, columns=wrapped.columns)


def like(table: IntoDataFrameT, answer: pd.DataFrame, lists: Collection[str] = ()) -> IntoDataFrameT:
    """Return an answer, a row for each row of a table, as a table of the same kind; pandas keeps the index.

    The columns `lists` hold tuples of str; others floats, flags, or str and None.
    """
    if isinstance(table, pd.DataFrame):
        indexed: IntoDataFrameT = answer.set_axis(table.index)
        return indexed
    import narwhals

    types = {"f": narwhals.Float64(), "b": narwhals.Boolean()}
    schema = {
        name: narwhals.List(narwhals.String()) if name in lists else types.get(column.dtype.kind, narwhals.String())
        for name, column in answer.items()
    }
    columns = {name: _plain(column, schema[name] in types.values()) for name, column in answer.items()}
    made: IntoDataFrameT = narwhals.from_dict(columns, schema, backend=_wrapped(table).implementation).to_native()
    return made


def _plain(column: pd.Series, is_number: bool) -> Any:
    return column.to_numpy() if is_number else column.astype(object).where(column.notna(), None).tolist()


def _refuse_repeated(found: Counter[Any], wanted: Iterable[Any]) -> None:
    if twice := [name for name in wanted if found[name] > 1]:
        raise ValueError(f"the table has {found[twice[0]]} columns named {twice[0]!r}; "
                         "rename or drop all but one")  # fmt: skip


def _column_names(table: object) -> list[Any]:
    return [*table.columns] if isinstance(table, pd.DataFrame) else _wrapped(table).columns


def _wrapped(table: Any) -> narwhals.DataFrame[Any]:
    if not hasattr(type(table), "columns"):
        raise _no_table(table)
    try:
        import narwhals
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    try:
        return narwhals.from_native(table, eager_only=True)
    except narwhals.exceptions.DuplicateError:
        _refuse_repeated(Counter(table.column_names), table.column_names)
        raise
    except TypeError:
        raise _no_table(table) from None


def _no_table(table: object) -> TypeError:
    known = ("collect", "compute", "to_frame", "to_pandas", "toPandas")
    way = next((f"frame.{name}()" for name in known if hasattr(table, name)), "pandas.DataFrame(...)")
    return TypeError(f"expected a pandas, polars or Arrow table, not {type(table).__name__}; pass {way}")
