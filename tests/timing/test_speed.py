"""Speed, as ratios in one run: the scorer against the same model in scikit-learn, a fresh process against NumPy."""

import subprocess
import sys
from statistics import median

import pytest
from conversation_rate import play, score_all
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from grooming_risk import ChatTfidfVectorizer, Conversation, load_conversations, load_corpus
from grooming_risk.corpus.load import is_grooming
from grooming_risk.scoring.compiled.batch_scorer import BatchScorer
from timing import seconds, steady

pytestmark = pytest.mark.timing


def test_one_score_is_much_faster_than_the_estimator(classifier, scorer):
    texts = load_corpus("held_out")["text"].tolist()
    trained = steady(classifier.predict_proba, [[text] for text in texts])

    assert trained > 5 * steady(scorer.score, texts)


@pytest.mark.slow
def test_one_score_is_much_faster_than_a_scikit_learn_pipeline(small_corpus, scorer):
    """`make bench` prints the ratio; half of the promise passes here, as machines are noisy."""
    head = CalibratedClassifierCV(LogisticRegression(C=30, max_iter=1000), cv=2, ensemble=False)
    pipeline = Pipeline([("features", ChatTfidfVectorizer()), ("head", head)])
    pipeline.fit(small_corpus["text"], is_grooming(small_corpus))
    texts = load_corpus("held_out")["text"].tolist()

    assert steady(pipeline.predict_proba, [[text] for text in texts]) > 10 * steady(scorer.score, texts)


@pytest.mark.slow
def test_a_fresh_process_scores_soon():
    def fresh(code):
        return seconds(subprocess.check_call, [sys.executable, "-c", code])

    ratios = [fresh("from grooming_risk import score; score('hi')") / fresh("import numpy") for _ in range(15)]
    assert median(ratios) < 2


def test_machine_code_is_several_times_as_fast_for_lists(scorer):
    """`make bench` prints the ratio; half of the promise passes here."""
    texts = load_corpus("held_out")["text"].tolist()
    bulk = BatchScorer(scorer)

    def by_machine_code():
        return list(bulk.scores(texts))

    def one_by_one():
        scorer.cache_clear()
        return [scorer.score(text) for text in texts]

    by_machine_code()
    one_by_one()
    ratios = [seconds(one_by_one) / seconds(by_machine_code) for _ in range(9)]
    assert median(ratios) > 2.5


def test_a_conversation_costs_a_few_scores_a_message():
    """`make bench` prints the ratio; it is about 4 for short chat."""
    frame = load_conversations("held_out")
    calm = frame[frame["kind"] == "harmless"]
    chats = [part.to_dict("records") for _, part in calm.groupby("conversation", sort=False)]
    play(chats)

    ratios = [seconds(play, chats) / seconds(score_all, chats) for _ in range(9)]  # in turn: noise hits both sides
    assert median(ratios) < 8


def test_a_long_conversation_costs_no_more_a_message():
    chat = Conversation()
    texts = load_corpus("held_out")["text"].tolist()[:200]

    def add_all():
        for text in texts:
            chat.add(text, author="a")

    first = [seconds(add_all) for _ in range(4)]
    for _ in range(20):
        add_all()
    assert min(seconds(add_all) for _ in range(4)) < 2 * min(first)
