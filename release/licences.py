"""The packages that an installation brings, with the licence that each states: a table for people.

Run with the folder of an environment's packages, it compares that environment with the page of the documentation;
with ``--write`` it writes the table of this environment, in which all extras must be installed, into the page.
"""

import argparse
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "licences.md"
BEGIN, END = "<!-- packages: by make licences -->\n\n", "\n<!-- end of packages -->"
BASE = "always"
_VAGUE = ("Other/Proprietary License", "OSI Approved")


def extras() -> dict[str, list[Requirement]]:
    """Return what each extra requires; what every installation brings stands under ``"always"``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {BASE: project["dependencies"], **project["optional-dependencies"]}
    return {extra: [*map(Requirement, texts)] for extra, texts in named.items()}


def installed(folder: Path | None = None) -> dict[str, Distribution]:
    """Return the packages of an environment by name: of this one, or of the one with that folder of packages."""
    found = distributions() if folder is None else distributions(path=[str(folder)])
    return {canonicalize_name(one.metadata["Name"]): one for one in found}


def closure(requirements: list[Requirement], packages: dict[str, Distribution]) -> Iterator[str]:
    """Yield the names of all packages that some requirements bring in this environment, each once.

    Raises
    ------
    LookupError
        One of them is not installed.
    """
    waiting, seen = [(one, "") for one in requirements], set()
    while waiting:
        one, extra = waiting.pop()
        name = canonicalize_name(one.name)
        if one.marker and not one.marker.evaluate({"extra": extra}):
            continue
        if name not in packages:
            raise LookupError(f"{name} is not installed; install all extras first")
        for wanted in ("", *sorted(one.extras)):
            if (name, wanted) not in seen:
                if not wanted:
                    yield name
                seen.add((name, wanted))
                waiting += [(Requirement(text), wanted) for text in packages[name].requires or ()]


def licence(package: Distribution) -> str:
    """Return the licence that a package states: as an expression, a classifier, a field, or its file's title."""
    stated = package.metadata
    if expression := stated.get_all("License-Expression"):
        return " ".join(expression)
    classes = [text.split(" :: ")[-1] for text in stated.get_all("Classifier") or () if text.startswith("License ::")]
    if named := [text for text in classes if text not in _VAGUE]:
        return "; ".join(named)
    field = " ".join(stated.get_all("License") or ()).strip()
    return field if 0 < len(field) < 60 and "\n" not in field else _title(package)


def _title(package: Distribution) -> str:
    for path in package.files or ():
        if path.name.startswith("LICENSE") and ".dist-info" in str(path):
            return path.read_text(encoding="utf-8").strip().partition("\n")[0].strip()
    raise LookupError(f"{package.metadata['Name']} states no licence: find out which, or do without the package")


def rows(packages: dict[str, Distribution]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the licence of each package that some installation brings, and the extras that bring it."""
    brought: dict[str, tuple[str, ...]] = {}
    for extra, requirements in extras().items():
        for name in closure(requirements, packages):
            brought[name] = (*brought.get(name, ()), extra)
    return {
        name: (licence(packages[name]), (BASE,) if BASE in brought[name] else brought[name]) for name in sorted(brought)
    }


def table(found: dict[str, tuple[str, tuple[str, ...]]]) -> str:
    """Return the table of the page."""
    lines = [f"| `{name}` | {stated} | {', '.join(by)} |" for name, (stated, by) in found.items()]
    return "\n".join(["| package | licence | brought by |", "| --- | --- | --- |", *lines, ""])


def on_the_page(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the rows that a page holds."""
    found = re.findall(r"^\| `([^`]+)` \| (.*) \| (.*) \|$", text.partition(BEGIN)[2].partition(END)[0], re.MULTILINE)
    return {name: (stated, tuple(by.split(", "))) for name, stated, by in found}


def differences(found: dict[str, tuple[str, tuple[str, ...]]], text: str) -> list[str]:
    """Return in sentences what a page says otherwise. Platforms differ, so what it has besides is no difference."""
    page = on_the_page(text)
    return [
        f"{name}: {page.get(name, 'not on the page')}, here {row}"
        for name, row in found.items()
        if page.get(name) != row
    ]


def main() -> None:
    """Compare or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "packages", nargs="?", type=Path, help="the folder of an environment's packages; none, this one's"
    )
    parser.add_argument("--write", action="store_true", help="write the table into the page")
    given = parser.parse_args()
    found, text = rows(installed(given.packages)), PAGE.read_text(encoding="utf-8")
    if given.write:
        before, after = text.partition(BEGIN)[0], text.partition(END)[2]
        PAGE.write_text(before + BEGIN + table(found) + END + after, encoding="utf-8")
    elif told := differences(found, text):
        raise SystemExit("\n".join([*told, "run `make licences`, and read what changed"]))


if __name__ == "__main__":
    main()
