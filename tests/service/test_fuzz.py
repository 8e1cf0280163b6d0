"""Schemathesis plays with every endpoint that the description names: no 5xx, no answer that is not described."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from grooming_risk.service.app import create_app
from grooming_risk.service.settings import ServiceSettings

EXAMPLES = 20


@pytest.fixture
def operations(tmp_path):
    app = create_app(ServiceSettings(str(tmp_path / "state.sqlite3")))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
def test_every_endpoint_matches_its_openapi_description(operations, mode):
    assert len(operations) == 11
    for operation in operations:
        if mode is GenerationMode.POSITIVE or operation.body or operation.path_parameters:
            fuzz(operation, mode)


def fuzz(operation, mode):
    # The compatible endpoint describes every field as optional, as the hosted API does, and then asks for two of them.
    excluded = [positive_data_acceptance] if operation.path.startswith("/v1alpha1/") else []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case):
        case.call_and_validate(excluded_checks=excluded)

    check()
