"""Options that a command gets as one object."""

from typing import NamedTuple

import click
from click.testing import CliRunner

from grooming_risk.cli.options import packed


class Place(NamedTuple):
    x: int
    y: int = 7


@click.command()
@click.option("--first", default="a", help="one")
@packed(Place, "place", click.option("--x", type=int, default=1, help="two"), click.option("--name", help="three"))
@click.option("--last", help="four")
def command(first, place, name, last):
    """Say where."""
    click.echo(f"{first} {place} {name} {last}")


def test_packed_options_become_one_object():
    result = CliRunner().invoke(command, ["--x", "3", "--name", "n"])

    assert result.output == "a Place(x=3, y=7) n None\n"


def test_help_keeps_the_order():
    shown = CliRunner().invoke(command, ["--help"]).output

    assert "Say where." in shown
    assert sorted(("one", "two", "three", "four"), key=shown.index) == ["one", "two", "three", "four"]
