"""What the decisions say of the model."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from scipy.stats import binomtest

from grooming_risk.desk import CaseFile
from grooming_risk.io.exports.message import Message
from grooming_risk.scoring.scorer import default_model
from support.desk_client import WHATEVER, filled, key_of

SECRET = "our secret ok, dont tell your mom"


@pytest.fixture
def many(tmp_path):
    """Ten conversations with a secret and ten without."""
    chat = [Message("a", n, f"c{n}", "rex", "gg wp" if n % 2 else SECRET) for n in range(20)]
    with CaseFile(tmp_path / "desk.sqlite", second_share=0) as made:
        made.fill(chat, default_model())
        yield made


def test_nothing_decided_is_not_known(cases):
    found = cases.figures()

    assert (found.days, found.verdicts, found.differing, found.thresholds) == ({}, {}, 0, [])
    assert found.help == found.levels["high"] == found.patterns["secrecy"] == (0, 0, None, None, None)
    assert found.agreement["found"] == (0, 0, None)


def test_decisions_a_day_are_those_of_utc(tmp_path):
    moment = [datetime(2026, 3, 1, 23, 30, tzinfo=timezone(-timedelta(hours=2)))]
    with filled(tmp_path / "desk.sqlite", now=lambda: moment[0]) as cases:
        cases.decide(1, "kim", "nothing")
        moment[0] = datetime(2026, 3, 3, 8, tzinfo=UTC)
        cases.decide(2, "kim", "nothing")
        cases.decide(3, "noa", "nothing")

        assert cases.figures().days == {"2026-03-02": 1, "2026-03-03": 2}


def test_precision_by_level_and_pattern_with_its_interval(many):
    cases = many.cases(WHATEVER, "kim")
    level = cases[0].row.level
    for number, case in enumerate(cases[:10]):  # the secrets rank first
        verdict = ("confirmed", "confirmed", "escalate", "unsure", "nothing")[number % 5]
        many.decide(case.row.key, "kim", verdict, ["secrecy"] if verdict in ("confirmed", "escalate") else ())
    found = many.figures()

    assert {case.row.level for case in cases[:10]} == {level}
    expected = binomtest(6, 8).proportion_ci(method="wilson")
    for one in (found.levels[level], found.patterns["secrecy"]):
        assert one == (6, 8, 0.75, pytest.approx(expected.low), pytest.approx(expected.high))
    assert found.levels["none"].precision is None
    assert found.verdicts == {"confirmed": 4, "escalate": 2, "unsure": 2, "nothing": 2}


def test_a_pattern_that_a_decision_does_not_speak_of_is_not_counted(cases):
    cases.decide(key_of(cases, "lobby"), "kim", "help")

    assert cases.figures().patterns["secrecy"].decided == 0
    assert sum(one.decided for one in cases.figures().levels.values()) == 1


def test_requests_for_help_count_apart(cases):
    cases.decide(key_of(cases, "help"), "kim", "help")

    assert cases.figures().help[:3] == (1, 1, 1.0)
    assert all(one.decided == 0 for one in cases.figures().levels.values())


def test_threshold_shows_the_confirmed_and_says_what_else_it_shows(cases):
    risks = {case.row.conversation: case.row.risk for case in cases.cases(WHATEVER, "kim")}
    for name, verdict in {"lobby": "nothing", "trade": "confirmed"}.items():
        cases.decide(key_of(cases, name), "kim", verdict)
    (all_of_them, *_) = found = cases.figures().thresholds

    assert risks["lobby"] > risks["trade"] > risks["raid"]
    assert [one.share for one in found] == [1.0, 0.9, 0.75]
    assert all_of_them == (1.0, risks["trade"], 1, 1, 1, 0)
    cases.undo("kim")
    cases.decide(key_of(cases, "raid"), "kim", "confirmed")
    assert cases.figures().thresholds[0][1:] == (risks["raid"], 1, 1, 1, 1 + (risks["help"] >= risks["raid"]))


def test_a_smaller_share_needs_a_higher_threshold(tmp_path):
    texts = [
        SECRET,
        "send me a pic",
        "meet me alone tonight and tell nobody",
        "how old are you, are you alone",
        "gg wp",
    ]
    with CaseFile(tmp_path / "desk.sqlite", second_share=0) as cases:
        cases.fill([Message("a", n, f"c{n}", "rex", text) for n, text in enumerate(texts)], default_model())
        risks = sorted((case.row.risk for case in cases.cases(WHATEVER, "kim")), reverse=True)
        for key in range(1, 6):
            cases.decide(key, "kim", "confirmed")
        found = cases.figures().thresholds

    assert len(set(risks)) == 5
    assert [(one.threshold, one.shown) for one in found] == [(risks[4], 5), (risks[4], 5), (risks[3], 4)]


def test_agreement_is_of_first_and_second_readings_that_are_sure(tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1) as cases:
        said = {"lobby": ("confirmed", "escalate"), "trade": ("confirmed", "nothing"), "raid": ("nothing", "nothing"),
                "help": ("help", "unsure")}  # fmt: skip
        for name, verdicts in said.items():
            for person, verdict in zip(("kim", "noa"), verdicts, strict=True):
                patterns = ["secrecy"] if verdict in ("confirmed", "escalate") else []
                cases.decide(key_of(cases, name), person, verdict, patterns)
        found = cases.figures()

    assert found.agreement["found"] == found.agreement["secrecy"] == (3, 2, pytest.approx(0.4))
    assert found.agreement["coercion"] == (3, 3, None)
    assert found.differing == 2


def test_figures_are_plain_data(many):
    many.decide(1, "kim", "confirmed", ["secrecy"])
    data = json.loads(json.dumps(many.figures().to_dict()))

    assert data["patterns"]["secrecy"]["precision"] == 1.0
    assert data["thresholds"][0]["confirmed"] == 1
