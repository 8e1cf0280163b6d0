"""Sums over the terms of a message by the analyzer's rules, each term a string: the oracle of `scoring.sums`."""

from collections.abc import Sequence

from grooming_risk.labels import HEADS, RISK
from grooming_risk.scoring.scorer import Scorer
from grooming_risk.scoring.terms import decision, exact
from grooming_risk.text.windows import windows


class TermSums:
    """What the terms of words and of rows of concepts add up to: to the squared norm, and to the head of risk."""

    def __init__(self, model: Scorer) -> None:
        artifact, self.analyzer = model.artifact, model.analyzer
        self._weights = _weights(artifact.terms, artifact.idf, artifact.coef)
        for language in artifact.languages:
            model.analyzer.tokenizer.others.language(language.code)  # the analyzer knows its phrases then
            self._weights |= _weights(*language.learnt()[1:])
        self._unknown = {block: complex(exact(idf * idf)) for block, idf in artifact.unknown.items()}

    def weight(self, term: str) -> complex:
        known = self._weights.get(term)
        return self._unknown.get(term[0], self._unknown[""]) if known is None else known

    def read(self, words: Sequence[str]) -> tuple[complex, list[str]]:
        total = sum(map(self.weight, self.analyzer.word_terms(words)), 0j)
        return total, [name for name, _, _ in self.analyzer.concepts(words)]

    def begin(self, words: Sequence[str]) -> complex:
        return sum(map(self.weight, self.analyzer.begin_terms(words)), 0j)

    def end(self, words: Sequence[str]) -> complex:
        return sum(map(self.weight, self.analyzer.end_terms(words)), 0j)

    def of_names(self, names: Sequence[str]) -> complex:
        return sum(map(self.weight, self.analyzer.concept_terms(names)), 0j)

    def of_part(self, words: Sequence[str]) -> complex:
        return sum(map(self.weight, self.analyzer.terms(words)), 0j)

    def highest(self, words: Sequence[str]) -> float:
        return max([decision(self.of_part(part)) for part in windows(words)])


def _weights(terms, idf, coef):
    numbers = zip(idf, coef[HEADS.index(RISK)], strict=True)
    return dict(zip(terms, [complex(exact(one * one), exact(one * weight)) for one, weight in numbers], strict=True))
