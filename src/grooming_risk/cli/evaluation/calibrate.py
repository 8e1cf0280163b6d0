"""``grooming-risk calibrate``: sets a site's thresholds from its own traffic, or changes those it has."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from grooming_risk._resources import resource_folder
from grooming_risk.cli.evaluation.calibrate_conversations import site_from_chats
from grooming_risk.cli.evaluation.site_view import print_site
from grooming_risk.cli.options import (
    FOLDER,
    author_option,
    json_option,
    model_option,
    role_option,
    time_option,
    time_unit_option,
)
from grooming_risk.cli.progress import progress_bar
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import ArtifactError
from grooming_risk.labels import PATTERNS
from grooming_risk.model.artifact import RECOMMENDED, read_artifact
from grooming_risk.model.site import SITE_FILE, Site, read_site
from grooming_risk.scoring.scorer import Scorer

_ABOVE_ZERO = click.FloatRange(min=0, min_open=True)
_DEFAULT_ALERTS = 50.0


def _pairs(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return NAME=VALUE options as a mapping."""
    pairs = dict(value.partition("=")[::2] for value in values)
    for name, value in pairs.items():
        if name not in PATTERNS or not value:
            raise click.BadParameter(f"give PATTERN=VALUE, with one of {', '.join(PATTERNS)}", param=option)
    return pairs


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@click.option("--alerts-per-million", type=float, show_default=f"{_DEFAULT_ALERTS:g}",
              help="Alerts (level medium or above) in a million messages.")  # fmt: skip
@click.option("--pattern", "budgets", multiple=True, metavar="PATTERN=ALERTS", callback=_pairs,
              help="Alerts per million of one pattern; the others have those of --alerts-per-million.")  # fmt: skip
@click.option("--threshold", "by_hand", multiple=True, metavar="PATTERN=VALUE", callback=_pairs,
              help="Set one threshold by hand: a number, high_precision or high_recall.")  # fmt: skip
@click.option("--conversations", "of_chats", is_flag=True,
              help="Set the levels of conversations: the files hold harmless chats, a message a row.")  # fmt: skip
@click.option("--open-a-day", type=_ABOVE_ZERO, help="With --conversations: how many you can open a day.")
@click.option("--days", type=_ABOVE_ZERO,
              help="With --conversations: days that the files cover, if their times do not tell.")  # fmt: skip
@click.option("--observe-only/--raise-alerts", default=None, help="Whether conversations hold their alerts back.")
@model_option
@click.option("--lexicon", "lexicons", type=FOLDER, multiple=True, help="Language folder to know besides the model's.")
@click.option("--column", default="text", show_default=True, help="Field that holds the message.")
@click.option("--conversation-column", "conversation", default="conversation", show_default=True,
              help="Field that names the conversation.")  # fmt: skip
