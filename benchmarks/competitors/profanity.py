"""alt-profanity-check, which people install to check chat. It was not made for grooming."""

from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return its probability of profanity, as shipped."""
    import profanity_check

    return Competitor(
        name="alt-profanity-check",
        trained_on="its own corpus of profanity, as shipped",
        one=lambda text: profanity_check.predict_prob([text])[0],
        many=profanity_check.predict_prob,
        fresh="from profanity_check import predict_prob as call",
        packages=("alt-profanity-check",),
    )
