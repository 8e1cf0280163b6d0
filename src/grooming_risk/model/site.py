"""The site file: thresholds that a site set for one model from its own traffic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import ArtifactError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import DISCLOSURE, LEVELS, PATTERNS
from grooming_risk.model.artifact import SITE_FILE as SITE_FILE  # as: for other modules too
from grooming_risk.model.checks import WRONG_CONTENT, number, numbers, whole
from grooming_risk.model.sealed import SealedJson
from grooming_risk.validation import check_path

SITE_VERSION: Final = 3  # raised with every change of the format
_FORM: Final = SealedJson(
    "site", SITE_VERSION, "site_sha256", "write it again with: grooming-risk calibrate", most=2**20
)
_MILLION: Final = 1e6  # budgets and alerts are per million
_SHOWN: Final = 200  # characters of a problem


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold of a site, with what the site's sample says of it. One set by hand has only its value.

    Parameters
    ----------
    value : float, above 0
        Risk, or probability of a pattern, from which a message or a conversation counts.
    budget : float, optional
        Alert budget per million messages, or alarmed conversations per million.
    expected : float, optional
        Alerts per million to expect. It exceeds the budget only if that is too rare for the sample to show.
    interval : (float, float), optional
        95% interval of the alerts per million, as far as later traffic is like the sample.
    reached : int, optional
        Messages, or conversations, of the sample that reach the value.
    extrapolated : bool, default=False
        A fitted tail set the value, because fewer than ten texts or conversations of the sample reach it.

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
        """Whether a person set it, not a budget."""
        return self.budget is None


@dataclass(frozen=True, slots=True)
class Site:
    """Thresholds of a site, made by `calibrate` or `calibrate_conversations`, used by ``load_model(folder, site=...)``.

    Parameters
    ----------
    model : str
        SHA-256 of the manifest of its model; other models refuse it.
    levels : mapping of str to Threshold
        ``"low"``, ``"medium"``, ``"high"``, of the risk of a message.
    patterns : mapping of str to Threshold
        Of the probability of each pattern.
    messages, texts : int
        Messages of the sample, and distinct ones.
    observe_only : bool, default=False
        Whether conversations raise no alert; levels and risks are reported all the same.
    disclosure : Threshold, optional
        Of the probability that somebody asks for help; None keeps the model's.
    base_rate : float in (0, 1), optional
        Share of grooming messages for which risks are stated; None keeps the model's. Thresholds are stated for the
        model's base rate, so that this does not change what reaches them.
    conversations : mapping of str to Threshold, optional
        Levels of the risk of a conversation and its authors, per million conversations; None keeps the model's.
    chats : int, default=0
        Conversations of their sample.

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
        """Values of ``"levels"`` and ``"patterns"``, by name."""
        return {
            "levels": {name: threshold.value for name, threshold in self.levels.items()},
            "patterns": {name: threshold.value for name, threshold in self.patterns.items()},
        }

    def with_pattern(self, name: str, threshold: float) -> Site:
        """Return the site with another threshold, in (0, 1], of one pattern; all others stay, bit for bit.

        Raises
        ------
        ValueError
            The pattern is unknown, or the threshold outside (0, 1].
        """
        if name not in PATTERNS:
            raise ValueError(f"unknown pattern {name!r}; known are {', '.join(PATTERNS)}")
        return replace(self, patterns={**self.patterns, name: Threshold(_check_value(name, threshold))})

    def with_conversations(self, levels: Mapping[str, Threshold] | None, chats: int = 0) -> Site:
        """Return the site with other levels of conversations, None for the model's, from a sample of `chats`.

        Raises
        ------
        ValueError
            A level is missing or unknown, a value is not in (0, 1], or the levels do not rise.
        """
        return replace(self, conversations=None if levels is None else dict(levels), chats=chats)

    def with_observe_only(self, observe_only: bool) -> Site:
        """Return the site with alerts of conversations held back, or raised again."""
        return replace(self, observe_only=observe_only)

    def to_dict(self) -> dict[str, Any]:
        """Return the site as plain data, ready for JSON."""
        return {"format_version": SITE_VERSION, **asdict(self)}

    def save(self, path: str | Path) -> None:
        """Write the site file; `load_model` reads ``site.json`` in the model folder by default.

        The same site gives the same bytes.
        """
        data = _FORM.seal(asdict(self))
        write_whole(path, json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def read_site(path: str | Path, *, model: str | None = None) -> Site:
    """Read a site file.

    Parameters
    ----------
    path : path or str
        A file of `Site.save`.
    model : str, optional
        SHA-256 of the manifest that it must be made for; None accepts any.

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
    sealed = _FORM.read(check_path(path, "site"))
    data = {name: value for name, value in sealed.items() if name not in ("format_version", _FORM.checksum)}
    try:
        for kind in ("levels", "patterns", "conversations"):
            data[kind] = data[kind] and {name: _threshold(row) for name, row in data[kind].items()}
        site = Site(**data | {DISCLOSURE: data[DISCLOSURE] and _threshold(data[DISCLOSURE])})
        _check_counts(site)
    except WRONG_CONTENT as error:
        why = str(error)[:_SHOWN]
        raise ArtifactError(path, f"a part of the site file cannot be read ({why}); {_FORM.again}") from None
    return _checked_model(site, model, path) if model else site


def site_of(site: str | Path | Site | None, folder: Path, model: str) -> Site | None:
    """Return the given site, or that of the model folder, if any; a site of another model is an ArtifactError."""
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
    """Return a threshold of a file; another shape is one of `WRONG_CONTENT`."""
    interval = None if row["interval"] is None else numbers(row["interval"], 2, _MILLION)
    found = Threshold(**{**row, "interval": interval and (interval[0], interval[1])})
    for value in (found.budget, found.expected):
        if value is not None:
            number(value, 0, _MILLION)
    if found.reached is not None:
        whole(found.reached)
    if type(found.extrapolated) is not bool:
        raise TypeError("extrapolated must be true or false")
    return found


def _check_counts(site: Site) -> None:
    for value in (site.messages, site.texts, site.chats):
        whole(value)
    if not isinstance(site.model, str) or type(site.observe_only) is not bool:
        raise TypeError("the model must be a checksum, and observe_only true or false")


def _check_value(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"the threshold of {name} must be a number in (0, 1], not {value!r}")
    return float(value)