@author_option
@time_option
@time_unit_option
@role_option
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Site file to write; site.json in the folder of --model, or here, if not given.")  # fmt: skip
@json_option
def calibrate(
    files: tuple[Path, ...], alerts_per_million: float | None, budgets: dict[str, str], by_hand: dict[str, str],
    of_chats: bool, open_a_day: float | None, days: float | None, observe_only: bool | None, folder: Path | None,
    lexicons: tuple[Path, ...], column: str, conversation: str, author: str, at: str, time_unit: str, role: str | None,
    output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Set thresholds from harmless traffic of your own (.txt, .jsonl, .csv, .parquet), as many alerts as you can read.

    With --conversations, set the levels of conversations instead: as many as you can open a day. What the site file
    holds besides stays.

    Without a FILE the site file that is there is changed: --threshold and --observe-only alone, nothing else moves.
    """
    _check_chats(files, of_chats, open_a_day or days, open_a_day, alerts_per_million is not None or budgets)
    target = output or (folder or Path()) / SITE_FILE
    if not target.parent.is_dir():
        raise click.BadParameter(f"there is no folder {target.parent}", param_hint="--output")
    model = Scorer(
        read_artifact(folder or resource_folder("models") / "default"), lexicons
    )  # with no site file beside it
    if open_a_day:
        columns = Columns(column, conversation, author, at, time_unit, role)
        site, days = site_from_chats(files, columns, model, _kept(target, model), open_a_day, days)
    elif files:
        own = {name: _number(name, value) for name, value in budgets.items()}
        made = _from_files(files, column, model, alerts_per_million, own)
        kept = _kept(target, model)
        site = made.with_conversations(kept.conversations, kept.chats) if kept else made
    elif by_hand or observe_only is not None:
        site = read_site(target, model=model.artifact.sha256)
    else:
        raise click.UsageError(
            "give files of harmless messages, or --threshold or --observe-only to change a site file"
        )
    site = _changed(site, model, by_hand, observe_only)
    site.save(target)
    if as_json:
        click.echo(json.dumps(site.to_dict(), indent=2))
    else:
        print_site(site, days)
    _tell_use(target, folder, of_chats=of_chats)


def _check_chats(
    files: Sequence[Path], of_chats: bool, about_chats: object, open_a_day: float | None, about_messages: object
) -> None:
    if not of_chats and about_chats:
        raise click.UsageError("--open-a-day and --days go with --conversations")
    if of_chats and open_a_day is None:
        raise click.UsageError("--conversations needs --open-a-day N: how many conversations you can open a day")
    if of_chats and not files:
        raise click.UsageError("--conversations needs files of harmless chats")
    if of_chats and about_messages:
        raise click.UsageError(
            "--alerts-per-million and --pattern are about messages, not for use with --conversations"
        )


def _changed(site: Site, model: Scorer, by_hand: dict[str, str], observe_only: bool | None) -> Site:
    for name, value in by_hand.items():
        site = site.with_pattern(name, _threshold(model, name, value))
    return site if observe_only is None else site.with_observe_only(observe_only)


def _kept(target: Path, model: Scorer) -> Site | None:
    """Return the site that is there already, for what is not set anew; one that cannot be used is left out."""
    if not target.is_file():
        return None
    try:
        return read_site(target, model=model.artifact.sha256)
    except ArtifactError as error:
        click.echo(f"nothing of the site file before is kept: {error}", err=True)
        return None


def _from_files(
    files: Sequence[Path], column: str, model: Scorer, alerts_per_million: float | None, budgets: dict[str, float]
) -> Site:
    from grooming_risk.io.messages import read_records
    from grooming_risk.thresholds.messages import calibrate as calibrated

    texts = [record.text for file in files for record in read_records(file, column=column)]
    shown = progress_bar("messages") or iter
    alerts = _DEFAULT_ALERTS if alerts_per_million is None else alerts_per_million
    return calibrated(model, shown(texts), alerts, pattern_alerts_per_million=budgets)


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise click.BadParameter(f"{name}={value}: not a number") from None


def _threshold(model: Scorer, name: str, value: str) -> float:
    if value in RECOMMENDED:
        return float(model.artifact.thresholds["recommended"][name][value])
    number = _number(name, value)
    if not 0 < number <= 1:
        raise click.BadParameter(f"{name}={value}: a threshold lies in (0, 1]")
    return number


def _tell_use(target: Path, folder: Path | None, *, of_chats: bool) -> None:
    click.echo(f"wrote {target}", err=True)
    if folder and target.resolve() == (folder / SITE_FILE).resolve():
        click.echo(
            f"it is taken with that model unasked: grooming-risk score --model {shlex.quote(str(folder))}", err=True
        )
        return
    chats = " --conversation-column conversation" if of_chats else ""
    model = f" --model {shlex.quote(str(folder))}" if folder else ""
    click.echo(f"use it with: grooming-risk score chat.jsonl{chats}{model} --site {shlex.quote(str(target))}", err=True)
    inside = f"{str(folder)!r}, " if folder else ""
    click.echo(f"or in Python: load_model({inside}site={str(target)!r})", err=True)
