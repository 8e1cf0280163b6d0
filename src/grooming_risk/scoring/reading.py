"""What the heads make of one message: each step is computed on demand, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from grooming_risk.labels import HEADS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS, sigmoid
from grooming_risk.scoring.heads import Heads
from grooming_risk.text.language import ENGLISH, mark_of
from grooming_risk.text.tokenizer import Token
from grooming_risk.text.windows import window_spans

if TYPE_CHECKING:
    from grooming_risk.scoring.evidence import Contributions, Evidence


class Reading:
    """A message as the heads read it."""

    def __init__(self, text: str, heads: Heads) -> None:
        self._text, self._heads = text, heads

    @cached_property
    def words(self) -> list[str]:
        """Standard words of the message."""
        return self._heads.analyzer.tokenizer.words(self._text)

    @cached_property
    def coverage(self) -> float:
        """Share in [0, 1] of the words that the model knows."""
        known = map(self._heads.analyzer.tokenizer.is_known, self.words)
        return sum(known) / len(self.words) if self.words else 0.0

    @cached_property
    def language(self) -> str | None:
        """Folder of the language that most of the known words belong to; None without a known word."""
        known = filter(self._heads.analyzer.tokenizer.is_known, self.words)
        languages = [mark_of(word)[:-1] or ENGLISH for word in known if word[0].isalpha()]
        return Counter(languages).most_common(1)[0][0] if languages else None

    @cached_property
    def log_odds(self) -> list[float]:
        """Log-odds of every head, in the order of `HEADS`."""
        return self._heads.log_odds(self._decisions)

    @cached_property
    def probabilities(self) -> dict[str, float]:
        """Probability in [0, 1] of every head, by name."""
        return dict(zip(HEADS, map(sigmoid, self.log_odds), strict=True))

    def contributions(self, head: int) -> Contributions:
        """Return what each word adds to the log-odds of one head; see `Scorer.contributions`."""
        from grooming_risk.scoring.evidence import Contributions  # on use: dataclasses cost milliseconds

        if not self.words:
            return Contributions(EMPTY_LOG_ODDS, [])
        spans = window_spans(len(self.words))
        start, end = spans[max(range(len(spans)), key=lambda part: self._decisions[part][head])]
        weights = self._heads.word_weights(self.words[start:end], head)
        base = self._heads.calibrated(0.0, head)
        return Contributions(base, [*zip(self._tokens[start:end], weights, strict=True)])

    def evidence(self, patterns: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the evidence for each of some patterns, strongest first."""
        from grooming_risk.scoring.evidence import Evidence, positive_runs  # on use, as above

        spans = [
            Evidence(start, end, self._text[start:end], name, weight)
            for name in patterns
            for start, end, weight in positive_runs(self.contributions(HEADS.index(name)).words)
        ]
        return tuple(sorted(spans, key=lambda e: (-e.weight, e.start, e.pattern)))

    @cached_property
    def _tokens(self) -> list[Token]:
        return self._heads.analyzer.tokenizer.tokens(self._text)

    @cached_property
    def _decisions(self) -> list[list[float]]:
        return self._heads.decisions_of_parts(self.words)
