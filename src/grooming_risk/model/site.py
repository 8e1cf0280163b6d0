"""The site file: the thresholds that a site set from its own traffic, beside the model they were made for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import ArtifactError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS
from grooming_risk.model.sealed import SealedJson

SITE_VERSION: Final = 3
"""Raised with every change of what a site file holds."""

SITE_FILE: Final = "site.json"
"""Name of a site file that lies in a model folder and is taken unasked."""

_FORM: Final = SealedJson("site", SITE_VERSION, "site_sha256", "write it again with: grooming-risk calibrate")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold of a site, and what the site's sample says of it. One set by hand has its value alone.

    Parameters
    ----------
    value : float, above 0
        The risk, or the probability of a pattern, from which a message counts; of a conversation its risk.
    budget : float, optional
        Alerts per million messages that were allowed; of conversations, those alarmed per million conversations.
    expected : float, optional
        Alerts per million, counted as the budget is, that the sample lets expect. More than the budget only where the
        budget is rarer than the sample and a message of it reaches the value all the same.
    interval : (float, float), optional
        The true alerts per million lie in it with 95% confidence, as far as later traffic is like the sample.
    reached : int, optional
        Messages, or conversations, of the sample that reach the value.
    extrapolated : bool, default=False
        Fewer than ten texts, or conversations, of the sample reach it, so that a fitted tail set it.

    Examples
    --------
    >>> Threshold(0.9).by_hand, Threshold(0.9, 50.0, 48.5, (30.1, 71.2), 49).by_hand
    (True, False)
    """

    value: float
    budget: float | None = None
    expected: float | None = None
    interval: tuple[float, float] | None = None
    reached: int | None = None
    extrapolated: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether somebody set it, instead of a budget."""
        return self.budget is None


@dataclass(frozen=True, slots=True)
class Site:
    """Thresholds of a site. `calibrate` makes it, for conversations `calibrate_conversations`.

    ``load_model(folder, site=...)`` scores with it.

    Parameters
    ----------
    model : str
        SHA-256 of the manifest of the model it was made for; no other model takes it.
    levels : mapping of str to Threshold
        ``"low"``, ``"medium"``, ``"high"``, of the risk of a message.
    patterns : mapping of str to Threshold
        Of the probability of each pattern.
    messages, texts : int
        Messages of the sample, and how many different ones.
    observe_only : bool, default=False
        Whether conversations raise no alert; levels and risks are reported as ever.
    disclosure : Threshold, optional
        Of the probability that somebody asks for help; None keeps that of the model.
    base_rate : float in (0, 1), optional
        Share of grooming messages that risks are to be stated for; None keeps that of the model. Thresholds are stated
        for the model's, whatever this is: what reaches them does not change.
    conversations : mapping of str to Threshold, optional
        ``"low"``, ``"medium"``, ``"high"``, of the risk of a conversation and of an author in it; budgets and what is
        expected are conversations per million. None keeps the levels of the model.
    chats : int, default=0
        Conversations of the sample that set them.

    Raises
    ------
    ValueError
        A level or a pattern is missing or unknown, a value is not in (0, 1], or the levels do not rise.

    Examples
    --------
    >>> from grooming_risk import PATTERNS
    >>> levels = {"low": Threshold(0.5), "medium": Threshold(0.8), "high": Threshold(0.9)}
    >>> site = Site("0" * 64, levels, dict.fromkeys(PATTERNS, Threshold(0.7)), messages=0, texts=0)
    >>> changed = site.with_pattern("secrecy", 0.6)
    >>> changed.patterns["secrecy"].value, changed.patterns["coercion"] is site.patterns["coercion"]
    (0.6, True)
    """

    model: str
    levels: Mapping[str, Threshold]
    patterns: Mapping[str, Threshold]
    messages: int
    texts: int
    observe_only: bool = False
    disclosure: Threshold | None = None
    base_rate: float | None = None
    conversations: Mapping[str, Threshold] | None = None
    chats: int = 0

    def __post_init__(self) -> None:
        of_chats = self.levels if self.conversations is None else self.conversations
        if not tuple(self.levels) == tuple(of_chats) == LEVELS[1:] or tuple(self.patterns) != PATTERNS:
            raise ValueError(
                "a site has a threshold for each level and each pattern, in the order of LEVELS and PATTERNS"
            )
        own = {DISCLOSURE: self.disclosure} if self.disclosure else {}
        for name, threshold in {**self.patterns, **own}.items():
            _check_value(name, threshold.value)
        if self.base_rate is not None and (_check_value("base_rate", self.base_rate) == 1):
            raise ValueError("the base rate must lie in (0, 1)")
        for levels in (self.levels, of_chats):
            values = [_check_value(name, threshold.value) for name, threshold in levels.items()]
            if values != sorted(values):
                raise ValueError("the thresholds of the levels must rise from low to high")

    @property
    def thresholds(self) -> dict[str, dict[str, float]]:
        """The values alone: ``"levels"`` and ``"patterns"``, each a mapping of name to number."""
        return {
            "levels": {name: threshold.value for name, threshold in self.levels.items()},
            "patterns": {name: threshold.value for name, threshold in self.patterns.items()},
        }

    def with_pattern(self, name: str, threshold: float) -> Site:
        """Return the site with the threshold of one pattern set by hand; all others stay as they are, bit for bit.

        Parameters
        ----------
        name : str
            One of `PATTERNS`.
        threshold : float in (0, 1]
            Higher is stricter.

        Raises
        ------
        ValueError
            An unknown pattern, or a threshold outside (0, 1].
        """
        if name not in PATTERNS:
            raise ValueError(f"unknown pattern {name!r}; known are {', '.join(PATTERNS)}")
        return replace(self, patterns={**self.patterns, name: Threshold(_check_value(name, threshold))})

    def with_conversations(self, levels: Mapping[str, Threshold] | None, chats: int = 0) -> Site:
        """Return the site with the levels of conversations set; the thresholds of messages stay as they are.

        Parameters
        ----------
        levels : mapping of str to Threshold, or None
            ``"low"``, ``"medium"``, ``"high"``; None goes back to those of the model.
        chats : int, default=0
            Conversations of the sample that set them.

        Raises
        ------
        ValueError
            A level is missing or unknown, a value is not in (0, 1], or the levels do not rise.
        """
        return replace(self, conversations=None if levels is None else dict(levels), chats=chats)

    def with_observe_only(self, observe_only: bool) -> Site:
        """Return the site with alerts of conversations held back, or raised again; thresholds stay as they are."""
        return replace(self, observe_only=observe_only)

    def to_dict(self) -> dict[str, Any]:
        """Return the site as plain data, ready for JSON."""
        return {"format_version": SITE_VERSION, **asdict(self)}

    def save(self, path: str | Path) -> None:
        """Write the site file; the same site gives the same bytes.

        Parameters
        ----------
        path : path or str
            ``site.json`` in the model folder is taken by `load_model` unasked; any other is named to it.
        """
        data = _FORM.seal(asdict(self))
        write_whole(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def read_site(path: str | Path, *, model: str | None = None) -> Site:
    """Read a site file.

    Parameters
    ----------
    path : path or str
        What `Site.save` wrote.
    model : str, optional
        SHA-256 of the manifest of the model to use it with; None takes a site of any model.

    Returns
    -------
    Site
        As it was saved.

    Raises
    ------
    ArtifactError
        The file cannot be read, is cut or altered, of another format version, or was made for another model.

    See Also
    --------
    grooming_risk.load_model : Takes the file as ``site``.
    """
    sealed = _FORM.read(path)
    data = {name: value for name, value in sealed.items() if name not in ("format_version", _FORM.checksum)}
    try:
        for kind in ("levels", "patterns", "conversations"):
            data[kind] = data[kind] and {name: _threshold(row) for name, row in data[kind].items()}
        site = Site(**data | {DISCLOSURE: data[DISCLOSURE] and _threshold(data[DISCLOSURE])})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ArtifactError(path, f"a part of the site file cannot be read ({error}); {_FORM.again}") from None
    return _checked_model(site, model, path) if model else site


def site_of(site: str | Path | Site | None, folder: Path, model: str) -> Site | None:
    """Return the site to score with: the one given, or the one whose file lies in the model folder, if any.

    Raises
    ------
    ArtifactError
        The file cannot be used, or was made for another model.
    """
    if isinstance(site, Site):
        return _checked_model(site, model, folder)
    beside = folder / SITE_FILE
    if site is None and not beside.is_file():
        return None
    return read_site(beside if site is None else site, model=model)


def _checked_model(site: Site, model: str, place: str | Path) -> Site:
    if site.model != model:
        raise ArtifactError(place, "the site's thresholds were made for another model; calibrate them for this one")
    return site


def _threshold(row: Mapping[str, Any]) -> Threshold:
    if row["interval"] is None:
        return Threshold(**row)
    low, high = row["interval"]
    return Threshold(**{**row, "interval": (float(low), float(high))})


def _check_value(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"the threshold of {name} must be a number in (0, 1], not {value!r}")
    return float(value)
