"""Writes the bill of materials of an installation with all extras, and holds the page of licences against it."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import licences
from empty_environment import EmptyEnvironment

OWN = "grooming-risk"


def main() -> None:
    """Install the wheel with all extras in an empty environment, and write what is there beside the wheel."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path)
    dist = parser.parse_args().dist.resolve()
    (wheel,) = dist.glob("*.whl")
    extras = ",".join(extra for extra in licences.extras() if extra != licences.BASE)
    target = dist / f"{'-'.join(wheel.name.split('-')[:2])}.cdx.json"
    with tempfile.TemporaryDirectory() as place:
        environment = EmptyEnvironment(Path(place) / "environment")
        environment.install(f"{wheel}[{extras}]")
        packages = environment.packages()
        for note in packages.glob("grooming_risk-*/direct_url.json"):
            note.unlink()  # the path of the wheel on this machine
        count = write(environment.python, target)
        subprocess.run([sys.executable, licences.__file__, str(packages)], check=True)
    print(f"{target.name}: {count} packages; their licences are those of {licences.PAGE.name}")


def write(python: Path, target: Path) -> int:
    """Write the bill of an environment, the same bytes for the same packages; return how many packages are in it."""
    bill = json.loads(
        subprocess.run(
            [sys.executable, "-m", "cyclonedx_py", "environment", str(python), "--output-reproducible", "--of", "JSON"],
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
    )
    (own,) = [one for one in bill["components"] if one["name"] == OWN]
    bill["components"].remove(own)
    bill["metadata"]["component"] = own  # what the bill is of
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return len(bill["components"])


if __name__ == "__main__":
    main()
