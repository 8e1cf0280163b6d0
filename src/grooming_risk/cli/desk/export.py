"""``grooming-risk desk export``: the decisions on messages, for retraining."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from grooming_risk.cli.options import IN_FILE, OUT_FILE, model_option, site_option
from grooming_risk.cli.terminal import tell
from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.reviews import LeftOut
from grooming_risk.review.adjudicate import settle
from grooming_risk.review.files import write_json_lines
from grooming_risk.scoring.scorer import load_model

_ENDINGS: Final = (".jsonl", ".ndjson", "")


@click.command(short_help="Write what people decided, message by message.")
@click.argument("file", type=IN_FILE)
@click.option("-o", "--output", type=OUT_FILE, required=True, help="Decisions to write (.jsonl).")
@click.option("--settled", is_flag=True,
              help="One decision for each text, by majority; texts without one are left out and counted.")  # fmt: skip
@model_option
@site_option
def export(file: Path, output: Path, settled: bool, folder: Path | None, site: Path | None) -> None:
    """Write what people decided in FILE, message by message, for "grooming-risk review" and "train --review".

    The file holds the text of these messages: only you can read it; keep it as you keep the chat.
    """
    if output.suffix.lower() not in _ENDINGS:
        problem = f"ends in {output.suffix}, but JSON lines are written; name a file that ends in .jsonl"
        raise click.BadParameter(problem, param_hint="--output")
    left_out = LeftOut()
    with CaseFile(file) as cases:
        reviews = list(cases.reviews(load_model(folder, site=site), left_out=left_out, settled=settled))
    result = settle(reviews)
    chosen = result.settled if settled else reviews
    write_json_lines(output, (review.to_dict() for review in chosen), private=True)
    people = {review.annotator for review in reviews}
    tell(f"wrote {output} (decisions on messages: {len(chosen):,}, by people: {len(people)})")
    for reason, count in left_out.items():
        tell(f"left out: {reason}: {count:,}")
    if result.ties:
        told = "left out" if settled else "training stops at these; let one more person decide, or write with --settled"
        tell(f"texts without a majority: {len(result.ties):,} ({told})")
