"""``grooming-risk serve``: runs the HTTP service."""

from __future__ import annotations

import logging
import signal
import sys
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from grooming_risk.cli.options import model_option, packed
from grooming_risk.errors import GroomingRiskError
from grooming_risk.scoring.scorer import load_model
from grooming_risk.service.settings import ServiceSettings, default_state, read_keys
from grooming_risk.service.webhook_signature import read_secret

if TYPE_CHECKING:
    from fastapi import FastAPI

_KEEP_ALIVE: Final = 75  # seconds; longer than a reverse proxy keeps its connections open

log = logging.getLogger("grooming_risk.serve")


def _aliases(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return THEIRS=OURS options as a mapping."""
    if not all("=" in value for value in values):
        raise click.UsageError("--alias takes THEIRS=OURS, such as TOXICITY=GROOMING_RISK")
    return dict(value.partition("=")[::2] for value in values)


@click.command()
@model_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0: any free one.")
@packed(
    ServiceSettings, "settings",
    click.option("--state", metavar="FILE|URL", default="",
                 help="An SQLite file, or redis://HOST:PORT/DB; not given: a file in your state folder."),
    click.option("--keep-days", type=click.FloatRange(min=0, min_open=True),
                 help="Forget conversations silent for so many days; not given: keep them until deleted."),
    click.option("--max-body", "max_body_bytes", type=click.IntRange(min=1), default=262_144, show_default=True,
                 help="Bytes of a request."),
    click.option("--max-batch", type=click.IntRange(min=1), default=256, show_default=True,
                 help="Messages of a request."),
    click.option("--rate", type=click.FloatRange(min=0), default=0.0, show_default=True,
                 help="Requests a second for each API key, or address without keys; 0: no limit."),
    click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, show_default=True,
                 help="Seconds that a request may take."),
    click.option("--alias", "aliases", metavar="THEIRS=OURS", multiple=True, callback=_aliases,
                 help="Answer a hosted attribute with one of ours, such as TOXICITY=GROOMING_RISK."),
    click.option("--webhook", metavar="URL", help="Send each alert there, signed with GROOMING_RISK_WEBHOOK_SECRET."),
)  # fmt: skip
@click.option("--without-keys", is_flag=True, help="Serve others than this machine without any API key.")
def serve(folder: Path | None, host: str, port: int, settings: ServiceSettings, without_keys: bool) -> None:
    """Serve scores over HTTP: /v1, and /v1alpha1 in the shape of the Perspective API. See /docs there.

    API keys are read from the environment variable GROOMING_RISK_API_KEYS, separated by commas. One process is one
    server; start several on ports of their own, with the same --state, to use several processors.
    """
    from grooming_risk.service.app import create_app

    try:
        secret = read_secret() if settings.webhook else b""
        keys = read_keys()
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    settings = replace(settings, state=settings.state or str(default_state()), keys=keys, webhook_secret=secret)
    if not settings.keys and not without_keys and not _is_loopback(host):
        raise click.UsageError(
            f"--host {host} is open to other machines: set GROOMING_RISK_API_KEYS, or pass --without-keys"
        )
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    try:
        app = create_app(settings, load_model(folder))
    except GroomingRiskError:
        raise
    except ValueError as error:  # the address of a Redis, an alias of nothing, the URL of a webhook
        raise click.UsageError(str(error)) from None
    log.info("%d API keys; conversations in %s", len(settings.keys), _without_password(settings.state))
    _run(app, host, port, settings.timeout)


def _run(app: FastAPI, host: str, port: int, timeout: float) -> None:
    """Run an application until SIGTERM or SIGINT; requests under way are finished first."""
    import uvicorn

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=max(1, round(timeout)),
    )
    # The server raises the signal again once it is done; the exit status is then 0.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.Server(config).run()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _without_password(state: str) -> str:
    scheme, mark, rest = state.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
