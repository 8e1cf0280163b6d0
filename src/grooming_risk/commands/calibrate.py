"""``grooming-risk calibrate``: sets a site's thresholds from its own traffic, or changes those it has."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from grooming_risk._resources import resource_folder
from grooming_risk.artifact import RECOMMENDED, read_artifact
from grooming_risk.commands.common import FOLDER, json_option, model_option
from grooming_risk.commands.progress import progress_bar
from grooming_risk.labels import PATTERNS
from grooming_risk.scorer import Scorer
from grooming_risk.site import SITE_FILE, Site, Threshold, read_site


def _pairs(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return NAME=VALUE options as a mapping."""
    pairs = dict(value.partition("=")[::2] for value in values)
    for name, value in pairs.items():
        if name not in PATTERNS or not value:
            raise click.BadParameter(f"give PATTERN=VALUE, with one of {', '.join(PATTERNS)}", param=option)
    return pairs


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]...")
@click.option("--alerts-per-million", type=float, default=50, show_default=True,
              help="Alerts (level medium or above) in a million messages.")  # fmt: skip
@click.option("--pattern", "budgets", multiple=True, metavar="PATTERN=ALERTS", callback=_pairs,
              help="Alerts per million of one pattern; the others have those of --alerts-per-million.")  # fmt: skip
@click.option("--threshold", "by_hand", multiple=True, metavar="PATTERN=VALUE", callback=_pairs,
              help="Set one threshold by hand: a number, high_precision or high_recall.")  # fmt: skip
@click.option("--observe-only/--raise-alerts", default=None, help="Whether conversations hold their alerts back.")
@model_option
@click.option("--lexicon", "lexicons", type=FOLDER, multiple=True, help="Language folder to know besides the model's.")
@click.option("--column", default="text", show_default=True, help="Field that holds the message.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Site file to write; site.json in the folder of --model, or here, if not given.")  # fmt: skip
@json_option
def calibrate(
    files: tuple[Path, ...],
    alerts_per_million: float,
    budgets: dict[str, str],
    by_hand: dict[str, str],
    observe_only: bool | None,
    folder: Path | None,
    lexicons: tuple[Path, ...],
    column: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """Set thresholds from harmless traffic of your own (.txt, .jsonl, .csv, .parquet), as many alerts as you can read.

    Without a FILE the site file that is there is changed: --threshold and --observe-only alone, nothing else moves.
    """
    target = output or (folder or Path()) / SITE_FILE
    if not target.parent.is_dir():
        raise click.BadParameter(f"there is no folder {target.parent}", param_hint="--output")
    model = Scorer(
        read_artifact(folder or resource_folder("models") / "default"), lexicons
    )  # with no site file beside it
    if files:
        own = {name: _number(name, value) for name, value in budgets.items()}
        site = _from_files(files, column, model, alerts_per_million, own)
    elif by_hand or observe_only is not None:
        site = read_site(target, model=model.artifact.sha256)
    else:
        raise click.UsageError(
            "give files of harmless messages, or --threshold or --observe-only to change a site file"
        )
    for name, value in by_hand.items():
        site = site.with_pattern(name, _threshold(model, name, value))
    site = site if observe_only is None else site.with_observe_only(observe_only)
    site.save(target)
    if as_json:
        click.echo(json.dumps(site.to_dict(), indent=2))
    else:
        _print_site(site)
    _tell_use(target, folder)


def _from_files(
    files: Sequence[Path], column: str, model: Scorer, alerts_per_million: float, budgets: dict[str, float]
) -> Site:
    from grooming_risk.budgets import calibrate as calibrated
    from grooming_risk.records import read_records

    texts = [record.text for file in files for record in read_records(file, column=column)]
    shown = progress_bar("messages") or iter
    return calibrated(model, shown(texts), alerts_per_million, pattern_alerts_per_million=budgets)


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


def _print_site(site: Site) -> None:
    from rich.console import Console
    from rich.table import Table

    title = f"alerts per million messages, from {site.messages:,} messages ({site.texts:,} different texts)"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for name in ("threshold", "budget", "expected", "95% interval", "sample"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    rows = {**site.levels, **site.patterns}
    for name, threshold in rows.items():
        table.add_row(name, *_cells(threshold), style="bold" if name == "medium" else "")
    console = Console(highlight=False)
    console.print(table)
    console.print("An alert is a message at medium or above. sample: how many of its messages reach the threshold.")
    if any(threshold.extrapolated for threshold in rows.values()):
        console.print("extrapolated: fewer than ten texts reach it, so a tail fitted to the highest scores set it.")
    if site.observe_only:
        console.print("observe only: conversations report levels and raise no alert.")


def _cells(threshold: Threshold) -> tuple[str, ...]:
    if threshold.budget is None or threshold.expected is None or threshold.interval is None:
        return (f"{threshold.value:.4f}", "", "", "", "", "by hand")
    low, high = map(_figure, threshold.interval)
    return (
        f"{threshold.value:.4f}",
        f"{threshold.budget:,g}",
        _figure(threshold.expected),
        f"{low} to {high}",
        f"{threshold.reached:,}",
        "extrapolated" if threshold.extrapolated else "",
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _tell_use(target: Path, folder: Path | None) -> None:
    click.echo(f"wrote {target}", err=True)
    if folder and target.resolve() == (folder / SITE_FILE).resolve():
        click.echo(
            f"it is taken with that model unasked: grooming-risk score --model {shlex.quote(str(folder))}", err=True
        )
        return
    model = f" --model {shlex.quote(str(folder))}" if folder else ""
    click.echo(f"use it with: grooming-risk score chat.jsonl{model} --site {shlex.quote(str(target))}", err=True)
    inside = f"{str(folder)!r}, " if folder else ""
    click.echo(f"or in Python: load_model({inside}site={str(target)!r})", err=True)
