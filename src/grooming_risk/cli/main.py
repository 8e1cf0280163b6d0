"""The command line: gathers the commands, one file each in the folder of its task."""

import click

from grooming_risk._version import __version__
from grooming_risk.cli.desk.desk import desk
from grooming_risk.cli.evaluation.calibrate import calibrate
from grooming_risk.cli.evaluation.compare import compare
from grooming_risk.cli.evaluation.evaluate import evaluate
from grooming_risk.cli.evaluation.report import report
from grooming_risk.cli.guidance.advise import advise
from grooming_risk.cli.guidance.campaign import campaign
from grooming_risk.cli.guidance.factsheet import factsheet
from grooming_risk.cli.notebooks.notebooks import notebooks
from grooming_risk.cli.own_inputs import refuse_own_inputs
from grooming_risk.cli.scoring.info import info
from grooming_risk.cli.scoring.score import score
from grooming_risk.cli.scoring.serve import serve
from grooming_risk.cli.scoring.triage import triage
from grooming_risk.cli.scoring.view import view
from grooming_risk.cli.training.adapt import adapt
from grooming_risk.cli.training.background import background
from grooming_risk.cli.training.corpus import corpus
from grooming_risk.cli.training.review import review
from grooming_risk.cli.training.teach import teach
from grooming_risk.cli.training.train import train


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="grooming-risk")
def main() -> None:
    """Score chat messages for the patterns of online grooming: triage for people, no verdict."""


for command in (
    score, triage, desk, view, calibrate, info, evaluate, report, compare, train, teach, adapt, background, corpus,
    review, serve, advise, campaign, factsheet, notebooks,
):  # fmt: skip
    main.add_command(command)
refuse_own_inputs(main)
