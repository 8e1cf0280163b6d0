"""``grooming-risk campaign``: a plan in every form."""

import json

from grooming_risk.guidance.campaign import plan_campaign
from support.cli import run


def test_command():
    plan = plan_campaign("teachers", "prevent")

    assert run("campaign", "--for", "teachers", "--to", "prevent")[0] == plan.to_text()
    assert run("campaign", "--for", "teachers", "--to", "prevent", "--format", "markdown")[0] == plan.to_markdown()
    assert json.loads(run("campaign", "--for", "teachers", "--to", "prevent", "--format", "json")[0]) == plan.to_dict()
    assert plan.to_markdown().startswith(
        "## Teachers and educators: educate on prevention\n\n**Where to reach them**\n\n- "
    )


def test_command_lists_the_valid_names():
    _, err = run("campaign", "--for", "teachers", "--to", "sell", status=2)

    assert "known are inform, prevent, change, discuss, influence" in err
    assert err.count("\n") == 1
