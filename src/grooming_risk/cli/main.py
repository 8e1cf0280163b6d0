"""The command line: gathers the commands, one file each in the folder of its task."""

from typing import Final

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
from grooming_risk.cli.help_sections import SectionedGroup
from grooming_risk.cli.notebooks.notebooks import notebooks
from grooming_risk.cli.own_inputs import refuse_own_inputs
from grooming_risk.cli.scoring.info import info
from grooming_risk.cli.scoring.score import score
from grooming_risk.cli.scoring.serve import serve
from grooming_risk.cli.scoring.triage import triage
from grooming_risk.cli.scoring.view import view
from grooming_risk.cli.scoring.warm import warm
from grooming_risk.cli.training.adapt import adapt
from grooming_risk.cli.training.background import background
from grooming_risk.cli.training.corpus import corpus
from grooming_risk.cli.training.review import review
from grooming_risk.cli.training.teach import teach
from grooming_risk.cli.training.train import train

SECTIONS: Final = {
    "Read chat": (score, triage, view),
    "Decide": (desk, review),
    "Your thresholds": (calibrate,),
    "Your model": (info, adapt, teach, train, background, corpus, notebooks),
    "Measure": (evaluate, compare, report),
    "Advise": (advise, campaign, factsheet),
    "Serve": (serve, warm),
}
"""The commands by task, as the help lists them."""


@click.group(cls=SectionedGroup, sections=SECTIONS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="grooming-risk")
def main() -> None:
    """Score chat messages for the patterns of online grooming: triage for people, no verdict."""


refuse_own_inputs(main)
