"""Makes one output part of one input file, each message scored by itself."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.bad_lines import bad_lines, handler
from grooming_risk.batch.journal import Finished
from grooming_risk.batch.model_ref import ModelPlace, load_same
from grooming_risk.batch.options import Options
from grooming_risk.batch.part_file import part_writer
from grooming_risk.batch.plan import Part
from grooming_risk.batch.rows import message_columns, message_row
from grooming_risk.errors import DataError
from grooming_risk.io.messages import Record, read_records
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.many import score_list
from grooming_risk.scoring.result import Compiled, Score
from grooming_risk.scoring.scorer import Scorer

_AT_ONCE: Final = 1_000  # messages that are read before they are scored


class Order(NamedTuple):
    """What is the same for all parts of a run.

    Attributes
    ----------
    folder : str
        The output folder, as an absolute path.
    options : Options
        What the parts hold.
    model : ModelPlace
        Where the model lies.
    expected : dict of str to str
        Its fingerprint.
    skip : bool
        Whether bad lines are put aside, and files that cannot be read left out.
    many : bool
        Whether the run has so many messages that machine code pays.
    """

    folder: str
    options: Options
    model: ModelPlace
    expected: dict[str, str]
    skip: bool
    many: bool

    def path(self, part: Part) -> Path:
        """Return where an output part goes."""
        return Path(self.folder, part.name)


class Unreadable(NamedTuple):
    """An input file that was left out.

    Attributes
    ----------
    source : str
        The file.
    problem : str
        Where, what is wrong and what to do.
    """

    source: str
    problem: str


def score_part(order: Order, part: Part) -> Finished | Unreadable:
    """Score an input file into its part, over again if need be: the part appears when it is whole.

    Returns
    -------
    Finished or Unreadable
        The latter only where the order is to skip.

    Raises
    ------
    DataError
        The file, or a line of it, cannot be read, and the order is not to skip.
    OutputFolderError
        The part cannot be written, or the model is another one by now.
    """
    model, options = load_same(order.model, order.expected), order.options
    counts = Counter(dict.fromkeys(LEVELS, 0))
    lowest = LEVELS.index(options.level)
    try:
        with (
            bad_lines(Path(order.folder), part.name) as bad,
            part_writer(order.path(part), part.source, options) as write,
        ):
            row = _row_maker(order.path(part), options)
            records = read_records(part.source, column=options.column, on_bad=handler(bad, skip=order.skip))
            for record, score in _scored(model, records, model.compiled if order.many else None):
                counts[score.level] += 1
                if LEVELS.index(score.level) >= lowest:
                    write(row(record._replace(source=part.shown), score))
    except DataError as error:
        if not order.skip:
            raise
        return Unreadable(part.source, str(error))
    return finished(order, part, counts, bad.count)


def _scored(model: Scorer, records: Iterator[Record], compiled: Compiled | None) -> Iterator[tuple[Record, Score]]:
    while some := list(islice(records, _AT_ONCE)):
        texts = [record.text for record in some]
        yield from zip(some, score_list(model, texts, patterns=True, compiled=compiled), strict=True)


def finished(order: Order, part: Part, counts: Counter[str], bad: int) -> Finished:
    """Return what the journal notes of a part that is written."""
    length = os.stat(order.path(part)).st_size
    return Finished(part.source, part.name, part.size, part.modified, dict(counts), bad, length)


def _row_maker(path: Path, options: Options) -> Callable[[Record, Score], dict[str, Any]]:
    if path.suffix.lower() == ".parquet":
        return lambda record, score: message_columns(record, score, options.keep, text=options.text)
    return lambda record, score: message_row(record, score, options.keep, text=options.text, evidence=False)
