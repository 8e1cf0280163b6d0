"""Refuses an output that is an input of the same command, or its other output, before the command does anything.

So it does with a place that cannot be written: no work of minutes is lost.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, Final, TextIO

import click

from grooming_risk.cli.options import Output
from grooming_risk.model.site import SITE_FILE

_Identity = tuple[int, int] | str
"""Device and number of a file that is there, the real path of one that is not."""

_STDOUT: Final = "standard output"


def refuse_own_inputs(group: click.Group) -> None:
    """Let every command of a group look at its outputs before it runs."""
    for command in group.commands.values():
        if isinstance(command, click.Group):
            refuse_own_inputs(command)
        elif command.callback is not None:
            command.callback = _looking_first(command.callback)


def _looking_first(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*arguments: Any, **values: Any) -> Any:
        check_outputs()
        return callback(*arguments, **values)

    return run


def check_outputs(more: Mapping[str, Path] | None = None) -> None:
    """Look at the outputs of the command that runs, and at `more` of them, by the option that people know them by.

    Files are the same by device and number, so links are seen through. Devices and pipes may be given twice.

    Raises
    ------
    click.BadParameter
        An output is an input, or another output, or cannot be written where it is named.
    """
    context = click.get_current_context()
    written: dict[_Identity, tuple[str, Path]] = {}
    for option, path, identity in _outputs(context, more or {}):
        if identity in written:
            raise click.BadParameter(
                f"{path} is written by {written[identity][0]} too; name another", param_hint=option
            )
        written[identity] = option, path
    for given, found in _inputs(context) if written else ():
        if clash := written.get(found) or _inside(given, written.values()):
            problem = f"{clash[1]} is an input of the same command; name another place to write to"
            raise click.BadParameter(problem, param_hint=clash[0])
    for option, folder in _folders(context, more or {}):
        check_writable(folder, option)


def _named(parameter: click.Parameter) -> str:
    """Return the name by which people know an option or an argument."""
    return parameter.human_readable_name if isinstance(parameter, click.Argument) else max(parameter.opts, key=len)


def _folders(context: click.Context, more: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield the folders to write in, with the options; devices and pipes need none."""
    for option, path in more.items():
        yield option, path.parent
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if isinstance(parameter.type, Output) and isinstance(value, Path) and _is_stored(value):
            yield _named(parameter), parameter.type.folder(value)


def _is_stored(path: Path) -> bool:
    return not path.exists() or path.is_file() or path.is_dir()


def check_writable(folder: Path, option: str) -> None:
    """Refuse a folder that cannot be made, or written in; one that is not there is made and taken away again.

    Raises
    ------
    click.BadParameter
        The folder cannot be used.
    """
    missing = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    made = []
    try:
        for one in reversed(missing):
            one.mkdir(0o700)
            made.append(one)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise click.BadParameter(f"{folder}: nothing can be written there ({reason})", param_hint=option) from None
    finally:
        for one in reversed(made):
            one.rmdir()


def _inside(folder: Path, written: Iterable[tuple[str, Path]]) -> tuple[str, Path] | None:
    """Return what would be written over a file of a folder; the site file of a model's folder is kept up, no input."""
    if not folder.is_dir():
        return None
    root = folder.resolve()
    there = ((option, path) for option, path in written if path.is_file() and path.name != SITE_FILE)
    return next((one for one in there if one[1].resolve().is_relative_to(root)), None)


def _outputs(context: click.Context, more: Mapping[str, Path]) -> Iterator[tuple[str, Path, _Identity]]:
    """Yield option, path and identity of each file that would be written."""
    if identity := _of_stream(sys.stdout):
        yield _STDOUT, Path(_STDOUT), identity
    given = [(option, path) for option, path in more.items()]
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if isinstance(parameter.type, Output) and isinstance(value, Path):
            given += [(_named(parameter), path) for path in parameter.type.places(value)]
    for option, path in given:
        if identity := _of_path(path):
            yield option, path, identity


def _inputs(context: click.Context) -> Iterator[tuple[Path, _Identity]]:
    """Yield path and identity of each file or folder that would be read."""
    if identity := _of_stream(sys.stdin):
        yield Path("-"), identity
    for path in _given_paths(context):
        if identity := _of_path(path):
            yield path, identity


def _given_paths(context: click.Context) -> Iterator[Path]:
    """Yield what arguments name, and options that take a path."""
    for parameter in context.command.params:
        is_path = isinstance(parameter.type, click.Path)
        if isinstance(parameter.type, Output) or not (is_path or isinstance(parameter, click.Argument)):
            continue
        value = context.params.get(parameter.name or "")
        yield from (Path(one) for one in (value if isinstance(value, tuple) else (value,)) if one)


def _of_path(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return None
    is_stored = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return (found.st_dev, found.st_ino) if is_stored else None


def _of_stream(stream: TextIO | None) -> _Identity | None:
    try:
        found = os.fstat(stream.fileno()) if stream else None
    except (OSError, ValueError):  # held in memory, or closed
        return None
    return (found.st_dev, found.st_ino) if found and stat.S_ISREG(found.st_mode) else None
