"""Tries the wheel as a newcomer has it: installed alone in an empty environment, away from the sources.

The Python of the README runs there, and the command scores a shipped example.
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

from empty_environment import EmptyEnvironment

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = "chat.jsonl"
DOCTEST = """
import doctest, sys, grooming_risk
found = doctest.testfile(sys.argv[1], module_relative=False)
print(found.attempted, found.failed, grooming_risk.__file__, grooming_risk.__version__, sep="\\n")
"""


def main() -> None:
    """Try it; end with an error where something is not as in the sources."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path)
    (wheel,) = parser.parse_args().dist.resolve().glob("*.whl")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        environment = EmptyEnvironment(folder / "environment")
        environment.install(str(wheel))
        shutil.copy(ROOT / "README.md", folder)
        shutil.copy(ROOT / "examples" / EXAMPLE, folder)
        print(try_python(environment, folder, wheel.name.split("-")[1]))
        print(try_command(environment, folder))


def try_python(environment: EmptyEnvironment, folder: Path, version: str) -> str:
    """Run the examples of the README; say how many."""
    *told, attempted, failed, origin, own = environment.run(
        ["python", "-I", "-c", DOCTEST, "README.md"], folder
    ).splitlines()
    if failed != "0" or attempted == "0":
        raise SystemExit("\n".join([*told, f"README.md: {failed} of {attempted} examples fail on the installed wheel"]))
    if not Path(origin).is_relative_to(folder) or own != version:
        raise SystemExit(f"not the wheel was tried: {origin}, version {own}")
    return f"README.md: {attempted} examples run on the installed wheel {version}"


def try_command(environment: EmptyEnvironment, folder: Path) -> str:
    """Score the shipped example; say how many messages."""
    rows = environment.run(["grooming-risk", "score", EXAMPLE], folder).splitlines()
    given = (folder / EXAMPLE).read_text(encoding="utf-8").splitlines()
    if len(rows) != len(given) or not any(json.loads(row)["level"] in ("medium", "high") for row in rows):
        raise SystemExit(f"grooming-risk score {EXAMPLE}: {len(rows)} rows for {len(given)} messages, or no risk found")
    return f"grooming-risk score {EXAMPLE}: {len(rows)} messages"


if __name__ == "__main__":
    main()
