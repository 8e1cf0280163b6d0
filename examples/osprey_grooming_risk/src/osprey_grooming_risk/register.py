"""What Osprey finds at its start: the functions that rules may call."""

from collections.abc import Sequence
from typing import Any

from osprey.engine.udf.base import UDFBase
from osprey.worker.adaptor.plugin_manager import hookimpl_osprey

from osprey_grooming_risk.udfs import GroomingDisclosure, GroomingPattern, GroomingRisk


@hookimpl_osprey
def register_udfs() -> Sequence[type[UDFBase[Any, Any]]]:
    """Return the functions."""
    return [GroomingRisk, GroomingPattern, GroomingDisclosure]
