"""An environment with nothing in it but what is installed there: no pip, no packages of the machine, no variables."""

import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

_KEPT = ("PATH", "SYSTEMROOT", "LANG", "TMPDIR")


class EmptyEnvironment:
    """A virtual environment in a folder.

    Parameters
    ----------
    folder : path
        Where it is made.

    Attributes
    ----------
    python : path
        Its interpreter.
    """

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=os.name != "nt")
        self._programs = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self._programs / "python"

    def install(self, *wanted: str) -> None:
        """Install packages with the pip of this process's environment."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install", "--quiet", "--no-compile"]
        subprocess.run([*pip, *wanted], check=True)

    def run(self, command: Sequence[str], cwd: Path) -> str:
        """Run one of its programs in a folder, without the variables of this process; return what it printed."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        done = subprocess.run(
            [str(self._programs / command[0]), *command[1:]],
            cwd=cwd,
            env=kept,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout

    def packages(self) -> Path:
        """Return the folder of its packages."""
        print_it = "import sysconfig; print(sysconfig.get_path('purelib'))"
        return Path(self.run(["python", "-I", "-c", print_it], self._programs).strip())
