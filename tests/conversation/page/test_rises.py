"""What raised the risk: no alert and no cry for help is missing among it."""

import dataclasses
import re

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.conversation.page.course import Shown, shown
from grooming_risk.conversation.page.page import render_page

HELP = "someone keeps asking me for pics, i am scared, what do i do"


def raised(page):
    """Return the words of the part on what raised the risk."""
    part = page.partition('id="what-title">')[2].partition('<section id="curve"')[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", part))


def played(chat):
    """Return the words on what raised the risk in a chat."""
    model = load_model()
    conversation = Conversation(model=model, keep_text=True)
    messages = [shown(model, text, None, conversation.add(text, author=author)) for author, text in chat]
    return raised(render_page("a", messages, dict(model.conversation_rule.levels)))


def test_each_message_of_the_timeline_and_the_first_alert_is_told_once():
    told = played([("rex", "our secret ok, dont tell your mom"), ("kiki", "idk"),
                   ("rex", "send me a pic of you on snap, just for me")])  # fmt: skip

    assert re.findall(r"message (\d+)", told) == ["1", "3"]
    assert "secrecy our secret" in told


def test_cries_for_help_are_among_what_raised_the_risk():
    calm = played([("sam", "gg wp"), ("kiki", "lol nice")])
    asked = played([("sam", "gg wp"), ("kiki", HELP), ("kiki", HELP)])

    assert "No message stood out." in calm
    assert "message 2 kiki asks for help" in asked
    assert "message 3 kiki asks for help" in asked
    assert "stood out" not in asked


@pytest.mark.parametrize(
    ("alone", "said"), [(True, "no single pattern"), (False, "no single pattern, joined with the messages before it")]
)
def test_an_alert_without_a_pattern_is_among_what_raised_the_risk(alone, said):
    chat = Conversation(keep_text=True)
    calm = chat.add("gg wp", author="rex")
    record = chat.add("gg", author="rex").records["rex"]
    risky = dataclasses.replace(calm, records={"rex": record._replace(log_odds=10.0)}, index=1)
    messages = [Shown("gg wp", None, (), calm), Shown("gg", None, (), risky, alone=alone)]
    told = raised(render_page("a", messages, {"medium": 0.5, "high": 0.9}))

    assert f"message 2 rex {said} raised the risk from none to high" in told
    assert "stood out" not in told
