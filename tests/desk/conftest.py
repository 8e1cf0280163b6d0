"""A desk for every test of its pages."""

import pytest

from support.desk_client import desk_client, filled


@pytest.fixture
def cases(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=0.0) as made:
        yield made


@pytest.fixture
def client(cases):
    with desk_client(cases) as one:
        yield one
