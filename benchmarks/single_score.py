"""Prints, as ratios in one run: one score() against the same model in scikit-learn, a fresh process against NumPy.

    .venv/bin/python benchmarks/single_score.py [messages.jsonl]

Without a file messages of the training split are taken: speed counts here, not quality.
"""

import subprocess
import sys
from itertools import islice
from statistics import median

from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from timing import seconds, steady

from grooming_risk import ChatTfidfVectorizer, GroomingRiskClassifier, load_corpus
from grooming_risk.corpus import is_grooming, label_matrix
from grooming_risk.labels import LEVELS, PATTERNS
from grooming_risk.records import read_records
from grooming_risk.scorer import Scorer
from grooming_risk.training import to_artifact

MESSAGES = 2000
ROUNDS = 7


def fresh(code):
    """Return the median time of a fresh process that runs the code."""
    return median(seconds(subprocess.check_call, [sys.executable, "-c", code]) for _ in range(ROUNDS))


def stages():
    """Return the model's risk as a chain of scikit-learn's own stages: features, linear head, calibration."""
    corpus = load_corpus("train")
    head = CalibratedClassifierCV(LogisticRegression(C=30, max_iter=1000), cv=2, ensemble=False)
    return Pipeline([("features", ChatTfidfVectorizer()), ("head", head)]).fit(corpus["text"], is_grooming(corpus))


def main():
    """Fit the estimator on the corpus, load it as a scorer, time both on the same messages."""
    corpus = load_corpus("train")
    model = GroomingRiskClassifier(C=30, calibration_folds=2)
    model.fit(corpus["text"], is_grooming(corpus), labels=label_matrix(corpus), lines=corpus["group"].tolist())
    levels = dict(zip(LEVELS[1:], (0.2, 0.5, 0.8), strict=True))
    scorer = Scorer(to_artifact(model, {"levels": levels, "patterns": dict.fromkeys(PATTERNS, 0.5)}, {}))
    if sys.argv[1:]:
        texts = [record.text for record in islice(read_records(sys.argv[1]), MESSAGES)]
    else:
        texts = corpus["text"].tolist()[:: len(corpus) // MESSAGES][:MESSAGES]
    pipeline = stages()
    scored = steady(scorer.score, texts)
    trained = steady(model.predict_proba, [[text] for text in texts])
    staged = steady(pipeline.predict_proba, [[text] for text in texts])
    print(f"{len(texts)} messages, medians in one run; one score() takes {scored * 1e6:.1f} us here")
    print(f"{trained / scored:5.1f} x  GroomingRiskClassifier.predict_proba, every head")
    print(f"{staged / scored:5.1f} x  Pipeline(ChatTfidfVectorizer, CalibratedClassifierCV(LogisticRegression))")
    first = fresh("from grooming_risk import score; score('hi')")
    print(f"fresh process to first score: {first / fresh('import numpy'):.2f} x python -c 'import numpy'")


if __name__ == "__main__":
    main()
