"""What tells one model from another: what its state belongs to, and what a run was begun with.

`Artifact.sha256` names the files of a model. A model that was never written has none, and a language folder or a base
rate that it was loaded with changes what it says: the digests here cover these.
"""

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
    """Return a hash of what a model says: its weights, its rule of conversations, and the words it knows."""
    digest = hashlib.sha256()
    for row in (scorer.artifact.idf, *scorer.artifact.coef):
        digest.update(row.tobytes())
    digest.update(_json(scorer.artifact.conversation.to_json()))
    digest.update(_words(scorer))
    return digest.hexdigest()[:16]


@lru_cache(maxsize=4)
def fingerprint(scorer: Scorer) -> dict[str, str]:
    """Return what tells one scoring from another: library, model, words known, and thresholds."""
    observe_only = bool(scorer.site and scorer.site.observe_only)
    thresholds = [{kind: scorer.thresholds[kind] for kind in ("levels", "patterns")}, observe_only]
    return {
        "library": __version__,
        "model": scorer.artifact.sha256,
        "lexicon": sha256_of(_words(scorer)),
        "thresholds": sha256_of(_json(thresholds)),
    }


def _words(scorer: Scorer) -> bytes:
    return _json(sorted(scorer.analyzer.lexicon.forms.items()))


def _json(data: object) -> bytes:
    return json.dumps(data, sort_keys=True).encode()
