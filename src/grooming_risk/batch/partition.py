"""Partitions of the conversations: each is scored through all files in order, then the pieces of a part are merged.

The hash of its id decides the partition of a conversation, so one process scores it, in order, as in a single pass.
After each file a partition writes its rows and the changed states; a stopped run resumes from there.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.bad_lines import bad_lines
from grooming_risk.batch.journal import PartResult
from grooming_risk.batch.message_part import Job, check_unchanged, part_records, part_result
from grooming_risk.batch.model_ref import load_same
from grooming_risk.batch.part_file import is_table, part_rows, part_writer
from grooming_risk.batch.plan import Part
from grooming_risk.batch.rows import conversation_columns, conversation_row
from grooming_risk.batch.state_cache import StateCache, partition_of
from grooming_risk.conversation.records import score_conversation_records
from grooming_risk.conversation.timestamps import SECONDS
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.lines import BadLine, ignore, stop_or_skip
from grooming_risk.labels import LEVELS

PARTITIONS: Final = "_shares"
"""Folder of the pieces, in the output folder, until the run is done."""


class Partition(NamedTuple):
    """One partition of the conversations: its number, from 0, of all partitions."""

    number: int
    total: int

    def piece(self, job: Job, part: Part) -> Path:
        """Return the file of its rows of a part."""
        return Path(job.folder, PARTITIONS, str(self.number), part.name)

    def note(self, job: Job, part: Part) -> Path:
        """Return the file of its counts and states. It is written last: if it exists, the piece is complete."""
        piece = self.piece(job, part)
        return piece.with_name(f"{piece.name}.note")

    def owns(self, key: Any) -> bool:
        """Say whether this partition holds a conversation. A record without an id belongs to the first."""
        named = not (key is None or key == "" or isinstance(key, list | dict))
        return self.number == (partition_of(key, self.total) if named else 0)


def score_partition(job: Job, parts: Sequence[Part], partition: Partition) -> None:
    """Score the conversations of one partition through all files."""
    unit = job.options.columns.time_unit if job.options.columns else SECONDS
    chats = StateCache(load_same(job.model, job.expected), time_unit=unit)
    for part in parts:
        if partition.note(job, part).exists():
            _restore(job, part, partition, chats)
        else:
            _score_piece(job, part, partition, chats)


def merge_part(job: Job, part: Part, total: int) -> PartResult:
    """Merge the pieces of a part, in the order of its file."""
    every = [Partition(number, total) for number in range(total)]
    counts: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
    for partition in every:
        for entry in part_rows(partition.note(job, part)):
            counts.update(entry.get("levels", {}))
    with (
        bad_lines(Path(job.folder), part.name) as bad,
        part_writer(job.path(part), part.source, job.options) as write,
    ):
        for entry in _in_order(part_rows(partition.note(job, part)) for partition in every):
            bad.write(b64decode(entry["raw"]))
        for row in _in_order(part_rows(partition.piece(job, part)) for partition in every):
            write(row)
    return part_result(job, part, counts, bad.count)


def _in_order(pieces: Iterable[Iterator[dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Merge the rows that have a line number, by that number. Each line is in one piece only."""
    return merge(*((row for row in piece if "line" in row) for piece in pieces), key=itemgetter("line"))


def _restore(job: Job, part: Part, partition: Partition, chats: StateCache) -> None:
    """Go on from what the partition left after a file."""
    for entry in part_rows(partition.note(job, part)):
        if "modified" in entry and (entry["size"], entry["modified"]) != (part.size, part.modified):
            raise OutputFolderError(f"{part.source}: changed since it was scored, and later files depend on it; "
                                    "give another output folder")  # fmt: skip
        if "chat" in entry:
            chats.restore({entry["chat"]: b64decode(entry["state"])})


def _score_piece(job: Job, part: Part, partition: Partition, chats: StateCache) -> None:
    options, columns = job.options, job.options.columns
    assert columns is not None
    counts: Counter[str] = Counter()
    piece = partition.piece(job, part)
    make = conversation_columns if is_table(piece) else conversation_row
    with (
        part_writer(partition.note(job, part), part.source, options) as note,
        part_writer(piece, part.source, options) as write,
    ):

        def on_bad(bad: BadLine) -> None:
            if not job.skip:
                stop_or_skip(bad)
            note({"line": bad.error.line, "raw": b64encode(bad.raw).decode()})

        read = part_records(part, options, on_bad if partition.number == 0 else ignore)
        records = (record for record in read if partition.owns(record.fields.get(columns.conversation)))
        for record, state in score_conversation_records(records, columns, chats.model, on_bad, chats):
            level = state.speaker.level
            counts[level] += 1
            if LEVELS.index(level) >= LEVELS.index(options.level):
                write(make(record._replace(source=part.shown), state, columns, options.keep, text=options.text))
        check_unchanged(part)
        note({"levels": dict(counts), "size": part.size, "modified": part.modified})
        for name, packed in chats.changed().items():
            note({"chat": name, "state": b64encode(packed).decode()})
