"""The shipped model as machine code, for lists of messages."""

from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor
from grooming_risk import load_model
from grooming_risk.scoring.compiled.batch_scorer import BatchScorer
from grooming_risk.scoring.scorer import default_model


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return the shipped model as it scores long lists with the extra ``fast``."""
    bulk = BatchScorer(default_model())
    return Competitor(
        name="grooming_risk, compiled",
        trained_on="it is the same model",
        one=None,
        many=lambda texts: [score.risk for score in bulk.scores(texts)],
        load=lambda: BatchScorer(load_model()).score_batch(["hi"]),
        fresh="from grooming_risk import load_model\n"
        "from grooming_risk.scoring.compiled.batch_scorer import BatchScorer; "
        "list(BatchScorer(load_model()).scores(['hi']))",
        packages=("grooming-risk", "numba", "numpy"),
    )
