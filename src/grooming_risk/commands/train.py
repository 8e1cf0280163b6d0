"""``grooming-risk train``."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk.commands.common import FOLDER, jobs_option, print_model
from grooming_risk.scorer import load_model


@click.command()
@click.option("-o", "--output", type=FOLDER, required=True, help="Model folder to write.")
@click.option("--corpus", "messages", type=FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--background", "files", type=click.Path(exists=True, dir_okay=False), multiple=True,
              help="Harmless, unlabelled messages of your own, to train with.")  # fmt: skip
@click.option("--nps-chat", type=click.Path(exists=True, file_okay=False),
              help="A copy of the NPS Chat Corpus, to train with as background.")  # fmt: skip
@click.option("--column", default="text", show_default=True, help="Field of the background messages.")
@click.option("--search/--no-search", default=True, show_default=True, help="Choose parameters by cross-validation.")
@jobs_option
def train(
    output: Path,
    messages: Path | None,
    files: tuple[str, ...],
    nps_chat: str | None,
    column: str,
    search: bool,
    jobs: int,
) -> None:
    """Train a model from the labelled corpus and measure it on the held-out split."""
    from grooming_risk import background, corpus, training
    from grooming_risk.display import stderr_console
    from grooming_risk.records import read_records

    texts = [record.text for file in files for record in read_records(file, column=column)]
    texts += background.read_nps_chat(nps_chat) if nps_chat else []
    with stderr_console().status("training: cross-validation, heads, calibration"):
        frame = corpus.load_corpus("train", messages)
        artifact = training.train(frame, background=texts, search=search, n_jobs=jobs)
        training.save_model(artifact, output, corpus.load_corpus("held_out", messages))
    print_model("held-out figures", load_model(output), as_json=False)
