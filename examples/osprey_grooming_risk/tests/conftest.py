"""Makes the plugin importable: without Osprey, on a stand-in for the part of its documented interface that it uses."""

import sys
from abc import ABC, abstractmethod
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Generic, TypeVar

import pluggy

Arguments = TypeVar("Arguments")
Result = TypeVar("Result")
Value = TypeVar("Value")


class ExecutionContext:
    """What a function may ask about the event being processed."""


class ArgumentsBase:
    """Arguments of a function, as annotated attributes."""


class ConstExpr(Generic[Value]):
    """An argument that is written out in the rule, with the place where it stands."""

    def __init__(self, value: Value, argument_span: object) -> None:
        self.value = value
        self.argument_span = argument_span


class UDFBase(Generic[Arguments, Result], ABC):
    """A function for rules: made where a rule calls it, executed for each event."""

    category: ClassVar[str | None] = None

    def __init__(self, validation_context: Any, arguments: Arguments) -> None:
        pass

    @abstractmethod
    def execute(self, execution_context: ExecutionContext, arguments: Arguments) -> Result:
        """Return the value."""


class UdfCategories(StrEnum):
    """Headings under which functions are listed."""

    STRING = "String"


STAND_IN = {
    "osprey.engine.executor.execution_context": [ExecutionContext],
    "osprey.engine.stdlib.udfs.categories": [UdfCategories],
    "osprey.engine.udf.arguments": [ArgumentsBase, ConstExpr],
    "osprey.engine.udf.base": [UDFBase],
    "osprey.worker.adaptor.plugin_manager": [],
}


def _install() -> None:
    for name, members in STAND_IN.items():
        module = sys.modules[name] = ModuleType(name)
        vars(module).update({member.__name__: member for member in members})
    sys.modules["osprey.worker.adaptor.plugin_manager"].hookimpl_osprey = pluggy.HookimplMarker("osprey_plugin")


if find_spec("osprey") is None or find_spec("osprey.engine") is None:  # another package goes by the name osprey too
    _install()
sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
