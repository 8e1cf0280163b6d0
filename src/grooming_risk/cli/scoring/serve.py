"""``grooming-risk serve``: runs the HTTP service."""

from __future__ import annotations

import logging
import signal
import sys
from dataclasses import replace
from functools import wraps
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import model_option, packed
from grooming_risk.cli.scoring.state_target import state_target
from grooming_risk.errors import GroomingRiskError
from grooming_risk.model.artifact import TRIAL
from grooming_risk.scoring.scorer import load_model
from grooming_risk.service.settings import ServiceSettings, default_state, read_keys
from grooming_risk.service.webhook_signature import read_secret

if TYPE_CHECKING:
    from fastapi import FastAPI

_KEEP_ALIVE: Final = 75  # seconds; longer than a reverse proxy keeps its connections open
_EVERY_ADDRESS: Final = "0.0.0.0"

log = logging.getLogger("grooming_risk.serve")


def _aliases(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return THEIRS=OURS options as a mapping."""
    if not all("=" in value for value in values):
        raise click.UsageError("--alias takes THEIRS=OURS, such as TOXICITY=GROOMING_RISK")
    return dict(value.partition("=")[::2] for value in values)


@wraps(ServiceSettings)
def _settings(**values: Any) -> ServiceSettings:
    """Return the settings of the options and of the environment."""
    try:
        secret = read_secret() if values["webhook"] else b""
        return ServiceSettings(**values, keys=read_keys(), webhook_secret=secret)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _networks(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """Return addresses and networks, given one by one or with commas between them."""
    found = [part.strip() for value in values for part in value.split(",")]
    try:
        for part in found:
            ip_network(part, strict=False)
    except ValueError:
        raise click.UsageError("--forwarded-allow-ips takes addresses and networks such as 10.0.0.0/8") from None
    return found


@click.command(cls=SectionedCommand, short_help="Serve scores over HTTP.")
@model_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0: any free one.")
@packed(
    _settings, "settings",
    click.option("--state", metavar="FILE|URL", default="", callback=state_target,
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
    click.option("--cors-origin", "cors_origins", metavar="ORIGIN", multiple=True,
                 help="Let web pages of this origin call the service, such as https://moderators.example."),
    click.option("--root-path", metavar="PATH", default="",
                 help="Path under which a proxy serves it, such as /grooming."),
    click.option("--allowed-host", "allowed_hosts", metavar="NAME", multiple=True,
                 help="Answer under this host name too; else only under names of loopback and --host."),
)  # fmt: skip
@click.option(
    "--forwarded-allow-ips",
    "proxies",
    metavar="ADDRESSES",
    multiple=True,
    callback=_networks,
    help="Addresses or networks of proxies whose X-Forwarded-For and -Proto are believed; else nobody's.",
)
@click.option("--without-keys", is_flag=True, help="Serve others than this machine without any API key.")
def serve(
    folder: Path | None, host: str, port: int, settings: ServiceSettings, proxies: list[str], without_keys: bool
) -> None:
    """Serve scores over HTTP: /v1, and /v1alpha1 in the shape of the Perspective API. See /docs there.

    API keys are read from the environment variable GROOMING_RISK_API_KEYS, separated by commas. One process is one
    server; start several on ports of their own, with the same --state, to use several processors.
    """
    from grooming_risk.service.app import create_app
    from grooming_risk.service.stores.open_store import shown_state

    state, names = settings.state or str(default_state()), (*settings.allowed_hosts, host or _EVERY_ADDRESS)
    settings = replace(settings, state=state, allowed_hosts=names)
    if not settings.keys and not without_keys and not _is_loopback(host):
        raise click.UsageError(
            f"--host {host} is open to other machines: set GROOMING_RISK_API_KEYS, or pass --without-keys"
        )
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=logging.INFO)
    try:
        app = create_app(settings, model := load_model(folder))
    except GroomingRiskError:
        raise
    except ValueError as error:  # the address of a Redis, an alias of nothing, the URL of a webhook
        raise click.UsageError(str(error)) from None
    if notice := model.info.get(TRIAL):
        log.warning("this model is for trying out only: %s", notice)
    log.info("%d API keys; conversations in %s", len(settings.keys), shown_state(settings.state))
    _run(app, host, port, settings.timeout, proxies)


def _run(app: FastAPI, host: str, port: int, timeout: float, proxies: list[str]) -> None:
    """Run an application until SIGTERM or SIGINT; requests under way are finished first."""
    import uvicorn

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
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
