"""``grooming-risk calibrate``: sets a site's thresholds from its own traffic, or changes those it has."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from grooming_risk._resources import resource_folder
from grooming_risk.cli.evaluation.calibrate_conversations import files_of, site_from_chats
from grooming_risk.cli.evaluation.site_view import print_site
from grooming_risk.cli.help_sections import SectionedCommand
from grooming_risk.cli.options import (
    OUT_FILE,
    columns_option,
    json_option,
    lexicon_option,
    model_option,
    packed,
    role_option,
)
from grooming_risk.cli.own_inputs import check_outputs
from grooming_risk.cli.progress import progress_bar
from grooming_risk.cli.reading import Reading, reading_options
from grooming_risk.cli.terminal import tell
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


@dataclass(frozen=True)
class _Budgets:
    """Budgets of alerts, and thresholds set by hand."""

    alerts_per_million: float | None
    by_pattern: dict[str, str]
    by_hand: dict[str, str]
    of_chats: bool
    open_a_day: float | None
    days: float | None
    observe_only: bool | None

    def check(self, files: Sequence[Path]) -> None:
        """Refuse options that do not go together."""
        if not self.of_chats and (self.open_a_day or self.days):
            raise click.UsageError("--open-a-day and --days go with --conversations")
        if self.of_chats and self.open_a_day is None:
            raise click.UsageError("--conversations needs --open-a-day N: how many conversations you can open a day")
        if self.of_chats and not files:
            raise click.UsageError("--conversations needs files of harmless chats")
        if self.of_chats and (self.alerts_per_million is not None or self.by_pattern):
            raise click.UsageError("--alerts-per-million and --pattern are about messages: leave out --conversations")

    def changed(self, site: Site, model: Scorer) -> Site:
        """Return a site with the thresholds set by hand."""
        for name, value in self.by_hand.items():
            site = site.with_pattern(name, _threshold(model, name, value))
        return site if self.observe_only is None else site.with_observe_only(self.observe_only)


@click.command(cls=SectionedCommand, short_help="Set thresholds from harmless traffic of your own.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[FILE]...")
@packed(
    _Budgets, "budgets",
    click.option("--alerts-per-million", type=float, show_default=f"{_DEFAULT_ALERTS:g}",
                 help="Alerts (level medium or above) in a million messages."),
    click.option("--pattern", "by_pattern", multiple=True, metavar="PATTERN=ALERTS", callback=_pairs,
                 help="Alerts per million of one pattern; the others have those of --alerts-per-million."),
    click.option("--threshold", "by_hand", multiple=True, metavar="PATTERN=VALUE", callback=_pairs,
                 help="Set one threshold by hand: a number, high_precision or high_recall."),
    click.option("--conversations", "of_chats", is_flag=True,
                 help="Set the levels of conversations: the files hold harmless chats, a message a row."),
    click.option("--open-a-day", type=_ABOVE_ZERO, help="With --conversations: how many you can open a day."),
    click.option("--days", type=_ABOVE_ZERO,
                 help="With --conversations: days that the files cover, if their times do not tell."),
    click.option("--observe-only/--raise-alerts", default=None, help="Whether conversations hold their alerts back."),
)  # fmt: skip
@model_option
@lexicon_option
@reading_options
@columns_option("Field that names the conversation.", role_option)
@click.option("-o", "--output", type=OUT_FILE,
              help="Site file to write; site.json in the folder of --model, or here, if not given.")  # fmt: skip
@json_option
def calibrate(
    files: tuple[Path, ...], budgets: _Budgets, folder: Path | None, lexicons: tuple[Path, ...], reading: Reading,
    columns: Columns, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Set thresholds from harmless traffic of your own (.txt, .jsonl, .csv, .parquet), as many alerts as you can read.

    With --conversations, set the levels of conversations instead: as many as you can open a day. What the site file
    holds besides stays.

    Without a FILE the site file that is there is changed: --threshold and --observe-only alone, nothing else moves.
    """
    budgets.check(files)
    target = output or (folder or Path()) / SITE_FILE
    check_outputs({} if output else {"--output": target})
    artifact = read_artifact(folder or resource_folder("models") / "default")
    model = Scorer(artifact, lexicons)  # with no site file beside it
    days = budgets.days
    if budgets.open_a_day:
        site, days = site_from_chats(files, reading, columns, model, _kept(target, model), budgets.open_a_day, days)
    elif files:
        site = _from_files(files, reading, columns.text, model, budgets)
        kept = _kept(target, model)
        site = site.with_conversations(kept.conversations, kept.chats) if kept else site
    elif budgets.by_hand or budgets.observe_only is not None:
        site = read_site(target, model=model.artifact.sha256)
    else:
        raise click.UsageError(
            "give files of harmless messages, or --threshold or --observe-only to change a site file"
        )
    site = budgets.changed(site, model)
    site.save(target)
    if as_json:
        click.echo(json.dumps(site.to_dict(), indent=2))
    else:
        print_site(site, days)
    _tell_use(target, folder, of_chats=budgets.of_chats)


def _kept(target: Path, model: Scorer) -> Site | None:
    """Return the existing site, whose other thresholds stay; None without a usable one."""
    if not target.is_file():
        return None
    try:
        return read_site(target, model=model.artifact.sha256)
    except ArtifactError as error:
        tell(f"nothing of the site file before is kept: {error}")
        return None


def _from_files(files: Sequence[Path], reading: Reading, column: str, model: Scorer, budgets: _Budgets) -> Site:
    from grooming_risk.thresholds.messages import calibrate as calibrated

    of_patterns = {name: _number(name, value) for name, value in budgets.by_pattern.items()}
    texts = [record.text for record in files_of(files, reading, column)]
    shown = progress_bar("messages") or iter
    alerts = _DEFAULT_ALERTS if budgets.alerts_per_million is None else budgets.alerts_per_million
    return calibrated(model, shown(texts), alerts, pattern_alerts_per_million=of_patterns)


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
    tell(f"wrote {target}")
    if folder and target.resolve() == (folder / SITE_FILE).resolve():
        tell(f"it is taken with that model unasked: grooming-risk score --model {shlex.quote(str(folder))}")
        return
    chats = " --conversation-column conversation" if of_chats else ""
    model = f" --model {shlex.quote(str(folder))}" if folder else ""
    tell(f"use it with: grooming-risk score chat.jsonl{chats}{model} --site {shlex.quote(str(target))}")
    inside = f"{str(folder)!r}, " if folder else ""
    tell(f"or in Python: load_model({inside}site={str(target)!r})")
