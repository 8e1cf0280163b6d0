"""The scores of some messages, column by column: no object for each message on the way to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from grooming_risk.labels import DISCLOSURE, HEADS, PATTERNS, RISK

if TYPE_CHECKING:
    from grooming_risk.scoring.result import Compiled, Model

T = TypeVar("T")


class ScoredBlock(NamedTuple):
    """What a table holds of the scores of some messages: the numbers of `Score`, a sequence for each field.

    Attributes
    ----------
    levels : sequence of str
        Level of each message.
    heads : mapping of str to sequence of float
        Probabilities of each head, by its name in `HEADS`.
    coverage : sequence of float
        Share of the words that the model knows.
    found : sequence of tuple of str
        Patterns at or above their thresholds.
    languages : sequence of str or None
        Language of most known words.
    """

    levels: Sequence[str]
    heads: Mapping[str, Sequence[float]]
    coverage: Sequence[float]
    found: Sequence[tuple[str, ...]]
    languages: Sequence[str | None]

    def take(self, places: Sequence[int]) -> ScoredBlock:
        """Return some of the messages."""
        heads = {name: _at(places, numbers) for name, numbers in self.heads.items()}
        levels, found, languages = _at(places, self.levels), _at(places, self.found), _at(places, self.languages)
        return ScoredBlock(levels, heads, _at(places, self.coverage), found, languages)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each score as `Score.to_dict` does."""
        patterns = zip(*(map(float, self.heads[name]) for name in PATTERNS), strict=True)
        rows = zip(self.heads[RISK], self.levels, self.heads[DISCLOSURE], self.coverage, self.languages, patterns,
                   self.found, strict=True)  # fmt: skip
        return [
            {"risk": float(risk), "level": level, "disclosure": float(disclosure), "coverage": float(coverage),
             "language": language, "patterns": dict(zip(PATTERNS, each, strict=True)), "found": list(found)}
            for risk, level, disclosure, coverage, language, each, found in rows
        ]  # fmt: skip


def _at(places: Sequence[int], column: Sequence[T]) -> list[T]:
    return [*map(column.__getitem__, places)]


def score_block(model: Model, texts: Sequence[str], compiled: Compiled | None = None) -> ScoredBlock:
    """Return the scores of messages, by machine code where it is passed.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> block = score_block(load_model(), ["gg wp", "our secret ok? dont tell ur mom"])
    >>> block.levels[0], block.found[1], block.languages
    ('none', ('secrecy',), ['en', 'en'])
    """
    if compiled:
        return compiled.block(texts)
    readings = [*map(model.read, texts)]
    heads = {name: [reading.probabilities[name] for reading in readings] for name in HEADS}
    marks = model.thresholds["patterns"]
    above = {name: [place for place, value in enumerate(heads[name]) if value >= marks[name]] for name in PATTERNS}
    coverage, languages = [reading.coverage for reading in readings], [reading.language for reading in readings]
    return ScoredBlock([*map(model.level, heads[RISK])], heads, coverage, found_patterns(len(texts), above), languages)


def found_patterns(count: int, above: Mapping[str, Iterable[int]]) -> list[tuple[str, ...]]:
    """Return the patterns found in each of so many messages, from the places of the messages that have each.

    Examples
    --------
    >>> found_patterns(2, {"secrecy": [1], "isolation": [1]})
    [(), ('secrecy', 'isolation')]
    """
    found: list[tuple[str, ...]] = [()] * count
    for name, places in above.items():
        for place in places:
            found[place] += (name,)
    return found
