"""Prints, as ratios in one run: one score() against the same model in scikit-learn, a fresh process against NumPy.

    .venv/bin/python benchmarks/single_score.py [messages.jsonl]

Without a file the held-out messages of the corpus are taken.
"""

import subprocess
import sys
import time
from itertools import islice
from statistics import median

from grooming_risk import GroomingRiskClassifier, load_corpus
from grooming_risk.corpus import is_grooming, label_matrix
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.records import read_records
from grooming_risk.scorer import Scorer
from grooming_risk.training import to_artifact

MESSAGES = 2000
ROUNDS = 7


def seconds(call, *arguments):
    """Return how long a call takes."""
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def fresh(code):
    """Return the median time of a fresh process that runs the code."""
    return median(seconds(subprocess.check_call, [sys.executable, "-c", code]) for _ in range(ROUNDS))


def main():
    """Fit the estimator on the corpus, load it as a scorer, time both on the same messages."""
    corpus = load_corpus("train")
    model = GroomingRiskClassifier(calibration_folds=2)
    model.fit(corpus["text"], is_grooming(corpus), labels=label_matrix(corpus), lines=corpus["group"].tolist())
    thresholds = {"levels": dict(zip(LEVELS[1:], (0.2, 0.5, 0.8), strict=True)), "patterns": dict.fromkeys(PATTERNS, 0.5)}
    scorer = Scorer(to_artifact(model, thresholds, {}))
    if sys.argv[1:]:
        texts = [record.text for record in islice(read_records(sys.argv[1]), MESSAGES)]
    else:
        texts = load_corpus("held_out")["text"].tolist()[:MESSAGES]
    risk_head = GroomingRiskClassifier(calibration_folds=0).fit(corpus["text"], is_grooming(corpus))
    scored = median(seconds(scorer.score, text) for text in texts)
    print(f"{len(texts)} messages; one score() takes {scored * 1e6:.1f} us here")
    print(f"scikit-learn, all heads: {median(seconds(model.predict_proba, [t]) for t in texts) / scored:.1f} x one score()")
    print(f"scikit-learn, risk head alone: {median(seconds(risk_head.predict_proba, [t]) for t in texts) / scored:.1f} x")
    first = fresh("from grooming_risk import score; score('hi')")
    print(f"fresh process to first score: {first / fresh('import numpy'):.2f} x python -c 'import numpy'")


if __name__ == "__main__":
    main()
