"""The notebooks: thin, stripped, and on the public face. That they run is shown by ``pytest --nbmake notebooks``."""

import ast
import json
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
OTHER_PACKAGES = {"pandas", "matplotlib.pyplot", "pathlib", "tempfile"}
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


@pytest.mark.parametrize("name", NAMES)
def test_outputs_are_stripped(name):
    for cell in cells(name, "code"):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    assert all(cell["metadata"] == {} for cell in cells(name))


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
