"""`score_files`: many files into an output folder. A stopped run can be resumed."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.batch.amount import hold_many
from grooming_risk.batch.bad_lines import join_bad_lines
from grooming_risk.batch.conversation_parts import score_conversation_parts
from grooming_risk.batch.journal import Journal, PartResult, open_journal
from grooming_risk.batch.message_part import Job, Unreadable, score_part
from grooming_risk.batch.model_ref import ModelRef, load_once
from grooming_risk.batch.open_workers import workers
from grooming_risk.batch.options import Options
from grooming_risk.batch.partition import PARTITIONS
from grooming_risk.batch.plan import Part, plan_parts
from grooming_risk.batch.workers import Workers
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import LEVELS
from grooming_risk.model.identity import fingerprint

SUCCESS: Final = "_SUCCESS"
"""Name of the file that marks a run as complete: every input file has its part."""

Progress = Callable[[Iterable[Any], int], Iterable[Any]]


class Outcome(NamedTuple):
    """Totals of a run, with those of earlier runs into the folder."""

    parts: int  # files with a part
    levels: Counter[str]  # their messages at each level
    bad: int  # their lines that could not be read
    skipped: list[Unreadable]  # files that were skipped


def score_files(
    files: Iterable[str | Path],
    output: str | Path,
    options: Options = Options(),  # noqa: B008  (immutable)
    *,
    model: ModelRef = ModelRef(),  # noqa: B008
    jobs: int | None = None,
    cluster: str | None = None,
    skip_bad: str | Path | None = None,
    progress: Progress | None = None,
) -> Outcome:
    r"""Score each file into a part of an output folder.

    A part appears under its name when it is complete. The same call again makes only the missing parts: a stopped run
    loses no row and doubles none.

    Parameters
    ----------
    files : iterable of path or str
        .txt, .jsonl, .csv or .parquet files; for conversations in the order of time.
    output : path or str
        A folder: new, empty, or begun with the same model and options.
    options : Options
        Content of the parts. With ``columns``, every message is scored within its conversation, which may run through
        several files: the numbers are those of one pass over the files.
    model : ModelRef
        The model; the shipped one by default.
    jobs : int, 1 or more, optional
        Number of processes; None is 1, and on a local cluster one for each processor.
    cluster : str, optional
        ``"local"``, or the address of a Dask scheduler whose workers see the same folders.
    skip_bad : path or str, optional
        A file for lines that cannot be read. Files that cannot be read are then skipped and listed in the outcome.
    progress : callable, optional
        Takes an iterable and its length, and returns an iterable over the same items.

    Returns
    -------
    Outcome
        Totals over the parts of `files`.

    Raises
    ------
    DataError
        A file or a line cannot be read, and `skip_bad` is not given. Finished parts stay.
    OutputFolderError
        The folder holds something else, was begun with another model or other options, or cannot be written; or an
        input file changed since it was scored.
    RunStoppedError
        A worker was killed, or the cluster cannot be reached. The same call resumes the run.
    MissingExtraError
        Dask or pyarrow is needed and not installed; or joblib, for processes that cannot be forked.

    Notes
    -----
    A process holds one batch of a file and at most 10,000 rows of its part in memory. Several processes take a file
    each; a file alone they share, with two batches for each in memory. With conversations, each of N
    processes also holds one in N conversations: 10,000 live ones, the others as states of about half a kilobyte.

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
        missing = [part for part in parts if journal.result(part) is None]
        many = options.columns is None and hold_many(part.source for part in missing)
        job = Job(str(folder), options, model, expected, skip_bad is not None, many)
        skipped: list[Unreadable] = []
        if missing:
            (folder / SUCCESS).unlink(missing_ok=True)
            with workers(jobs, cluster, partial(_load_code, job)) as running:
                results = _results(running, job, parts, missing, journal)
                for result in progress(results, len(missing)) if progress else results:
                    if isinstance(result, PartResult):
                        journal.add(result)
                    else:
                        skipped.append(result)
        done = [noted for part in parts if (noted := journal.result(part))]
        return _ended(folder, done, skipped, None if skip_bad is None else Path(skip_bad))


def _load_code(job: Job) -> None:
    """Load the machine code where it will be used."""
    compiled = load_once(job.model).compiled if job.many else None
    if compiled:
        compiled.block([""])


def _results(
    running: Workers, job: Job, parts: Sequence[Part], missing: Sequence[Part], journal: Journal
) -> Iterator[PartResult | Unreadable]:
    if job.options.columns is None:
        if job.many and len(missing) == 1:  # a file alone: the processes share it
            return map(partial(score_part, job, in_order=running.in_order), missing)
        largest_first = sorted(missing, key=lambda part: part.size, reverse=True)  # the last ones are short then
        return running.run(partial(score_part, job), missing if running.size == 1 else largest_first)
    return score_conversation_parts(running, job, parts, missing, journal)


def _ended(folder: Path, done: Sequence[PartResult], skipped: list[Unreadable], skip_bad: Path | None) -> Outcome:
    """Remove the intermediate files, and return the totals."""
    if skip_bad is not None:
        join_bad_lines(folder, [part.name for part in done], skip_bad)
    shutil.rmtree(folder / PARTITIONS, ignore_errors=True)
    levels: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
    for part in done:
        levels.update(part.levels)
    outcome = Outcome(len(done), levels, sum(part.bad for part in done), skipped)
    if not skipped:
        figures = {"parts": outcome.parts, "messages": levels.total(), "levels": levels, "bad_lines": outcome.bad}
        write_whole(folder / SUCCESS, json.dumps(figures, indent=1) + "\n")
    return outcome
