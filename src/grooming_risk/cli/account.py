"""What became of the rows of an input, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def account(tally: Mapping[str, int], duplicates: int, out_of_order: int, assumed: Sequence[str] = ()) -> str:
    """Return what became of the rows of an export; the numbers sum to the rows read.

    What the readers assumed follows, a line each.

    Examples
    --------
    >>> account({"messages": 10, "system": 1, "bad": 0}, duplicates=2, out_of_order=1)
    '11 rows: 8 messages, 2 duplicates, 1 of the platform; 1 message out of order, sorted'
    """
    parts = [
        (tally["messages"] - duplicates, "message", "messages"),
        (duplicates, "duplicate", "duplicates"),
        (tally.get("system", 0), "of the platform", "of the platform"),
        (tally.get("empty", 0), "without words", "without words"),
        (tally.get("files", 0), "file of media", "files of media"),
        (tally.get("bad", 0), "that cannot be read", "that cannot be read"),
    ]
    told = ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in parts if n) or "nothing"
    noun = "message" if out_of_order == 1 else "messages"
    order = f"; {out_of_order:,} {noun} out of order, sorted" if out_of_order else ""
    rows = sum(tally.values())
    return f"{rows:,} {'row' if rows == 1 else 'rows'}: {told}{order}" + "".join(f";\n{what}" for what in assumed)
