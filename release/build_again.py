"""Builds the source distribution's contents in another place: the same bytes must come out, and the same wheel."""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each distribution in a folder."""
    found = [*folder.glob("*.tar.gz"), *folder.glob("*.whl")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(found)}


def main() -> None:
    """Build and compare; end with an error that names the file that differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dist", type=Path)
    dist = parser.parse_args().dist
    (sdist,) = dist.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(sdist) as archive:
            archive.extractall(place, filter="data")
        (source,) = Path(place).iterdir()
        subprocess.run([sys.executable, "-m", "build", "--outdir", f"{place}/again", str(source)], check=True)
        first, second = digests(dist), digests(Path(place) / "again")
    if first != second:
        raise SystemExit(f"two builds differ: {sorted({name for name, _ in first.items() ^ second.items()})}")
    print(*(f"{digest}  {name}" for name, digest in first.items()), sep="\n")


if __name__ == "__main__":
    main()
