"""Starts the command line, and says what to install where its two packages are absent."""

import sys

from grooming_risk.errors import GroomingRiskError, missing_extra


def run() -> None:
    """Run ``grooming-risk``; errors of this library become one line and exit status 2."""
    try:
        from grooming_risk.cli.main import main
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.exit(f"grooming-risk: the command line needs {error.name}; run: pip install {error.name}")
    try:
        main(prog_name="grooming-risk")
    except ModuleNotFoundError as error:
        known = missing_extra(error)
        if known is None:
            raise
        _stop(known)
    except GroomingRiskError as error:
        _stop(error)


def _stop(error: GroomingRiskError) -> None:
    print(f"grooming-risk: {error}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    run()
