"""The tests mirror the modules: each has its test file at the same place, or a row that says where its tests are."""

import ast
import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src" / "grooming_risk"
TABLE = Path(__file__).with_name("covered_elsewhere.toml")
ELSEWHERE = tomllib.loads(TABLE.read_text(encoding="utf-8"))["tests"]
MODULES = sorted(
    path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.py") if path.name != "__init__.py"
)


def own_test(module):
    path = Path(module)
    return TESTS / path.parent / f"test_{path.name}.py"


def problems(modules, elsewhere):
    """Yield what is wrong with a table of modules by test file."""
    named = [module for covered in elsewhere.values() for module in covered]
    yield from (
        f"{module}: no test file, no row" for module in modules if not own_test(module).exists() and module not in named
    )
    yield from (f"{module}: there is no such module" for module in named if module not in modules)
    yield from (f"{module}: two rows" for module in set(named) if named.count(module) > 1)
    yield from (f"{module}: has its own test file, and a row" for module in named if own_test(module).exists())
    yield from (f"{test}: there is no such test file" for test in elsewhere if not (TESTS / test).is_file())


def test_every_module_has_a_test_file_or_a_row():
    assert list(problems(MODULES, ELSEWHERE)) == []


@pytest.mark.parametrize(
    ("modules", "elsewhere", "problem"),
    [
        (["text/new"], {}, "text/new: no test file, no row"),
        ([], {"text/test_fold.py": ["text/gone"]}, "text/gone: there is no such module"),
        (["text/fold"], {"text/test_leet.py": ["text/fold"]}, "text/fold: has its own test file, and a row"),
        (["labels"], {"test_none.py": ["labels"]}, "test_none.py: there is no such test file"),
        (["labels"], {"text/test_fold.py": ["labels"], "text/test_leet.py": ["labels"]}, "labels: two rows"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(modules, elsewhere, problem):
    assert list(problems(modules, elsewhere)) == [problem]


def test_every_test_file_lies_where_a_package_lies():
    others = {"contracts", "support", "timing", "typing", "."}
    folders = {path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}

    assert {folder for folder in folders - others if not (SOURCE / folder).is_dir()} == set()


def test_tests_import_no_other_test_file():
    """What several tests need lies in `support`."""
    found = []
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            found += [(path.name, name) for name in names if name.split(".")[0] == "tests" or "test_" in name]

    assert found == []
