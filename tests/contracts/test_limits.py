"""The page of limits says what the code does: each default is the constant that its row names."""

import re
from dataclasses import MISSING, fields, is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "limits.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in PAGE.splitlines() if row.startswith("| ")]
LIMITS = [row for row in ROWS if row[0] not in ("what", "---")]


def value_of(constant):
    """Return the value of ``module:NAME``, with attributes, keys and fields of settings behind it."""
    module, path = constant.strip("`").split(":")
    found = import_module(f"grooming_risk.{module}")
    for key, name in re.findall(r'\[("[^"]+"|\d+)\]|(\w+)', path):
        if key:
            found = found[key.strip('"') if key.startswith('"') else int(key)]
        elif is_dataclass(found):
            (found,) = [one.default for one in fields(found) if one.name == name]
        else:
            found = getattr(found, name)
    assert found is not MISSING
    return found


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: row[0])
def test_a_limit_is_what_the_page_says(row):
    _, default, _, beyond, constant = row

    assert beyond
    if default == "none":
        assert not constant
    else:
        assert value_of(constant) == float(default.replace(",", ""))


def test_every_package_with_limits_is_on_the_page():
    packages = {row[4].strip("`").split(".")[0] for row in LIMITS if row[4]}

    assert packages >= {"text", "model", "conversation", "io", "service"}
    assert len(LIMITS) > 20
