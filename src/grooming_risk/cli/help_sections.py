"""Help in sections: the commands of a group by task, the options of a command with many by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import click

_REST: Final = "Options"

OPTION_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "What is shown": ("level", "top", "sort", "explain", "audience", "text", "keep", "format", "csv", "json", "only"),
    "What is read": ("from", "message", "column", "id-column", "encoding", "delimiter", "max-line", "max-characters",
                     "skip-bad", "fail-on-bad"),
    "Labelled messages": ("data", "label", "labels-column", "kind-column", "group-column", "text-column"),
    "Conversations": ("conversation-column", "author-column", "time-column", "role-column"),
    "Times": ("time-zone", "time-format", "time-unit", "day-first"),
    "Model": ("model", "site", "lexicon"),
    "Limits": ("keep-days", "max-body", "max-batch", "rate", "timeout"),
    "Proxies and web pages": ("root-path", "allowed-host", "forwarded-allow-ips", "cors-origin"),
    "What is written": ("output", "jobs", "cluster"),
}  # fmt: skip
"""Sections in their order, with the long names of their options."""

_SECTION_OF: Final = {f"--{name}": title for title, names in OPTION_SECTIONS.items() for name in names}


class SectionedGroup(click.Group):
    """A group whose help lists the commands by task."""

    def __init__(self, *args: Any, sections: Mapping[str, Iterable[click.Command]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.sections = {title: [*commands] for title, commands in (sections or {}).items()}
        for command in (command for commands in self.sections.values() for command in commands):
            self.add_command(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each task; commands of none come last."""
        placed = {id(command) for commands in self.sections.values() for command in commands}
        others = [command for command in self.commands.values() if id(command) not in placed]
        room = formatter.width - 6 - max(map(len, self.commands), default=0)
        for title, commands in {**self.sections, "Others": others}.items():
            if commands:
                with formatter.section(title):
                    formatter.write_dl([(one.name or "", one.get_short_help_str(room)) for one in commands])


class SectionedCommand(click.Command):
    """A command whose help lists the options by what they are about; what is its own comes first."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each subject."""
        sections: dict[str, list[tuple[str, str]]] = {title: [] for title in (_REST, *OPTION_SECTIONS)}
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                sections[_SECTION_OF.get(max(parameter.opts, key=len), _REST)].append(record)
        if len(sections[_REST]) == 1:  # only --help
            sections[_REST] = sections.pop(_REST)
        for title, records in sections.items():
            if records:
                with formatter.section(title):
                    formatter.write_dl(records)
