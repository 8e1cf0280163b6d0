"""The functions that rules call; their docstrings are what Osprey's registry of functions shows.

They need no network and load the model once: a few milliseconds, shared by every place that calls them.
"""

from typing import TYPE_CHECKING

from osprey.engine.executor.execution_context import ExecutionContext
from osprey.engine.stdlib.udfs.categories import UdfCategories
from osprey.engine.udf.arguments import ArgumentsBase, ConstExpr
from osprey.engine.udf.base import UDFBase

from grooming_risk import PATTERNS, score

if TYPE_CHECKING:
    from osprey.engine.ast_validator.validation_context import ValidationContext


class MessageArguments(ArgumentsBase):
    """A message."""

    text: str
    """The message as it was sent."""


class PatternArguments(MessageArguments):
    """A message and a pattern."""

    name: ConstExpr[str]
    """A pattern, such as 'secrecy'."""


class GroomingRisk(UDFBase[MessageArguments, float]):
    """Probability, 0 to 1, that the message carries a pattern of online grooming. For people to read: no verdict."""

    category = UdfCategories.STRING

    def execute(self, execution_context: ExecutionContext, arguments: MessageArguments) -> float:
        """Return the risk of the message."""
        return score(arguments.text).risk


class GroomingPattern(UDFBase[PatternArguments, float]):
    """Probability, 0 to 1, that the message carries one pattern of online grooming, such as 'secrecy'."""

    category = UdfCategories.STRING

    def __init__(self, validation_context: "ValidationContext", arguments: PatternArguments) -> None:
        super().__init__(validation_context, arguments)
        if arguments.name.value not in PATTERNS:  # a misspelt rule is refused when it is checked, not at a message
            validation_context.add_error(
                message=f"unknown grooming pattern `{arguments.name.value}`",
                span=arguments.name.argument_span,
                hint=f"known are {', '.join(PATTERNS)}",
            )

    def execute(self, execution_context: ExecutionContext, arguments: PatternArguments) -> float:
        """Return the probability of the pattern."""
        return score(arguments.text).patterns[arguments.name.value]


class GroomingDisclosure(UDFBase[MessageArguments, float]):
    """Probability, 0 to 1, that somebody tells of such behaviour or asks for help. It is no risk: lead it to help."""

    category = UdfCategories.STRING

    def execute(self, execution_context: ExecutionContext, arguments: MessageArguments) -> float:
        """Return the probability of a disclosure."""
        return score(arguments.text).disclosure
