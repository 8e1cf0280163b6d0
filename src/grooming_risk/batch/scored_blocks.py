"""Scores blocks of messages, and leaves out the rows below a level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator

from grooming_risk.io.blocks import MessageBlock
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.block import ScoredBlock, score_block
from grooming_risk.scoring.scorer import Scorer


def score_blocks(
    model: Scorer, blocks: Iterable[MessageBlock], *, many: bool = False
) -> Generator[tuple[MessageBlock, ScoredBlock]]:
    """Yield blocks with their scores. Machine code scores the second block and those after it; with `many`, all."""
    for number, block in enumerate(blocks):
        yield block, score_block(model, block.texts, model.compiled if many or number else None)


def from_level(
    scored: Iterable[tuple[MessageBlock, ScoredBlock]], level: str, counts: Counter[str]
) -> Iterator[tuple[MessageBlock, ScoredBlock]]:
    """Count the messages of scored blocks at each level, and drop those below `level`.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> counts = Counter()
    >>> block = MessageBlock([1, 2], ["gg wp", "our secret ok? dont tell ur mom"], {})
    >>> scored = score_blocks(load_model(), [block])
    >>> [(kept.lines, scores.levels) for kept, scores in from_level(scored, "low", counts)]
    [([2], ['high'])]
    >>> counts["none"]
    1
    """
    wanted = LEVELS[LEVELS.index(level) :]
    for block, scores in scored:
        counts.update(scores.levels)
        if len(wanted) < len(LEVELS):
            places = [place for place, found in enumerate(scores.levels) if found in wanted]
            block, scores = block.take(places), scores.take(places)
        yield block, scores
