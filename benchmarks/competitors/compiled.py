"""The shipped model as machine code, for lists of messages."""

from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor
from grooming_risk import score_frame
from grooming_risk.scoring.scorer import default_model

FRESH = (
    "import pandas as pd\nfrom grooming_risk import score_frame\n"
    "call = lambda texts: score_frame(pd.DataFrame({'text': texts}), patterns=%s)"
)
"""Program of a fresh process, with all heads or without."""


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return the shipped model as it scores long lists with the extra ``fast``."""
    compiled = default_model().compiled
    if compiled is None:
        raise ModuleNotFoundError("No module named 'numba'", name="numba")
    for heads in ((0,), tuple(range(len(default_model().artifact.coef)))):
        compiled.probabilities(["hi"], heads)  # so that the kernels are there, as in a process that has run
    return Competitor(
        name="grooming_risk, compiled",
        trained_on="it is the same model",
        one=None,
        many=lambda texts: score_frame(pd.DataFrame({"text": texts}), patterns=False)["risk"],
        heads=lambda texts: score_frame(pd.DataFrame({"text": texts})),
        fresh=FRESH % False,
        fresh_heads=FRESH % True,
        packages=("grooming-risk", "numba", "numpy"),
    )
