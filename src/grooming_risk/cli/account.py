"""What became of the rows of an input, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grooming_risk.cli.counted import counted


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
    told = ", ".join(counted(n, one, many) for n, one, many in parts if n) or "nothing"
    order = f"; {counted(out_of_order, 'message')} out of order, sorted" if out_of_order else ""
    rows = sum(tally.values())
    return f"{counted(rows, 'row')}: {told}{order}" + "".join(f";\n{what}" for what in assumed)
