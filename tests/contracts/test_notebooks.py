"""The notebooks: thin, with their outputs, on the public face. That they run: `test_notebook_runs`."""

import ast
import base64
import getpass
import io
import json
import re
import socket
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NAMES = (
    "01_first_score",
    "02_retrain",
    "03_thresholds_by_budget",
    "04_evaluate_held_out",
    "05_read_the_errors",
    "06_conversation_over_time",
)
MAX_CODE_CELLS = 14
OTHER_PACKAGES = {"csv", "pandas", "matplotlib.pyplot", "pathlib", "tempfile"}
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
OF_A_MACHINE = re.compile(
    r"/home/|/root/|/tmp/|/Users/|/var/folders/|[A-Z]:\\\\|site-packages|0x[0-9a-f]{6,}|\bseconds\b|"
    + "|".join(re.escape(str(path)) for path in (Path.home(), Path(tempfile.gettempdir()), sys.prefix))
    + f"|{re.escape(str(FOLDER.parent))}/"
    + "".join(rf"|\b{re.escape(name)}\b" for name in (getpass.getuser(), socket.gethostname()) if len(name) > 4)
)
"""Paths, addresses of objects, times of a run, names of people and machines."""
NO_CODE = ("/home", "/work", "/tmp", "/Users", "C:\\", "import sys", "subprocess", "_repr", "%", "!pip")


def cells(name, kind=None):
    data = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in data["cells"] if kind in (None, cell["cell_type"])]


def source(cell):
    return "".join(cell["source"])


def imports(name):
    """Yield module and imported name (None for a whole module) of each import of a notebook."""
    for cell in cells(name, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Import):
                yield from ((alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((node.module, alias.name) for alias in node.names)


def test_there_are_no_others():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == list(NAMES)


def outputs(name):
    return [output for cell in cells(name, "code") for output in cell["outputs"]]


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_those_of_one_run_from_top_to_bottom(name):
    code = cells(name, "code")

    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert {output["output_type"] for output in outputs(name)} <= {"execute_result", "display_data", "stream"}
    assert {output.get("name", "stdout") for output in outputs(name)} == {"stdout"}  # no warning
    assert code[-1]["outputs"]
    assert len(outputs(name)) >= len(code) / 2


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_one_machine_or_time_is_in_outputs_or_metadata(name):
    whole = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    said = json.dumps([one for one in outputs(name) if "image/png" not in one.get("data", {})], ensure_ascii=False)

    assert whole["metadata"] == METADATA
    assert all(cell["metadata"] == {} for cell in whole["cells"])
    assert all(output.get("metadata", {}) == {} for output in outputs(name))
    assert OF_A_MACHINE.findall(said) == []


@pytest.mark.parametrize("name", NAMES)
def test_plots_are_not_empty_and_say_nothing_of_the_program_that_drew_them(name):
    from PIL import Image

    for output in outputs(name):
        if picture := output.get("data", {}).get("image/png"):
            with Image.open(io.BytesIO(base64.b64decode("".join(picture)))) as drawn:
                assert set(drawn.info) <= {"transparency"}
                assert len(drawn.convert("RGB").getcolors(1 << 24)) > 20


@pytest.mark.parametrize(
    "text",
    [
        "<Axes at 0x7f2b8c0d1e50>",
        "/tmp/tmpab12/site.json",
        f"{Path.home()}/chat.csv",
        f"{FOLDER.parent}/src",
        "in 3 seconds",
    ],
)
def test_what_a_machine_leaves_is_noticed(text):
    assert OF_A_MACHINE.search(text)


def test_the_first_one_needs_no_extra_and_ends_on_a_file_and_a_threshold_of_the_readers_own():
    first = NAMES[0]
    last = "\n".join(source(cell) for cell in cells(first)[-7:])

    assert {module for module, _ in imports(first)} - {"grooming_risk"} <= sys.stdlib_module_names
    assert "## Your own file" in last
    assert "## Your own threshold" in last
    assert "`grooming-risk triage" in source(cells(first)[-1])


@pytest.mark.parametrize("name", NAMES)
def test_ids_of_cells_are_their_numbers(name):
    assert [cell["id"] for cell in cells(name)] == [f"cell-{number}" for number in range(len(cells(name)))]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_short(name):
    assert 3 <= len(cells(name, "code")) <= MAX_CODE_CELLS
    assert all(len(cell["source"]) <= 16 for cell in cells(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_begins_with_a_title_and_every_cell_says_something(name):
    assert source(cells(name)[0]).startswith("# ")
    assert all(source(cell).strip() == source(cell) != "" for cell in cells(name))


@pytest.mark.parametrize("name", NAMES)
def test_imports_are_of_the_public_face(name):
    for module, item in imports(name):
        if module.partition(".")[0] != "grooming_risk":
            assert module in OTHER_PACKAGES
        else:
            assert item is not None
            assert "_" not in (item[0], module.rpartition(".")[2][0])
            assert getattr(import_module(module), item).__doc__


@pytest.mark.parametrize("name", NAMES)
def test_the_public_face_is_imported_from_where_it_is_exported(name):
    import grooming_risk

    for module, item in imports(name):
        if module.startswith("grooming_risk.") and module != "grooming_risk.plots":
            assert item not in grooming_risk.__all__


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_one_machine_is_in_the_code(name):
    text = "\n".join(source(cell) for cell in cells(name, "code"))

    assert [word for word in NO_CODE if word in text] == []
