"""``grooming-risk teach``."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk.cli.options import FOLDER, OUT_MODEL, print_evaluation
from grooming_risk.cli.terminal import tell


@click.command(short_help="Teach a model languages besides English.")
@click.option("--model", "folder", type=FOLDER, required=True, help="Model folder to start from; its English stays.")
@click.option("-o", "--output", type=OUT_MODEL, required=True, help="Model folder to write.")
@click.option("--language", "codes", metavar="CODE", multiple=True,
              help="Folder of a language, two letters; all if not given.")  # fmt: skip
@click.option("--folders", type=FOLDER, help="Where the language folders are; the shipped ones if not given.")
@click.option("--corpus", type=FOLDER, help="Corpus folder with lines/<CODE>/; the shipped corpus if not given.")
def teach(folder: Path, output: Path, codes: tuple[str, ...], folders: Path | None, corpus: Path | None) -> None:
    """Teach a model languages besides English from their folders and lines; a minute each at most."""
    from grooming_risk.evaluation.result import LanguageEvaluation
    from grooming_risk.model.artifact import read_artifact, write_artifact
    from grooming_risk.training.card import render_card
    from grooming_risk.training.languages.teach import teach_languages

    artifact = teach_languages(
        read_artifact(folder),
        codes or None,
        folders=folders,
        corpus=corpus,
        track=lambda code: tell(f"learning {code}"),
    )
    taught = artifact._replace(sha256="")
    write_artifact(taught, output, render_card(taught))
    shown = {code: found for code, found in taught.info["languages"].items() if not codes or code in codes}
    print_evaluation("held-out authors", LanguageEvaluation({"by_language": shown}), as_json=False)
