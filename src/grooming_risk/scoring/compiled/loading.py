"""Loads the machine code on use: scoring itself needs neither numba nor NumPy."""

import warnings

from grooming_risk.scoring.result import Compiled, Model


def load_compiled(model: Model) -> Compiled | None:
    """Return the machine code for a model; None where numba is not installed, or cannot be used."""
    try:
        from grooming_risk.scoring.compiled.batch_scorer import BatchScorer
    except ModuleNotFoundError:
        return None
    except ImportError as error:  # as numba raises where it does not know the NumPy that is installed
        warnings.warn(f"numba cannot be used, so lists are read one by one: {error}", RuntimeWarning, stacklevel=2)
        return None
    return BatchScorer(model)
