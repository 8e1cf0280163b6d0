"""Everything public is described in numpydoc form."""

import importlib
import inspect

import pytest
from numpydoc.validate import validate

import grooming_risk

CHECKED = {"GL08", "PR01", "PR02", "PR03", "PR04", "RT01", "YD01", "SS03", "PR06"}


def public_objects():
    for name in grooming_risk.__all__:
        item = getattr(grooming_risk, name)
        if inspect.isclass(item) or inspect.isfunction(item):
            yield f"{item.__module__}.{item.__qualname__}"


@pytest.mark.parametrize("path", sorted(public_objects()))
def test_public_name_is_described(path):
    errors = [f"{code}: {text}" for code, text in validate(path)["errors"] if code in CHECKED]

    assert errors == []


@pytest.mark.parametrize("path", sorted(public_objects()))
def test_public_name_has_an_example_or_points_to_one(path):
    module, _, name = path.rpartition(".")
    text = inspect.getdoc(getattr(importlib.import_module(module), name))

    if name not in ("Evidence", "Scorer", "Evaluation") and not name.endswith("Error"):
        assert ">>>" in text or "See " in text or name == "train"
