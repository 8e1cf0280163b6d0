"""The notebooks run, and give what they keep: the same texts, and plots in the same places."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from support.shown_text import difference

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))


RUN = ROOT / "docs" / "notebooks" / "run.py"
BARE = """
import json, sys
sys.path.insert(0, sys.argv[1])
names = {}
for cell in json.load(open(sys.argv[2], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), names)
import grooming_risk
print(grooming_risk.__file__, names["threshold"])
"""


def called(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(path):
    """Yield cell, kind and text of each output."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            yield cell["id"], output["output_type"], "".join(output.get("text", ()))
            for kind, content in output.get("data", {}).items():
                yield cell["id"], kind, "" if kind == "image/png" else "".join(content)


def changed(kept, made):
    """Return where the outputs of two notebooks differ."""
    kept, made = list(shown(kept)), list(shown(made))
    if [one[:2] for one in kept] != [one[:2] for one in made]:
        return [one[:2] for one in kept], [one[:2] for one in made]
    texts = ((cell, difference(old, new)) for (cell, _, old), (*_, new) in zip(kept, made, strict=True))
    return [(cell, differs) for cell, differs in texts if differs]


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_run_gives_the_outputs_that_are_kept(tmp_path, notebook):
    called(sys.executable, RUN, tmp_path, notebook)

    assert changed(notebook, tmp_path / notebook.name) == [], "`make notebook-outputs pictures` keeps what changed"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment with the package installed from a wheel; what it needs comes from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    build = "import hatchling.build as b, sys; print(b.build_wheel(sys.argv[1]))"
    wheel = folder / called(sys.executable, "-c", build, folder, cwd=ROOT).split()[-1]
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    called(python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel)
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    needed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "needed.pth").write_text("\n".join(needed), encoding="utf-8")  # these come after its own
    return folder / "env" / "bin", packages


@pytest.mark.slow
def test_an_installed_wheel_copies_its_notebooks_and_the_first_one_runs(installed, tmp_path):
    commands, packages = installed
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    called(commands / "grooming-risk", "notebooks", "lessons", cwd=tmp_path, env=clean)
    first = tmp_path / "lessons" / NOTEBOOKS[0].name
    (tmp_path / "ran").mkdir()
    called(commands / "python", RUN, tmp_path / "ran", first, cwd=tmp_path, env=clean)

    assert sorted(path.name for path in first.parent.iterdir()) == [path.name for path in NOTEBOOKS]
    assert first.read_bytes() == NOTEBOOKS[0].read_bytes()
    assert changed(first, tmp_path / "ran" / first.name) == []
    # The package is the wheel's, and the first notebook needs nothing but the standard library.
    base = getattr(sys, "_base_executable", sys.executable)
    place, threshold = called(base, "-I", "-S", "-c", BARE, packages, first, cwd=tmp_path).split()
    assert Path(place).is_relative_to(packages)
    assert 0 < float(threshold) < 1


@pytest.mark.parametrize(
    ("kept", "made", "differs"),
    [
        ("risk 0.94  high", "risk  0.94 high", None),
        ("(0.94, 'high')", "(0.95, 'high')", None),
        ("(0.94, 'high')", "(0.96, 'high')", ("(0.94,", "(0.96,")),
        ("22 alerts", "23 alerts", ("22", "23")),
        ("level low", "level none", ("low", "none")),
        ("one two", "one", (["two"], [])),
        ("kind size\n----- ---", "kind size\n---- --", None),
    ],
)
def test_a_text_that_differs_is_noticed(kept, made, differs):
    assert difference(kept, made) == differs
