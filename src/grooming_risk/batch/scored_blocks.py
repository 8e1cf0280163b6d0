"""Scores blocks of messages, and leaves out the rows below a level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from grooming_risk.io.blocks import MessageBlock
from grooming_risk.labels import LEVELS
from grooming_risk.scoring.block import ScoredBlock, score_block
from grooming_risk.scoring.scorer import Scorer


def scored_blocks(
    model: Scorer, blocks: Iterable[MessageBlock], level: str, counts: Counter[str], *, many: bool = False
) -> Iterator[tuple[MessageBlock, ScoredBlock]]:
    """Yield blocks with their scores; count the messages at each level, and drop those below `level`.

    Machine code scores the second block and those after it; with `many`, also the first.

    Examples
    --------
    >>> from grooming_risk import load_model
    >>> counts = Counter()
    >>> block = MessageBlock([1, 2], ["gg wp", "our secret ok? dont tell ur mom"], {})
    >>> [(kept.lines, scores.levels) for kept, scores in scored_blocks(load_model(), [block], "low", counts)]
    [([2], ['high'])]
    >>> counts["none"]
    1
    """
    wanted = LEVELS[LEVELS.index(level) :]
    for number, block in enumerate(blocks):
        scores = score_block(model, block.texts, model.compiled if many or number else None)
        counts.update(scores.levels)
        if len(wanted) < len(LEVELS):
            places = [place for place, found in enumerate(scores.levels) if found in wanted]
            block, scores = block.take(places), scores.take(places)
        yield block, scores
