"""``grooming-risk notebooks``: copies the shipped notebooks into a folder, to run and to change."""

from __future__ import annotations

from pathlib import Path

import click

from grooming_risk._resources import resource_folder
from grooming_risk.cli.counted import counted
from grooming_risk.cli.options import Output
from grooming_risk.cli.terminal import tell
from grooming_risk.errors import OutputFolderError
from grooming_risk.io.atomic_write import write_whole


@click.command()
@click.argument("folder", type=Output("*.ipynb", is_folder=True), metavar="DIR")
def notebooks(folder: Path) -> None:
    """Copy the notebooks into DIR, to run and to change.

    DIR is made if it is not there; a file that was changed is never written over. They run in Jupyter, without a copy
    of the repository: pip install jupyterlab. The first one needs no extra, the others need train and plot.
    """
    copies = {folder / path.name: path for path in sorted(resource_folder("notebooks").glob("*.ipynb"))}
    if there := [path for path, shipped in copies.items() if _is_another(path, shipped)]:
        raise OutputFolderError(f"{there[0]} is there already; name another folder, or move it")
    for path, shipped in copies.items():
        write_whole(path, shipped.read_bytes())
    tell(f"wrote {counted(len(copies), 'notebook')} to {folder}; begin with {next(iter(copies))}")


def _is_another(path: Path, shipped: Path) -> bool:
    """Return whether a place holds something else than the shipped notebook, which a stopped copy may have left."""
    if path.is_file() and not path.is_symlink():
        return path.read_bytes() != shipped.read_bytes()
    return path.exists() or path.is_symlink()
