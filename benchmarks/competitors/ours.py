"""The shipped model of this library."""

from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor
from grooming_risk import score, score_many
from grooming_risk.scoring.scorer import default_model


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return the shipped model through the public functions; it is trained already."""
    return Competitor(
        name="grooming_risk",
        trained_on=f"{default_model().info['training']['lines']:,} lines of the training split, and real chat",
        one=score,
        many=lambda texts: [s.risk for s in score_many(iter(texts))],  # one by one: a list might be read otherwise
        heads=lambda texts: [(s.patterns, s.disclosure) for s in map(score, texts)],
        forget=default_model().cache_clear,
        fresh="from grooming_risk import score; call = lambda texts: [score(text) for text in texts]",
        fresh_heads="from grooming_risk import score; "
        "call = lambda texts: [(s.patterns, s.disclosure) for s in map(score, texts)]",
        packages=("grooming-risk",),
    )
