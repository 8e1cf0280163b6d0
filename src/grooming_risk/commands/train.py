"""``grooming-risk train``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from grooming_risk.artifact import read_artifact
from grooming_risk.commands.common import FOLDER, jobs_option, print_model
from grooming_risk.scorer import Scorer

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.option("-o", "--output", type=FOLDER, required=True, help="Model folder to write.")
@click.option("--corpus", "messages", type=FOLDER, help="Corpus folder; the shipped corpus if not given.")
@click.option("--background", "files", type=click.Path(exists=True, dir_okay=False), multiple=True,
              help="Harmless, unlabelled messages of your own, to train with.")  # fmt: skip
@click.option("--nps-chat", type=click.Path(exists=True, file_okay=False),
              help="A copy of the NPS Chat Corpus, to train with as background.")  # fmt: skip
@click.option("--column", default="text", show_default=True, help="Field of the background messages.")
@click.option("--review", "reviews", type=click.Path(exists=True, dir_okay=False), multiple=True,
              help="Decisions that grooming-risk review import wrote, to train with besides the corpus.")  # fmt: skip
@click.option("--search/--no-search", default=True, show_default=True, help="Choose parameters by cross-validation.")
@jobs_option
def train(
    output: Path,
    messages: Path | None,
    files: tuple[str, ...],
    nps_chat: str | None,
    column: str,
    reviews: tuple[str, ...],
    search: bool,
    jobs: int,
) -> None:
    """Train a model from the labelled corpus and measure it on the held-out split."""
    import pandas as pd

    from grooming_risk import background, corpus, training
    from grooming_risk.display import stderr_console
    from grooming_risk.records import read_records

    texts = [record.text for file in files for record in read_records(file, column=column)]
    texts += background.read_nps_chat(nps_chat) if nps_chat else []
    reviewed = _reviewed(reviews)
    with stderr_console().status("training: cross-validation, heads, calibration"):
        frame = pd.concat([corpus.load_corpus("train", messages), *reviewed], ignore_index=True)
        artifact = training.train(frame, background=texts, search=search, n_jobs=jobs)
        training.save_model(artifact, output, corpus.load_corpus("held_out", messages))
    print_model("held-out figures", Scorer(read_artifact(output)), as_json=False)


def _reviewed(files: tuple[str, ...]) -> list[pd.DataFrame]:
    """Return what people decided as a table, if there is any, and say how many messages that are."""
    from grooming_risk.review.frame import review_frame
    from grooming_risk.review.record import read_reviews

    frame = review_frame(review for file in files for review in read_reviews(file))
    if files:
        click.echo(f"{len(frame)} reviewed messages join the corpus", err=True)
    return [] if frame.empty else [frame]
