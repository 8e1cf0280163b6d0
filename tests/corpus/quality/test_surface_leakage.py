"""Whether the surface of a message gives its label away."""

import pandas as pd

from grooming_risk.corpus.quality.surface_leakage import surface_frame, surface_leakage_auc


def test_surface_knows_no_words():
    one, other = surface_frame(["Send me a pic, ok?", "Lend us a pen, no?"]).to_numpy()

    assert (one == other).all()


def test_a_label_that_shows_in_the_surface_is_found():
    frame = pd.DataFrame(
        {
            "text": ["WHAT A DAY" if n % 2 else "what a day" for n in range(200)],
            "kind": ["grooming" if n % 2 else "everyday" for n in range(200)],
            "register": "sms",
            "group": range(200),
        }
    )

    assert surface_leakage_auc(frame) > 0.95
