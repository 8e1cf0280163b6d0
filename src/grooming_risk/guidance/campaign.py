"""Plans awareness campaigns: channels, tools and measures by target group and objective.

The plans are data files, one folder per language and one file per target group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import UnknownNameError
from grooming_risk.guidance.language_files import read_language_file

GROUPS: Final = ("children", "parents", "teachers", "ngos", "media", "public", "decision_makers")
"""Target groups of campaigns."""

OBJECTIVES: Final = ("inform", "prevent", "change", "discuss", "influence")
"""Objectives of campaigns: know the risk, know what to do, act differently, talk about it, change the rules."""

FOLDER: Final = Path(__file__).resolve().parent / "texts" / "campaign"


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """Plan for one target group and one objective. `plan_campaign` makes it.

    Parameters
    ----------
    audience, objective, language : str
        One of `GROUPS`, one of `OBJECTIVES`, and the folder of the text.
    channels, tools : tuple of str
        Where to reach the group, and what to use there.
    advice : str
        How to proceed.
    measures : tuple of str
        Measures of success.
    source : str
        Source of the plan.

    Examples
    --------
    >>> print(plan_campaign("teachers", "prevent").title)
    teachers and educators: educate on prevention
    """

    audience: str
    objective: str
    language: str
    channels: tuple[str, ...]
    tools: tuple[str, ...]
    advice: str
    measures: tuple[str, ...]
    source: str

    @property
    def title(self) -> str:
        """Target group and objective in plain words."""
        titles = self._words["titles"]
        return f"{titles[self.audience]}: {titles[self.objective]}"

    def to_text(self) -> str:
        """Return the plan as plain text."""
        return self._render("{}", "{}:")

    __str__ = to_text

    def to_markdown(self) -> str:
        """Return the plan as Markdown."""
        return self._render("## {}", "**{}**\n")

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, ready for JSON."""
        lists = {name: list(getattr(self, name)) for name in ("channels", "tools", "measures")}
        data = {"audience": self.audience, "objective": self.objective, "language": self.language}
        return {**data, **lists, "advice": self.advice, "source": self.source}

    @property
    def _words(self) -> Mapping[str, Any]:
        return read_language_file(FOLDER, self.language, "words")

    def _render(self, title: str, heading: str) -> str:
        blocks = [title.format(self.title[0].upper() + self.title[1:])]
        for name, text in self._words["parts"].items():
            value = getattr(self, name)
            listed = value if isinstance(value, str) else "\n".join(f"- {item}" for item in value)
            blocks.append(f"{heading.format(text)}\n{listed}")
        return "\n\n".join(blocks) + "\n"


def plan_campaign(audience: str, objective: str, language: str = "en") -> CampaignPlan:
    """Return the plan of a campaign for a target group and an objective.

    The table of target groups and objectives follows toolboxes for awareness campaigns on trafficking in human beings;
    each plan names its ``source``.

    Parameters
    ----------
    audience : str
        ``"children"``, ``"parents"``, ``"teachers"``, ``"ngos"``, ``"media"``, ``"public"``, ``"decision_makers"``, or
        a synonym, such as ``"journalists"``.
    objective : str
        ``"inform"``, ``"prevent"``, ``"change"`` (behaviour), ``"discuss"``, ``"influence"`` (policy), or a synonym.
    language : str, default="en"
        Folder of texts, with its synonyms.

    Returns
    -------
    CampaignPlan
        The plan; ``str(plan)`` is its text.

    Raises
    ------
    UnknownNameError
        The target group, objective or language is unknown; the error lists the valid ones.

    Examples
    --------
    >>> plan = plan_campaign("journalists", "start a public discussion")
    >>> plan.audience, plan.objective, plan.channels[0]
    ('media', 'discuss', 'talk shows and podcasts')
    """
    words = read_language_file(FOLDER, language, "words")
    group = _resolved("target group", audience, GROUPS, words["groups"])
    aim = _resolved("objective", objective, OBJECTIVES, words["objectives"])
    plan = read_language_file(FOLDER, language, group)[aim]
    lists = {name: tuple(plan[name]) for name in ("channels", "tools", "measures")}
    return CampaignPlan(group, aim, language, advice=plan["advice"], source=plan["source"], **lists)


def _resolved(kind: str, given: str, names: tuple[str, ...], synonyms: Mapping[str, list[str]]) -> str:
    """Return the short name of a name or synonym."""
    if not isinstance(given, str):
        raise UnknownNameError(kind, None, names)
    wanted = " ".join(given.lower().replace("_", " ").replace("-", " ").split())
    for name in names:
        if wanted in (name.replace("_", " "), *synonyms[name]):
            return name
    raise UnknownNameError(kind, given, names)
