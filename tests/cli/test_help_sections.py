"""Help by task: every command stands in a section, and no section of options is long."""

import re

import click
import pytest

from grooming_risk.cli.help_sections import OPTION_SECTIONS, SectionedCommand, SectionedGroup
from grooming_risk.cli.main import SECTIONS, main
from support.cli import commands, run

MANY = 12
"""Options of a command from which its help has sections."""


def options(command):
    return [one for one in command.params if isinstance(one, click.Option)]


LONG = [(words, command) for words, command in commands() if len(options(command)) > MANY]


def sections(printed):
    """Return the sections of a help, each with the first words of its entries."""
    found = {}
    for line in printed.splitlines():
        if heading := re.fullmatch(r"(\S.*):", line):
            entries = found.setdefault(heading[1], [])
        elif found and (entry := re.match(r" {2}(\S+)", line)):
            entries.append(entry[1].rstrip(","))
    return found


def test_every_command_stands_under_its_task():
    found = sections(run("--help")[0])

    assert list(found) == ["Options", *SECTIONS]
    for title, shown in SECTIONS.items():
        assert found[title] == [command.name for command in shown]
    assert sum(map(len, SECTIONS.values())) == len(main.commands)


def test_a_command_of_no_task_is_listed_too():
    group = SectionedGroup("g", sections={"Read": [click.Command("a", help="One.")]})
    group.add_command(click.Command("b", help="Two."))
    printed = group.get_help(click.Context(group))

    assert sections(printed)["Read"] == ["a"]
    assert sections(printed)["Others"] == ["b"]


@pytest.mark.parametrize("group", [(), ("desk",), ("review",), ("background",), ("corpus",)])
def test_what_a_command_does_is_told_whole_in_80_columns(group):
    printed, _ = run(*group, "--help")

    assert "..." not in printed.partition("\n\n")[2]
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.parametrize(("words", "command"), LONG, ids=[" ".join(words) for words, _ in LONG])
def test_many_options_stand_in_sections(words, command):
    found = sections(run(*words, "--help")[0])

    assert isinstance(command, SectionedCommand)
    assert len(found) > 2
    assert max(map(len, found.values())) <= MANY
    listed = [name for entries in found.values() for name in entries]
    assert len(listed) == len(options(command)) + 1  # --help
    assert {option.opts[0] for option in options(command)} <= set(listed)


def test_the_longest_helps_are_among_them():
    assert {("score",), ("triage",)} <= {words for words, _ in LONG}


def test_sections_name_options_that_are_there():
    names = {name for _, command in commands() for one in command.params for name in one.opts}

    assert {f"--{name}" for names_of_one in OPTION_SECTIONS.values() for name in names_of_one} <= names
