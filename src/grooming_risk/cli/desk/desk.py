"""``grooming-risk desk``: the group of the desk's commands; what is none of them is an export to open."""

from __future__ import annotations

import click

from grooming_risk.cli.desk.export import export
from grooming_risk.cli.desk.figures import figures
from grooming_risk.cli.desk.forget import forget
from grooming_risk.cli.desk.open import open_desk


class _OpensByDefault(click.Group):
    """A group whose first argument is an export, and not a command, where no command has that name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = (*self.commands, *ctx.help_option_names)
        is_named = args[0] in known if args else ctx.resilient_parsing  # a shell asks what may come first
        return super().parse_args(ctx, args if is_named else ["open", *args])


@click.group(cls=_OpensByDefault, short_help="Read the ranked conversations and decide, in the browser.")
def desk() -> None:
    """Read the ranked conversations of an export and decide, on a page in the browser of this machine.

    "grooming-risk desk EXPORT" is short for "grooming-risk desk open EXPORT". An export with the name of a command is
    given with its folder: ./export.
    """


for command in (open_desk, export, figures, forget):
    desk.add_command(command)
