"""One output part of one input file: every message is scored by itself."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from grooming_risk.batch.bad_lines import bad_lines
from grooming_risk.batch.block_file import block_writer
from grooming_risk.batch.journal import PartResult, digest_of
from grooming_risk.batch.model_ref import ModelRef, load_same
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import is_table
from grooming_risk.batch.plan import Part, size_and_time
from grooming_risk.batch.scored_blocks import from_level, score_blocks
from grooming_risk.batch.workers import InOrder
from grooming_risk.errors import DataError
from grooming_risk.io.blocks import MessageBlock, parquet_blocks, record_blocks
from grooming_risk.io.lines import OnBad, stop_or_skip
from grooming_risk.io.messages import Record, read_records
from grooming_risk.io.named_fields import with_fields
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.block import ScoredBlock, score_block


class Job(NamedTuple):
    """The settings that all parts of a run share."""

    folder: str  # the output folder, as an absolute path
    options: Options
    model: ModelRef
    expected: dict[str, str]  # fingerprint of the model
    skip: bool  # whether to skip bad lines and unreadable files
    many: bool  # whether the run has so many messages that machine code pays

    def path(self, part: Part) -> Path:
        """Return the path of an output part."""
        return Path(self.folder, part.name)


class Unreadable(NamedTuple):
    """An input file that was skipped, and its problem."""

    source: str
    problem: str


def score_part(job: Job, part: Part, in_order: InOrder | None = None) -> PartResult | Unreadable:
    """Score an input file into its part. If the job skips bad input, the file may be unreadable.

    With `in_order` this process reads and writes, and others score; see `Workers`.

    Raises
    ------
    DataError
        The file, or a line of it, cannot be read, and the job does not skip it.
    OutputFolderError
        The part cannot be written, or the model changed since the run began.
    """
    model, options = load_same(job.model, job.expected), job.options
    counts: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
    try:
        with (
            bad_lines(Path(job.folder), part.name) as bad,
            block_writer(job.path(part), part.source, part.shown, options) as write,
        ):
            blocks = _blocks(part, options, bad if job.skip else stop_or_skip)
            shared = in_order and in_order(partial(_score_texts, job), blocks, attrgetter("texts"))
            with closing(shared or score_blocks(model, blocks, many=job.many)) as scored:
                for block, scores in from_level(scored, options.level, counts):
                    write(block, scores)
            check_unchanged(part)
    except DataError as error:
        if not job.skip:
            raise
        return Unreadable(part.source, str(error))
    return part_result(job, part, counts, bad.count)


def _score_texts(job: Job, texts: Sequence[str]) -> ScoredBlock:
    model = load_same(job.model, job.expected)
    return score_block(model, texts, model.compiled if job.many else None)


def _blocks(part: Part, options: Options, on_bad: OnBad) -> Iterator[MessageBlock]:
    if not is_table(part.source):
        return record_blocks(part_records(part, options, on_bad), options.keep)
    return parquet_blocks(part.source, options.column, options.keep, on_bad, options.layout)


def part_records(part: Part, options: Options, on_bad: OnBad) -> Iterator[Record]:
    """Yield the messages of an input file; a field to keep that no message has is a DataError."""
    records = read_records(part.source, column=options.column, on_bad=on_bad, layout=options.layout, kept=options.keep,
                           needed=options.needed)  # fmt: skip
    return with_fields(records, dict.fromkeys(options.keep, "--keep"))


def check_unchanged(part: Part) -> None:
    """Refuse an input that is not what it was when the run was planned.

    Raises
    ------
    DataError
        Its size or its time is another one.
    """
    if size_and_time(part.source) != (part.size, part.modified):
        raise DataError(part.source, None, "changed while it was read; run the same command again when it is at rest")


def part_result(job: Job, part: Part, counts: Counter[str], bad: int) -> PartResult:
    """Return the result of a finished part, for the journal."""
    path = job.path(part)
    length = os.stat(path).st_size
    return PartResult(part.source, part.name, part.size, part.modified, dict(counts), bad, length, digest_of(path))
