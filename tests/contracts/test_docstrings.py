"""Everything public is described in numpydoc form."""

import importlib
import inspect
from itertools import chain

import pytest
from numpydoc.docscrape import FunctionDoc
from numpydoc.validate import validate

import grooming_risk

WITHOUT = ("Evidence", "Scorer", "Evaluation", "train")
"""What others return, and what runs for minutes: they have no example of their own."""
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

    if name not in WITHOUT and not name.endswith("Error"):
        assert leads_to_an_example(getattr(importlib.import_module(module), name), seen=())


def leads_to_an_example(item, seen):
    """Say whether the docstring of a public name has an example, or its See Also leads to one that has."""
    if ">>>" in inspect.getdoc(item):
        return True
    others = (
        name.removeprefix("grooming_risk.") for name, _ in chain(*(row[0] for row in FunctionDoc(item)["See Also"]))
    )
    return any(leads_to_an_example(getattr(grooming_risk, name), (*seen, name)) for name in others if name not in seen)
