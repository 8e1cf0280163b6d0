"""Digests of a model in memory, with the language folders and the base rate that `Artifact.sha256` does not cover."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from grooming_risk._version import __version__
from grooming_risk.model.sealed import sha256_of

if TYPE_CHECKING:
    from grooming_risk.scoring.scorer import Scorer


@lru_cache(maxsize=8)
def model_digest(scorer: Scorer) -> str:
    """Return a hash of weights, conversation rule and known words."""
    digest = hashlib.sha256()
    for row in (scorer.artifact.idf, *scorer.artifact.coef):
        digest.update(row.tobytes())
    digest.update(_json(scorer.artifact.conversation.to_json()))
    digest.update(_words(scorer))
    return digest.hexdigest()[:16]


@lru_cache(maxsize=4)
def fingerprint(scorer: Scorer) -> dict[str, str]:
    """Return library version and hashes of model, known words and thresholds, by name."""
    observe_only = bool(scorer.site and scorer.site.observe_only)
    thresholds = [{kind: scorer.thresholds[kind] for kind in ("levels", "patterns")}, observe_only]
    return {
        "library": __version__,
        "model": scorer.artifact.sha256,
        "lexicon": sha256_of(_words(scorer)),
        "thresholds": sha256_of(_json(thresholds)),
    }


def _words(scorer: Scorer) -> bytes:
    languages = b"".join([language.words + language.weights for language in scorer.artifact.languages])
    return _json(sorted(scorer.analyzer.lexicon.forms.items())) + languages


def _json(data: object) -> bytes:
    return json.dumps(data, sort_keys=True).encode()
