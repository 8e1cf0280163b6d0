"""Scores many files into an output folder, so that a run that is stopped goes on where it was."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.bad_lines import join_bad_lines
from grooming_risk.batch.conversation_parts import score_conversation_parts
from grooming_risk.batch.journal import Finished, Journal, open_journal
from grooming_risk.batch.message_part import Order, Unreadable, score_part
from grooming_risk.batch.model_ref import ModelPlace, fingerprint, load_once
from grooming_risk.batch.options import Options
from grooming_risk.batch.partition import SHARES
from grooming_risk.batch.plan import Part, plan_parts
from grooming_risk.batch.workers import Workers, workers
from grooming_risk.io.atomic_write import whole_file
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.many import WORTH

SUCCESS: Final = "_SUCCESS"
"""A file of this name says that every input file has its part."""

_BYTES: Final = 150  # of a message and its fields in a file, about

Progress = Callable[[Iterable[Any], int], Iterable[Any]]


class Outcome(NamedTuple):
    """What a run came to.

    Attributes
    ----------
    parts : int
        Files that have their part, those of earlier runs included.
    levels : mapping of str to int
        Their messages at each level.
    bad : int
        Their lines that could not be read.
    skipped : list of Unreadable
        Files that were left out.
    """

    parts: int
    levels: Counter[str]
    bad: int
    skipped: list[Unreadable]


def score_files(
    files: Iterable[str | Path],
    output: str | Path,
    options: Options = Options(),  # noqa: B008  (it cannot be changed)
    *,
    model: ModelPlace = ModelPlace(),  # noqa: B008
    jobs: int | None = None,
    cluster: str | None = None,
    skip_bad: str | Path | None = None,
    progress: Progress | None = None,
) -> Outcome:
    r"""Score each file into a part of an output folder.

    A part appears under its name when it is whole. The same call again does what is missing and nothing else, so no row
    is lost and none is there twice, whatever stopped the run.

    Parameters
    ----------
    files : iterable of path or str
        .txt, .jsonl, .csv or .parquet files; for conversations in the order in which they were sent.
    output : path or str
        A folder: new, empty, or begun with the same model and options.
    options : Options
        What the parts hold. With ``columns``, every message is scored within its conversation, whichever files it runs
        through: the same numbers as in one pass over the files.
    model : ModelPlace
        Where the model lies; the shipped one if not given.
    jobs : int, 1 or more, optional
        Processes; None is 1, and on a local cluster one for each processor.
    cluster : str, optional
        ``"local"``, or the address of a Dask scheduler whose workers see the same folders.
    skip_bad : path or str, optional
        A file for lines that cannot be read; files that cannot be read are then left out and told of.
    progress : callable, optional
        Takes an iterable and its length, and returns what goes through it.

    Returns
    -------
    Outcome
        Over all parts of the folder that `files` have.

    Raises
    ------
    DataError
        A file or a line cannot be read, without `skip_bad`. Finished parts stay.
    OutputFolderError
        The folder holds something else, was begun otherwise, cannot be written, or a file of it was changed.
    RunStoppedError
        A worker was ended, or the cluster cannot be reached. The same call goes on.
    MissingExtraError
        joblib, Dask or pyarrow is needed and not installed.

    Notes
    -----
    A process holds one batch of a file and at most 10,000 rows of its part in memory. Where conversations are scored,
    each of N processes also holds the states of its share, about one in N of them: 10,000 as they are, every other one
    as half a kilobyte or so.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "chat.txt").write_text("gg wp\nsame time tomorrow?\n")
    ...     outcome = score_files([Path(folder, "chat.txt")], Path(folder, "out"))
    ...     outcome.parts, outcome.levels.total(), len(Path(folder, "out", "chat.txt.jsonl").read_text().splitlines())
    (1, 2, 2)
    """
    folder = Path(output).absolute()
    expected = fingerprint(load_once(model))
    with open_journal(folder, {**expected, **options.to_dict()}) as journal:
        parts = plan_parts(files, folder, options.form, journal.names)
        missing = [part for part in parts if journal.finished(part) is None]
        many = sum(part.size for part in missing) > WORTH * _BYTES
        order = Order(str(folder), options, model, expected, skip_bad is not None, many)
        skipped: list[Unreadable] = []
        if missing:
            (folder / SUCCESS).unlink(missing_ok=True)
            with workers(jobs, cluster) as running:
                results = _results(running, order, parts, missing, journal)
                for result in progress(results, len(missing)) if progress else results:
                    if isinstance(result, Finished):
                        journal.add(result)
                    else:
                        skipped.append(result)
        done = [noted for part in parts if (noted := journal.finished(part))]
        return _ended(folder, done, skipped, None if skip_bad is None else Path(skip_bad))


def _results(
    running: Workers, order: Order, parts: Sequence[Part], missing: Sequence[Part], journal: Journal
) -> Iterator[Finished | Unreadable]:
    if order.options.columns is None:
        return running.run(partial(score_part, order), missing)
    return score_conversation_parts(running, order, parts, missing, journal)


def _ended(folder: Path, done: Sequence[Finished], skipped: list[Unreadable], skip_bad: Path | None) -> Outcome:
    """Clear away what only the run needed, and say what came out."""
    if skip_bad is not None:
        join_bad_lines(folder, [part.name for part in done], skip_bad)
    shutil.rmtree(folder / SHARES, ignore_errors=True)
    levels = Counter(dict.fromkeys(LEVELS, 0))
    for part in done:
        levels.update(part.levels)
    outcome = Outcome(len(done), levels, sum(part.bad for part in done), skipped)
    if not skipped:
        with whole_file(folder / SUCCESS) as stream:
            figures = {"parts": outcome.parts, "messages": levels.total(), "levels": levels, "bad_lines": outcome.bad}
            stream.write(json.dumps(figures, indent=1).encode() + b"\n")
    return outcome
