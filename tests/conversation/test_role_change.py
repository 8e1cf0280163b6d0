"""Roles that become known later: the same risks as if they had been known, alerts at once and only once."""

import pytest

from grooming_risk import Conversation
from grooming_risk.conversation.role_change import set_roles
from grooming_risk.errors import UnknownNameError

CHAT = [("rex", "our secret ok, dont tell your mom"), ("kiki", "ok"), ("jo", "gg wp"), ("rex", "gg")]
ROLES = {"rex": "adult", "kiki": "minor"}


def heard(**options):
    chat = Conversation(**options)
    for number, (author, text) in enumerate(CHAT):
        chat.add(text, author=author, at=60.0 * number)
    return chat


def risks(chat):
    return {name: author.risk for name, author in chat.state.authors.items()}


def test_roles_set_later_give_the_risks_of_roles_given_at_the_start():
    chat = heard()
    before = risks(chat)
    set_roles(chat, ROLES)

    assert risks(chat)["rex"] == risks(heard(roles=ROLES))["rex"] > before["rex"]
    assert list(chat.state.authors) == list(before)
    assert risks(Conversation.from_bytes(chat.to_bytes())) == risks(chat)
    again, given = chat.add("gg", author="rex"), heard(roles=ROLES).add("gg", author="rex")
    assert (again.risk, again.index) == (given.risk, given.index)


def test_the_alert_is_raised_at_once_and_not_again(monkeypatch):
    chat = heard()
    level = chat.state.authors["rex"].level
    monkeypatch.setattr(
        chat, "_rule", chat._rule._replace(levels={**chat._rule.levels, "high": chat.state.risk + 1e-9})
    )

    alerts = set_roles(chat, ROLES)

    assert level == "medium"
    assert [(one.author, one.level, one.index, one.at, one.kind) for one in alerts] == [
        ("rex", "high", 3, 180.0, "risk")
    ]
    assert set_roles(chat, ROLES) == chat.add("gg", author="rex").alerts == ()


def test_a_risk_may_fall_too():
    chat = heard()
    before = chat.state.risk

    assert set_roles(chat, {"rex": "staff"}) == ()
    assert chat.state.risk <= before


def test_unknown_roles_change_nothing():
    chat = heard()
    before = chat.to_bytes()

    with pytest.raises(UnknownNameError, match="minor, adult"):
        set_roles(chat, {"rex": "adult", "kiki": "child"})
    assert chat.to_bytes() == before


def test_roles_of_authors_who_have_not_written_count():
    chat = Conversation()
    before = chat.add(CHAT[0][1], author="rex").risk
    set_roles(chat, {"rex": "adult", "kiki": "minor"})

    assert chat.state.risk > before
    assert set(chat.state.authors) == {"rex"}
