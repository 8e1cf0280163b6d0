"""Errors come whole from another process."""

import pickle

import pytest

from grooming_risk.errors import ArtifactError, DataError, MissingExtraError, OutputFolderError, UnknownNameError


@pytest.mark.parametrize(
    "error",
    [DataError("a", 3, "bad"), MissingExtraError("joblib", "train"), ArtifactError("f", "cut"),
     UnknownNameError("audience", "x", ["y"]), OutputFolderError("full")],
)  # fmt: skip
def test_errors_come_whole_from_another_process(error):
    copy = pickle.loads(pickle.dumps(error))

    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))
