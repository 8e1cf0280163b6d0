"""Output parts of conversations. A conversation may run through several files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from grooming_risk.batch.journal import Journal, PartResult, RunPlan
from grooming_risk.batch.message_part import Job, Unreadable, part_records
from grooming_risk.batch.partition import Partition, merge_part, score_partition
from grooming_risk.batch.plan import Part
from grooming_risk.batch.workers import Workers
from grooming_risk.errors import DataError, OutputFolderError
from grooming_risk.io.lines import ignore


def score_conversation_parts(
    running: Workers, job: Job, parts: Sequence[Part], missing: Sequence[Part], journal: Journal
) -> Iterator[PartResult | Unreadable]:
    """Score all files in order, and write the parts that are missing.

    Later messages depend on earlier ones. So the plan is fixed before the first file is scored, and holds for all runs
    into the folder: order of the files, files to skip, number of partitions (as many as the first run has workers).

    Raises
    ------
    OutputFolderError
        The first run into the folder had other files, or another order of them.
    """
    plan = _run_plan(running, job, parts, journal)
    yield from (Unreadable(part.source, plan.skipped[part.source]) for part in missing if part.source in plan.skipped)
    if wanted := [part for part in missing if part.source not in plan.skipped]:
        readable = [part for part in parts if part.source not in plan.skipped]
        partitions = [Partition(number, plan.shares) for number in range(plan.shares)]
        for _ in running.run(partial(score_partition, job, readable), partitions):
            pass
        yield from running.run(partial(merge_part, job, total=plan.shares), wanted)


def check_part(job: Job, part: Part) -> Unreadable | None:
    """Read a file to its end; return its problem if it cannot be read."""
    try:
        for _ in part_records(part, job.options, ignore):
            pass
    except DataError as error:
        return Unreadable(part.source, str(error))
    return None


def _run_plan(running: Workers, job: Job, parts: Sequence[Part], journal: Journal) -> RunPlan:
    """Return the plan in the journal, or make one and note it."""
    files = [part.source for part in parts]
    plan = journal.plan or RunPlan(files, {}, False, running.size)
    if plan.files != files:
        raise OutputFolderError(f"{job.folder}: was begun with other files, or in another order, and conversations "
                                "run through them; give another output folder")  # fmt: skip
    if job.skip and not plan.checked:
        found = running.run(partial(check_part, job), parts)
        plan = plan._replace(checked=True, skipped={bad.source: bad.problem for bad in found if bad})
    if plan != journal.plan:
        journal.set_plan(plan)
    return plan
