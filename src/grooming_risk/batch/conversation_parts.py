"""Makes the parts of files whose messages are scored within their conversations, whichever files those run through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from grooming_risk.batch.journal import Finished, Journal
from grooming_risk.batch.message_part import Order, Unreadable
from grooming_risk.batch.partition import Share, merge_part, score_share
from grooming_risk.batch.plan import Part
from grooming_risk.batch.workers import Workers
from grooming_risk.errors import DataError, OutputFolderError
from grooming_risk.io.lines import ignore
from grooming_risk.io.messages import read_records


def score_conversation_parts(
    running: Workers, order: Order, parts: Sequence[Part], missing: Sequence[Part], journal: Journal
) -> Iterator[Finished | Unreadable]:
    """Score all files in order, and make the parts that are missing.

    Which files are left out is settled before the first is scored, because what comes later depends on it; so are the
    number of shares and the order of the files, for all runs into the folder.

    Parameters
    ----------
    running : Workers
        Runs the tasks; the first run into a folder makes as many shares as it has workers.
    order, parts, missing, journal : Order, sequences of Part, and Journal
        What is wanted, all files in order, those whose part is missing, and what is finished.

    Yields
    ------
    Finished or Unreadable
        For each missing part.

    Raises
    ------
    OutputFolderError
        The files, or their order, are not those the folder was begun with.
    """
    settled = _settled(running, order, parts, journal)
    readable = [part for part in parts if part.source not in settled["skipped"]]
    for part in missing:
        if part.source in settled["skipped"]:
            yield Unreadable(part.source, settled["skipped"][part.source])
    wanted = [part for part in missing if part.source not in settled["skipped"]]
    if wanted:
        shares = [Share(number, settled["shares"]) for number in range(settled["shares"])]
        for _ in running.run(partial(score_share, order, readable), shares):
            pass
        yield from running.run(partial(merge_part, order, shares=len(shares)), wanted)


def check_part(order: Order, part: Part) -> Unreadable | None:
    """Read a file to its end, to know before anything is scored whether it is to be left out."""
    try:
        for _ in read_records(part.source, column=order.options.column, on_bad=ignore):
            pass
    except DataError as error:
        return Unreadable(part.source, str(error))
    return None


def _settled(running: Workers, order: Order, parts: Sequence[Part], journal: Journal) -> dict[str, Any]:
    """Return what holds for all runs into the folder: files in order, those left out, number of shares."""
    files = [part.source for part in parts]
    settled = journal.settled or {"files": files, "skipped": {}, "checked": False, "shares": running.size}
    if settled["files"] != files:
        raise OutputFolderError(f"{order.folder}: was begun with other files, or in another order, and conversations "
                                "run through them; give another output folder")  # fmt: skip
    if order.skip and not settled["checked"]:
        found = running.run(partial(check_part, order), parts)
        settled = {**settled, "checked": True, "skipped": {bad.source: bad.problem for bad in found if bad}}
    if settled != journal.settled:
        journal.settle(settled)
    return settled
