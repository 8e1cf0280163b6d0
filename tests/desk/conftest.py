"""A desk for every test of its pages: a copy of a file that is filled once."""

import shutil

import pytest

from grooming_risk.desk.case_file import CaseFile
from support.desk_client import desk_client, filled


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("desk") / "desk.sqlite"
    filled(path, second_share=0.0).close()
    return path


@pytest.fixture
def cases(filled_file, tmp_path):
    with CaseFile(shutil.copy(filled_file, tmp_path / "desk.sqlite")) as copied:
        yield copied


@pytest.fixture
def client(cases):
    with desk_client(cases) as one:
        yield one
