"""Speed, as ratios in one run: the scorer against the same model in scikit-learn, a fresh process against NumPy."""

import subprocess
import sys
import time
from statistics import median

import pytest

from grooming_risk import load_corpus


def seconds(call, *arguments):
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def test_one_score_is_much_faster_than_the_scikit_learn_side(classifier, scorer):
    texts = load_corpus("held_out")["text"].tolist()[:200]
    trained = median(seconds(classifier.predict_proba, [text]) for text in texts)
    scored = median(seconds(scorer.score, text) for text in texts)

    assert trained > 5 * scored


@pytest.mark.slow
def test_a_fresh_process_scores_soon():
    def fresh(code):
        return min(seconds(subprocess.check_call, [sys.executable, "-c", code]) for _ in range(5))

    assert fresh("from grooming_risk import score; score('hi')") < 3 * fresh("import numpy")
