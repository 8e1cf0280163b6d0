"""``grooming-risk advise``: texts of patterns in every form."""

import json

import pytest

from grooming_risk.guidance.advice import advise
from support.cli import run


def test_command(tmp_path):
    path = tmp_path / "help.toml"
    path.write_text('[helplines]\n"the counsellor" = "room 12"\n', encoding="utf-8")
    text = run("advise", "secrecy", "image-request", "--for", "child")[0]
    data = json.loads(run("advise", "disclosure", "--format", "json", "--helplines", path)[0])

    assert text == "\n".join(one.to_text() for one in advise(["secrecy", "image_request"], "child"))
    assert data == [advise("disclosure", helplines={"the counsellor": "room 12"})[0].to_dict()]
    assert run("advise", "secrecy", "--format", "markdown")[0].startswith("## Asking")


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [
        (("secrecy", "--for", "nurse"), "ngo"),
        (("secret",), "disclosure"),
        (("secrecy", "--language", "x"), "known are en"),
    ],
)
def test_command_lists_the_valid_names(arguments, listed):
    _, err = run("advise", *arguments, status=2)

    assert listed in err
    assert err.count("\n") == 1
