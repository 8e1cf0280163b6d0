"""Writes the scores of files to standard output as JSON lines, in blocks: the bytes of single messages, sooner."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from grooming_risk.batch.block_lines import json_lines
from grooming_risk.batch.scored_blocks import from_level, score_blocks
from grooming_risk.cli.scoring.request import Request
from grooming_risk.io.blocks import record_blocks
from grooming_risk.io.messages import Record
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.many import BATCH
from grooming_risk.scoring.scorer import Scorer


def are_files(arguments: Sequence[str]) -> bool:
    """Say whether the arguments name files alone: what a pipe gives is scored as it comes.

    Examples
    --------
    >>> are_files([__file__]), are_files(["-"]), are_files([])
    (True, False, False)
    """
    return bool(arguments) and "-" not in arguments and all(map(_is_file, arguments))


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long, or not a valid path: a message
        return False


def write_json_blocks(model: Scorer, records: Iterable[Record], request: Request, *, many: bool) -> Counter[str]:
    """Write the scores of messages, with `many` all by machine code; return the number of messages at each level."""
    counts: Counter[str] = Counter(dict.fromkeys(LEVELS, 0))
    for source, of_source in groupby(records, key=attrgetter("source")):
        blocks = record_blocks(of_source, request.keep, BATCH)
        for block, scores in from_level(score_blocks(model, blocks, many=many), request.level, counts):
            sys.stdout.buffer.write(json_lines(source, block, scores, text=request.text is not False))
        many = many or counts.total() >= BATCH
    return counts
