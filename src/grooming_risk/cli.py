"""The command line: gathers the commands, one file each in the folder ``commands``."""

import click

from grooming_risk import __version__
from grooming_risk.commands.adapt import adapt
from grooming_risk.commands.advise import advise
from grooming_risk.commands.background import background
from grooming_risk.commands.calibrate import calibrate
from grooming_risk.commands.campaign import campaign
from grooming_risk.commands.compare import compare
from grooming_risk.commands.corpus import corpus
from grooming_risk.commands.evaluate import evaluate
from grooming_risk.commands.factsheet import factsheet
from grooming_risk.commands.info import info
from grooming_risk.commands.report import report
from grooming_risk.commands.review import review
from grooming_risk.commands.score import score
from grooming_risk.commands.serve import serve
from grooming_risk.commands.train import train
from grooming_risk.commands.view import view


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="grooming-risk")
def main() -> None:
    """Score chat messages for the patterns of online grooming: triage for people, no verdict."""


for command in (
    score,
    view,
    calibrate,
    info,
    evaluate,
    report,
    compare,
    train,
    adapt,
    background,
    corpus,
    review,
    serve,
    advise,
    campaign,
    factsheet,
):
    main.add_command(command)
