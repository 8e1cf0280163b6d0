"""One output part of one input file: every message is scored by itself."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.bad_lines import bad_lines
from grooming_risk.batch.journal import PartResult
from grooming_risk.batch.model_ref import ModelRef, load_same
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import part_writer
from grooming_risk.batch.plan import Part
from grooming_risk.batch.rows import message_columns, message_row
from grooming_risk.errors import DataError
from grooming_risk.io.lines import stop_or_skip
from grooming_risk.io.messages import Record, read_records
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.many import score_list
from grooming_risk.scoring.result import Compiled, Score
from grooming_risk.scoring.scorer import Scorer

_AT_ONCE: Final = 1_000  # messages of a batch


class Job(NamedTuple):
    """The settings that all parts of a run share.

    Attributes
    ----------
    folder : str
        The output folder, as an absolute path.
    options : Options
        Content of the parts.
    model : ModelRef
        The model.
    expected : dict of str to str
        Its fingerprint.
    skip : bool
        Whether to skip bad lines and unreadable files.
    many : bool
        Whether the run has so many messages that machine code pays.
    """

    folder: str
    options: Options
    model: ModelRef
    expected: dict[str, str]
    skip: bool
    many: bool

    def path(self, part: Part) -> Path:
        """Return the path of an output part."""
        return Path(self.folder, part.name)


class Unreadable(NamedTuple):
    """An input file that was skipped.

    Attributes
    ----------
    source : str
        The file.
    problem : str
        Where it is, what is wrong and what to do.
    """

    source: str
    problem: str


def score_part(job: Job, part: Part) -> PartResult | Unreadable:
    """Score an input file into its part. The part appears when it is complete.

    Returns
    -------
    PartResult or Unreadable
        The latter only if the job skips bad input.

    Raises
    ------
    DataError
        The file, or a line of it, cannot be read, and the job does not skip it.
    OutputFolderError
        The part cannot be written, or the model changed since the run began.
    """
    model, options = load_same(job.model, job.expected), job.options
    counts = Counter(dict.fromkeys(LEVELS, 0))
    lowest = LEVELS.index(options.level)
    try:
        with (
            bad_lines(Path(job.folder), part.name) as bad,
            part_writer(job.path(part), part.source, options) as write,
        ):
            row = _row_maker(job.path(part), options)
            records = read_records(part.source, column=options.column, on_bad=bad if job.skip else stop_or_skip)
            for record, score in _scored(model, records, model.compiled if job.many else None):
                counts[score.level] += 1
                if LEVELS.index(score.level) >= lowest:
                    write(row(record._replace(source=part.shown), score))
    except DataError as error:
        if not job.skip:
            raise
        return Unreadable(part.source, str(error))
    return part_result(job, part, counts, bad.count)


def _scored(model: Scorer, records: Iterator[Record], compiled: Compiled | None) -> Iterator[tuple[Record, Score]]:
    while some := list(islice(records, _AT_ONCE)):
        texts = [record.text for record in some]
        yield from zip(some, score_list(model, texts, patterns=True, compiled=compiled), strict=True)


def part_result(job: Job, part: Part, counts: Counter[str], bad: int) -> PartResult:
    """Return the result of a finished part, for the journal."""
    length = os.stat(job.path(part)).st_size
    return PartResult(part.source, part.name, part.size, part.modified, dict(counts), bad, length)


def _row_maker(path: Path, options: Options) -> Callable[[Record, Score], dict[str, Any]]:
    if path.suffix.lower() == ".parquet":
        return lambda record, score: message_columns(record, score, options.keep, text=options.text)
    return lambda record, score: message_row(record, score, options.keep, text=options.text, evidence=False)
