"""Campaign plans: one for each target group and objective."""

import re
from itertools import combinations

import pytest

from grooming_risk.errors import UnknownNameError
from grooming_risk.guidance.campaign import FOLDER, GROUPS, OBJECTIVES, plan_campaign
from grooming_risk.guidance.language_files import languages, read_language_file

PAIRS = [(group, objective) for group in GROUPS for objective in OBJECTIVES]


def words(*texts):
    """Words of four letters or more."""
    return set(re.findall(r"[a-z]{4,}", " ".join(texts).lower()))


@pytest.mark.parametrize("language", languages(FOLDER))
@pytest.mark.parametrize(("group", "objective"), PAIRS)
def test_every_pair_has_a_complete_plan(language, group, objective):
    plan = plan_campaign(group, objective, language)

    assert (plan.audience, plan.objective) == (group, objective)
    for listed in (plan.channels, plan.tools, plan.measures):
        assert len(listed) >= 3
        assert len(set(listed)) == len(listed)
        assert all(item.strip() == item and item for item in listed)
    assert len(plan.advice.split()) >= 25
    assert len(plan.source) > 15


def test_35_plans_differ():
    plans = [plan_campaign(*pair) for pair in PAIRS]

    assert len(plans) == 35
    assert len({plan.advice for plan in plans}) == 35
    for one, other in combinations(plans, 2):
        pair = f"{one.title} / {other.title}"
        assert not set(one.tools) & set(other.tools), pair
        assert not set(one.measures) & set(other.measures), pair
        assert set(one.channels) != set(other.channels), pair
        mine, theirs = words(one.advice), words(other.advice)
        assert len(mine & theirs) / len(mine | theirs) < 0.3, pair  # nor a near copy


def test_most_groups_use_a_fact_sheet():
    served = {
        group for group in GROUPS for objective in OBJECTIVES
        if re.search("fact sheet|figures|data|facts|shadow report", " ".join(plan_campaign(group, objective).tools))
    }  # fmt: skip

    assert len(served) >= 5


@pytest.mark.parametrize(("group", "objective"), PAIRS)
def test_plans_are_calm_and_have_no_contacts(group, objective):
    plan = plan_campaign(group, objective)
    text = " ".join([*plan.channels, *plan.tools, plan.advice, *plan.measures])

    assert not re.search(r"\d|https?:|www\.|@", text)
    assert not re.search(r"\b(predators?|monsters?|paedo\w*|pedo\w*|shock them|scare)\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("group", "objective", "short"),
    [
        ("Journalists", "start a public discussion", ("media", "discuss")),
        ("children and minors", "inform and raise awareness", ("children", "inform")),
        ("decision-makers", "influence policy", ("decision_makers", "influence")),
        ("institutions", "change behaviour", ("decision_makers", "change")),
        ("civil society", "educate on prevention", ("ngos", "prevent")),
        ("general public", "PREVENT", ("public", "prevent")),
    ],
)
def test_synonyms_are_understood(group, objective, short):
    plan = plan_campaign(group, objective)

    assert (plan.audience, plan.objective) == short


def test_no_synonym_is_ambiguous():
    data = read_language_file(FOLDER, "en", "words")
    for kind in ("groups", "objectives"):
        others = [other for names in data[kind].values() for other in names]
        assert len(set(others)) == len(others)
        assert all(other == other.lower() for other in others)


@pytest.mark.parametrize(
    ("arguments", "listed"),
    [
        (("nurses", "inform"), ", ".join(GROUPS)),
        (("parents", "sell"), ", ".join(OBJECTIVES)),
        (("parents", "inform", "xx"), "known are en"),
    ],
)
def test_an_unknown_name_lists_the_valid_ones(arguments, listed):
    with pytest.raises(UnknownNameError, match=listed):
        plan_campaign(*arguments)
