"""A model with some of the terms of the shipped one, so that making it is cheap."""

from functools import cache

from grooming_risk.scoring.scorer import Scorer, default_model

SOME = slice(None, None, 7)


@cache
def scorer_with(settings):
    """Return a small model of English with other settings of the analyzer."""
    artifact = default_model().artifact
    terms = {term: column for column, term in enumerate([*artifact.terms][SOME])}
    coef = [row[SOME] for row in artifact.coef]
    return Scorer(artifact._replace(settings=settings, terms=terms, idf=artifact.idf[SOME], coef=coef, languages=()))
