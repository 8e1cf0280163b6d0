"""alt-profanity-check, which people install to check chat. It was not made for grooming."""

from pathlib import Path

import pandas as pd

from competitors.competitor import Competitor


def make(corpus: pd.DataFrame, folder: Path) -> Competitor:
    """Return its probability of profanity, as shipped."""
    import joblib
    import profanity_check

    data = Path(profanity_check.__file__).parent / "data"
    return Competitor(
        name="alt-profanity-check",
        trained_on="its own corpus of profanity, as shipped",
        one=lambda text: profanity_check.predict_prob([text])[0],
        many=profanity_check.predict_prob,
        load=lambda: [joblib.load(data / f"{part}.joblib") for part in ("vectorizer", "model")],
        fresh="from profanity_check import predict_prob; predict_prob(['hi'])",
        packages=("alt-profanity-check",),
    )
