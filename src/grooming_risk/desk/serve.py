"""Serves the pages of a desk on this machine until it is stopped."""

from __future__ import annotations

import os
import secrets
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import mkstemp
from threading import Thread
from typing import TYPE_CHECKING, Final

from grooming_risk.desk.case_file import CaseFile
from grooming_risk.desk.decision import DeskError
from grooming_risk.errors import MissingExtraError
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from uvicorn import Server

_HOST: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 32
_REDIRECT: Final = '<!doctype html><meta http-equiv="refresh" content="0; url={}"><title>desk</title>'


def serve(cases: CaseFile, model: Scorer, port: int, *, tell: Callable[[str], object], browse: bool) -> None:
    """Serve until SIGINT or SIGTERM.

    Parameters
    ----------
    cases, model : CaseFile and Scorer
        The file, and what scores its messages.
    port : int
        0: any free one.
    tell : callable
        Gets the address, which holds the token that opens the desk.
    browse : bool
        Whether to open it in a browser.

    Raises
    ------
    MissingExtraError
        FastAPI or uvicorn is not installed.
    DeskError
        The port is taken.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with _listening(port) as listener:
        port = listener.getsockname()[1]
        server = _server(cases, model, token, port)
        address = f"http://{_HOST}:{port}/enter?token={token}"
        tell(f"The desk is open at {address}")
        tell("The address is a key: give it to nobody. Ctrl-C closes the desk.")
        try:
            with _browser(address) if browse else nullcontext(), suppress(KeyboardInterrupt):
                server.run(sockets=[listener])
        finally:
            tell("The desk is closed. All that was decided is kept; the same command opens it again.")


def check_extra() -> None:
    """Raise a MissingExtraError where what serves the pages is not installed."""
    try:
        import uvicorn  # noqa: F401

        import grooming_risk.desk.app  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtraError(error.name or "fastapi", "desk") from None


def _server(cases: CaseFile, model: Scorer, token: str, port: int) -> Server:
    check_extra()
    import uvicorn

    from grooming_risk.desk.app import create_app

    app = create_app(cases, model, token, port)
    return uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Give a socket that listens on this machine alone."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, port))
        except OSError as error:
            problem = error.strerror or type(error).__name__
            raise DeskError(f"port {port} cannot be used ({problem}); name another with --port, or 0") from None
        listener.listen()
        yield listener


@contextmanager
def _browser(address: str) -> Iterator[None]:
    """Open an address in a browser, by way of a file for the owner alone: others can read what a command is given."""
    handle, name = mkstemp(suffix=".html")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(_REDIRECT.format(address))
    Thread(target=webbrowser.open, args=(Path(name).as_uri(),), daemon=True).start()
    try:
        yield
    finally:
        Path(name).unlink(missing_ok=True)
