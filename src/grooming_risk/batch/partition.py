"""A share of the conversations goes through all files in order; then the pieces of each part are put together.

A share is the conversations whose name falls to it, so a conversation is heard in one place and in one order, as in a
single pass. After each file a share leaves its rows and the states that changed: a stopped run goes on from there.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.bad_lines import bad_lines
from grooming_risk.batch.journal import Finished
from grooming_risk.batch.message_part import Order, finished
from grooming_risk.batch.model_ref import load_same
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import part_rows, part_writer
from grooming_risk.batch.plan import Part
from grooming_risk.batch.rows import conversation_columns, conversation_row
from grooming_risk.batch.state_cache import HeldChats, share_of
from grooming_risk.conversation.records import Columns, score_conversation_records
from grooming_risk.conversation.state.conversation_state import ConversationState
from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.lines import BadLine, ignore, stop_or_skip
from grooming_risk.io.messages import Record, read_records
from grooming_risk.labels import LEVELS

SHARES: Final = "_shares"
"""Folder of what the shares leave, in the output folder, until the run is done."""


class Share(NamedTuple):
    """One share of the conversations.

    Attributes
    ----------
    number, shares : int
        Which one, from 0, of how many.
    """

    number: int
    shares: int

    def piece(self, order: Order, part: Part) -> Path:
        """Return where its rows of a part go."""
        return Path(order.folder, SHARES, str(self.number), part.name)

    def note(self, order: Order, part: Part) -> Path:
        """Return where its other numbers go. They are written last: where they are, the piece is whole."""
        piece = self.piece(order, part)
        return piece.with_name(f"{piece.name}.note")

    def owns(self, key: Any) -> bool:
        """Say whether a conversation is of this share; a record that names none belongs to the first."""
        named = not (key is None or key == "" or isinstance(key, list | dict))
        return self.number == (share_of(key, self.shares) if named else 0)


def score_share(order: Order, parts: Sequence[Part], share: Share) -> int:
    """Score the conversations of one share through all files, and return how many files it was."""
    columns = order.options.columns
    unit = columns.time_unit if columns else SECONDS
    chats = HeldChats(load_same(order.model, order.expected), time_unit=unit)
    for part in parts:
        if share.note(order, part).exists():
            _restore(order, part, share, chats)
        else:
            _score_piece(order, part, share, chats)
    return len(parts)


def merge_part(order: Order, part: Part, shares: int) -> Finished:
    """Put the pieces of a part together, in the order of its file."""
    every = [Share(number, shares) for number in range(shares)]
    counts = Counter(dict.fromkeys(LEVELS, 0))
    for share in every:
        for entry in part_rows(share.note(order, part)):
            counts.update(entry.get("levels", {}))
    with (
        bad_lines(Path(order.folder), part.name) as bad,
        part_writer(order.path(part), part.source, order.options) as write,
    ):
        for entry in _in_order(part_rows(share.note(order, part)) for share in every):
            bad.write(b64decode(entry["raw"]))
        for row in _in_order(part_rows(share.piece(order, part)) for share in every):
            write(row)
    return finished(order, part, counts, bad.count)


def _in_order(pieces: Iterable[Iterator[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Merge what has a line number, by that number: a line is of one piece alone."""
    return merge(*((row for row in piece if "line" in row) for piece in pieces), key=itemgetter("line"))


def _restore(order: Order, part: Part, share: Share, chats: HeldChats) -> None:
    """Go on from what the share left after a file."""
    for entry in part_rows(share.note(order, part)):
        if "modified" in entry and (entry["size"], entry["modified"]) != (part.size, part.modified):
            raise OutputFolderError(f"{part.source}: changed since it was scored, and later files depend on it; "
                                    "give another output folder")  # fmt: skip
        if "chat" in entry:
            chats.restore({entry["chat"]: b64decode(entry["state"])})


def _score_piece(order: Order, part: Part, share: Share, chats: HeldChats) -> None:
    options = order.options
    columns = options.columns
    assert columns is not None
    counts: Counter[str] = Counter()
    piece = share.piece(order, part)
    row = _row_maker(piece, columns, options)
    with (
        part_writer(share.note(order, part), part.source, options) as note,
        part_writer(piece, part.source, options) as write,
    ):

        def on_bad(bad: BadLine) -> None:
            if not order.skip:
                stop_or_skip(bad)
            note({"line": bad.error.line, "raw": b64encode(bad.raw).decode()})

        read = read_records(part.source, column=options.column, on_bad=on_bad if share.number == 0 else ignore)
        records = (record for record in read if share.owns(record.fields.get(columns.conversation)))
        for record, state in score_conversation_records(records, columns, chats.model, on_bad, chats):
            level = state.speaker.level
            counts[level] += 1
            if LEVELS.index(level) >= LEVELS.index(options.level):
                write(row(record._replace(source=part.shown), state))
        note({"levels": dict(counts), "size": part.size, "modified": part.modified})
        for name, packed in chats.changed().items():
            note({"chat": name, "state": b64encode(packed).decode()})


def _row_maker(
    piece: Path, columns: Columns, options: Options
) -> Callable[[Record, ConversationState], dict[str, Any]]:
    make = conversation_columns if piece.suffix.lower() == ".parquet" else conversation_row
    return lambda record, state: make(record, state, columns, options.keep, text=options.text)
