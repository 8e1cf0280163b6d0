"""``grooming-risk warm``."""

from __future__ import annotations

import click

from grooming_risk.errors import GroomingRiskError
from grooming_risk.scoring.scorer import default_model


@click.command()
def warm() -> None:
    """Make the machine code for lists of messages ahead of time.

    Without this, the first process that scores a list makes it, in some seconds. It is kept in NUMBA_CACHE_DIR where
    that variable is set, else in the user's cache folder, and found there by every process of the same user, Python,
    numba and kind of processor. Nobody but its users should be able to write that folder, as it holds code.

    For an image, set NUMBA_CACHE_DIR to a folder in it, and NUMBA_CPU_NAME=generic where it is built on another kind of
    processor than it runs on; both must be set when it runs, too. The folder may be read-only then.
    """
    try:
        from grooming_risk.scoring.compiled.warm import warm as make  # numba, on use
    except ModuleNotFoundError:
        raise
    except ImportError as error:
        raise GroomingRiskError(f"numba cannot be used: {error}") from None
    made = make(default_model())
    what = "was there already, read" if made.was_there else "made"
    click.echo(f"machine code {what} in {made.seconds:.1f} s: {made.folder}")
