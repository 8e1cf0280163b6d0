"""Starts the command line, and says what to install where its two packages are absent."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

from grooming_risk.control_characters import visible
from grooming_risk.errors import GroomingRiskError, missing_extra

FAILED: Final = 2
STOPPED_READING: Final = 141
"""Exit status where nobody reads the output any more, as a shell reports it of other tools (``| head``)."""
INTERRUPTED: Final = 130


def run() -> None:
    """Run ``grooming-risk``; errors of this library, of its options and of the system become one line, status 2."""
    try:
        import click

        from grooming_risk.cli.main import main
    except ModuleNotFoundError as error:
        if error.name not in ("click", "rich"):
            raise
        sys.exit(f"grooming-risk: the command line needs {error.name}; run: pip install {error.name}")
    _prepare_streams()
    _stop(*_outcome(main, click))


def _outcome(main: Any, click: Any) -> tuple[str, int]:
    """Run the command; return what there is to say, and the exit status."""
    try:
        status = main(prog_name="grooming-risk", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _of_usage(error, click), error.exit_code
    except click.Abort:
        return "grooming-risk: stopped", INTERRUPTED
    except ModuleNotFoundError as error:
        if (known := missing_extra(error)) is None:
            raise
        return f"grooming-risk: {known}", FAILED
    except GroomingRiskError as error:
        return f"grooming-risk: {error}", FAILED
    except (OSError, SystemExit) as error:
        return _of_the_system(error)
    return "", status if isinstance(status, int) else 0


def _of_usage(error: Any, click: Any) -> str:
    """Return what is wrong with the options in one line; without any command, the help."""
    told = str(error.format_message())
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
        return told
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "grooming-risk"
    said = " ".join(told.split()).removesuffix(".")
    return f"{command}: {said}{'' if said.endswith('?') else '.'} Try {command} --help"


def _of_the_system(error: OSError | SystemExit) -> tuple[str, int]:
    if isinstance(error, BrokenPipeError) or hasattr(sys.stdout, "wrapped"):  # click wraps it after a broken pipe
        return "", STOPPED_READING
    if isinstance(error, SystemExit):
        raise error
    place = error.filename or "standard output"
    return f"grooming-risk: {place}: cannot be read or written ({error.strerror or type(error).__name__})", FAILED


def _prepare_streams() -> None:
    """Let every character be written, whatever the encoding of the terminal; refuse a closed standard output."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stdout is None:
        _stop("grooming-risk: standard output is closed")
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., Any] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def _stop(problem: str, status: int = FAILED) -> NoReturn:
    """End with a message and a status. What could not be written is given up: the exit would try again."""
    try:
        sys.stdout.flush()
    except (OSError, AttributeError):
        _give_up(sys.stdout)
    try:
        if problem:
            print(visible(problem, kept="\n"), file=sys.stderr, flush=True)
    except OSError:
        _give_up(sys.stderr)
    sys.exit(status)


def _give_up(stream: Any) -> None:
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    run()
