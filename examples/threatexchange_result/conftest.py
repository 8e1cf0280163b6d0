"""Makes the example importable: without python-threatexchange, on a stand-in for the part of it that is used."""

import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

Info = TypeVar("Info")


@dataclass
class ClassificationInfo:
    """Whether a label matches."""

    is_match: bool


@dataclass
class ClassificationResult(Generic[Info]):
    """Labels of a piece of content."""

    labels: dict[str, Info]

    @property
    def has_match(self):
        """Whether any label matches."""
        return bool(self.positive_labels)

    @property
    def positive_labels(self):
        """The labels that match."""
        return {name: info for name, info in self.labels.items() if info.is_match}

    def __str__(self):
        return ",".join(f"{name}({info.weight_str()})" for name, info in self.positive_labels.items()) or "None"


class ContentType:
    """A kind of content."""

    @classmethod
    def get_name(cls):
        """Return its name."""
        return cls.__name__.removesuffix("Content").lower()


class TextContent(ContentType):
    """A text."""


class Classifier(ABC):
    """Labels content."""

    @classmethod
    def get_name(cls):
        """Return its name."""
        return cls.__name__.removesuffix("Classifier").lower()

    @classmethod
    def get_with_default_settings(cls):
        """Return a classifier that is ready for use."""
        return cls()

    @classmethod
    @abstractmethod
    def get_content_types(cls):
        """Return what it can classify."""

    @abstractmethod
    def classify(self, content_type, content_val):
        """Return the result of a piece of content."""


STAND_IN = {
    "threatexchange.classifier.classifier": [ClassificationInfo, ClassificationResult, Classifier],
    "threatexchange.content_type.content_base": [ContentType],
    "threatexchange.content_type.text": [TextContent],
}

if find_spec("threatexchange") is None:
    for module_name, members in STAND_IN.items():
        vars(sys.modules.setdefault(module_name, ModuleType(module_name))).update({m.__name__: m for m in members})
sys.path.insert(0, str(Path(__file__).parent))
