"""Follows the Dockerfile without a builder: each step runs in an overlay of this machine's files.

What differs from an image: the base is this machine, with an empty environment of Python in front of its programs.
It needs Linux, root, and the programs `unshare`, `setpriv` and `ip`.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from support.dockerfile import ROOT, copy_context, stages

ENVIRONMENT = "/opt/environment"
PROGRAMS = f"{ENVIRONMENT}/bin:/usr/bin:/bin:/usr/sbin:/sbin"


@cache
def is_possible():
    """Return whether this machine can mount overlays in a namespace of its own."""
    if sys.platform != "linux" or os.geteuid() or not all(map(shutil.which, ("unshare", "setpriv", "ip"))):
        return False
    layers = "mount -t overlay overlay -o lowerdir=/,upperdir=a,workdir=b c"
    mount = f"mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir a b c && {layers}"
    return not subprocess.run(["unshare", "--mount", "--net", "sh", "-c", mount], capture_output=True).returncode


class Image:
    """An image under construction: what it adds to the files of this machine, and its settings.

    Parameters
    ----------
    folder : path
        Where its files are.
    """

    def __init__(self, folder):
        self.added, self._spare, self._root = (folder / name for name in ("added", "spare", "root"))
        for place in (self.added, self._spare, self._root):
            place.mkdir(parents=True)
        self.settings, self.environment, self.workdir = {}, {"PATH": PROGRAMS}, "/"

    def run(self, script):
        """Run a step, with the settings by which this machine finds packages."""
        own = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        return self._inside(script, "rw", "mount -t tmpfs tmpfs $root/tmp", [], own)

    def start(self, script, volumes, variables):
        """Run a script as a container does: its user without rights, files that nobody can write, a network of its own.

        `volumes` are folders of this machine by their place inside; `HOME` is not set.
        """
        user, group = self.settings["USER"].split(":")
        for place in volumes:
            (self.added / place.lstrip("/")).mkdir(parents=True, exist_ok=True)
        bind = "; ".join(f"mount --bind {folder} $root{place}" for place, folder in volumes.items())
        rights = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        return self._inside(script, "ro", f"ip link set lo up; {bind}", [*rights, "--bounding-set=-all"], variables)

    def _inside(self, script, mode, prepare, rights, variables):
        around = f"""set -e
root={self._root}
mount -t overlay overlay -o {mode},lowerdir=/,upperdir={self.added},workdir={self._spare} $root
for place in dev proc; do mount --rbind /$place $root/$place; done
for place in {ROOT} {sys.prefix}; do mount -t tmpfs tmpfs $root$place; done
{prepare}
exec chroot $root "$@"
"""
        given = [f"{name}={value}" for name, value in {**self.environment, **variables}.items()]
        inner = [*rights, "env", "-i", *given, "sh", "-e", "-c", f"cd {self.workdir}\n{script}"]
        outer = ["unshare", "--mount", *(["--net"] if rights else []), "bash", "-c", around, "bash", *inner]
        done = subprocess.run(outer, capture_output=True, text=True, timeout=900)
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def begin(self, version):
        """Make the base: an empty environment of that Python, which every user can read."""
        python = _python(version)
        closed = [str(place) for place in python.parents if not place.stat().st_mode & 1]
        open_them = f"chmod o+rx {shlex.join(closed)}; " if closed else ""
        self.run(f"{open_them}{python} -m venv {ENVIRONMENT}")

    def copy(self, source, target):
        """Copy a file or the contents of a folder into it."""
        place = self.added / target.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place)


def _python(version):
    """Return the interpreter of that version, else of the version that runs the tests."""
    for name in (shutil.which(f"python{version}"), sys.executable):
        ask = [
            name or "false",
            "-c",
            "import sys; print(sys._base_executable if 'venv' in sys.prefix else sys.executable)",
        ]
        if name and not (found := subprocess.run(ask, capture_output=True, text=True)).returncode:
            return Path(found.stdout.strip())
    raise AssertionError("no Python")


def build(folder):
    """Follow the steps of all stages; return the image of the last one."""
    built = {}
    for name, steps in stages().items():
        image = built[name] = Image(folder / (name or "last"))
        for step in steps:
            _follow(image, step, built, folder)
    return image


def _follow(image, step, built, folder):
    name, rest = step
    if name == "FROM":
        image.begin(rest.partition("python:")[2].partition("-")[0])
    elif name == "WORKDIR":
        image.workdir = rest
    elif name == "COPY":
        *options, source, target = rest.split()
        _copy(image, built, folder / "context", options, source, str(Path(image.workdir, target)))
    elif name == "RUN":
        image.run(rest)
    elif name == "ENV":
        image.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
    else:
        image.settings[name] = rest


def _copy(image, built, context, options, source, target):
    if options:
        (stage,) = (option.removeprefix("--from=") for option in options)
        image.copy(built[stage].added / source.lstrip("/"), target)
    else:
        if not context.exists():
            copy_context(context)
        image.copy(context / source, target)


def command(image, arguments=None):
    """Return what a container starts: the entry point with other arguments than its own."""
    own = json.loads(image.settings["CMD"]) if arguments is None else arguments
    return shlex.join([*json.loads(image.settings["ENTRYPOINT"]), *own])
