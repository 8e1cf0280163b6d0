"""The functions say what the library says, a misspelt pattern is refused, and the rule calls what there is."""

import ast
import tomllib
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pluggy
import pytest
from osprey_grooming_risk import register
from osprey_grooming_risk.udfs import GroomingDisclosure, GroomingPattern, GroomingRisk

from grooming_risk import PATTERNS, score

FOLDER = Path(__file__).parent.parent
RISKY = "our secret ok, dont tell your mom"
SPAN = object()


class Checks:
    """Hears what is wrong with a rule, as the engine does when it checks rules."""

    def __init__(self):
        self.errors = []

    def add_error(self, message, span, hint=""):
        """Take an error."""
        self.errors.append((message, span, hint))


def called(udf, checks=None, **arguments):
    """Return what a rule gets that calls the function."""
    named = SimpleNamespace(**arguments)
    if "name" in arguments:
        named.name = SimpleNamespace(value=arguments["name"], argument_span=SPAN)
    return udf(checks or Checks(), named).execute(None, named)


def test_the_risk_is_that_of_the_library():
    """A risky message has a high one, a harmless one a low one."""
    assert called(GroomingRisk, text=RISKY) == score(RISKY).risk > 0.8
    assert called(GroomingRisk, text="gg wp") == score("gg wp").risk < 0.1


@pytest.mark.parametrize("name", PATTERNS)
def test_each_pattern_has_its_probability(name):
    """Each pattern can be asked for, and the rule is found in order."""
    checks = Checks()

    assert called(GroomingPattern, checks, text=RISKY, name=name) == score(RISKY).patterns[name]
    assert checks.errors == []


def test_a_disclosure_is_told_apart():
    """Somebody who asks for help carries a disclosure."""
    told = "a man in the game keeps asking for my pictures, can someone help"

    assert called(GroomingDisclosure, text=told) == score(told).disclosure > 0.5


def test_a_misspelt_pattern_is_refused_where_it_stands_in_the_rule():
    """The error is raised when rules are checked, and names the patterns there are."""
    checks = Checks()
    GroomingPattern(checks, SimpleNamespace(name=SimpleNamespace(value="secrets", argument_span=SPAN)))

    ((message, span, hint),) = checks.errors
    assert "secrets" in message
    assert span is SPAN
    assert all(name in hint for name in PATTERNS)


def test_osprey_finds_the_functions_by_the_entry_point():
    """The module that the package declares gives them to the hook."""
    declared = tomllib.loads((FOLDER / "pyproject.toml").read_text())["project"]["entry-points"]
    manager = pluggy.PluginManager("osprey_plugin")
    for module in declared["osprey_plugin"].values():
        manager.register(import_module(module))

    assert list(manager.get_plugins()) == [register]
    assert [f for fs in manager.hook.register_udfs() for f in fs] == [GroomingRisk, GroomingPattern, GroomingDisclosure]


def calls_of(rule):
    """Yield the name and the arguments of each call in a rule file: its language is a part of Python."""
    for node in ast.walk(ast.parse((FOLDER / "rules" / rule).read_text())):
        if isinstance(node, ast.Call):
            yield node.func.id, {keyword.arg: keyword.value for keyword in node.keywords}


def test_the_rule_calls_the_functions_as_they_are():
    """Names and arguments are right, and so are the patterns."""
    ours = {"GroomingRisk": {"text"}, "GroomingPattern": {"text", "name"}, "GroomingDisclosure": {"text"}}
    calls = [(name, given) for name, given in calls_of("grooming_triage.sml") if name in ours]

    assert {name for name, _ in calls} == set(ours)
    assert all(set(given) == ours[name] for name, given in calls)
    assert {given["name"].value for _, given in calls if "name" in given} <= set(PATTERNS)


def test_the_rule_only_tells_people():
    """Its effects are verdicts that ask for people, and a label that goes away."""
    effects = [effect for name, given in calls_of("grooming_triage.sml") if name == "WhenRules"
               for effect in given["then"].elts]  # fmt: skip

    verdicts = {e.keywords[0].value.value for e in effects if e.func.id == "DeclareVerdict"}
    labels = [{keyword.arg for keyword in e.keywords} for e in effects if e.func.id == "LabelAdd"]
    assert verdicts == {"review", "review_first", "offer_help"}
    assert labels == [{"entity", "label", "expires_after"}]
    assert len(effects) == 4
