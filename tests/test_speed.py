"""Speed, as ratios in one run: the scorer against the same model in scikit-learn, a fresh process against NumPy."""

import subprocess
import sys

import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from timing import seconds, steady

from grooming_risk import ChatTfidfVectorizer, load_corpus
from grooming_risk.corpus import is_grooming


def test_one_score_is_much_faster_than_the_estimator(classifier, scorer):
    texts = load_corpus("held_out")["text"].tolist()
    trained = steady(classifier.predict_proba, [[text] for text in texts])

    assert trained > 5 * steady(scorer.score, texts)


@pytest.mark.slow
def test_one_score_is_much_faster_than_a_scikit_learn_pipeline(small_corpus, scorer):
    """`benchmarks/single_score.py` prints the ratio; half of the promise passes here, as machines are noisy."""
    head = CalibratedClassifierCV(LogisticRegression(C=30, max_iter=1000), cv=2, ensemble=False)
    pipeline = Pipeline([("features", ChatTfidfVectorizer()), ("head", head)])
    pipeline.fit(small_corpus["text"], is_grooming(small_corpus))
    texts = load_corpus("held_out")["text"].tolist()

    assert steady(pipeline.predict_proba, [[text] for text in texts]) > 10 * steady(scorer.score, texts)


@pytest.mark.slow
def test_a_fresh_process_scores_soon():
    def fresh(code):
        return min(seconds(subprocess.check_call, [sys.executable, "-c", code]) for _ in range(5))

    assert fresh("from grooming_risk import score; score('hi')") < 3 * fresh("import numpy")
