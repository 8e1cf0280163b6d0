"""The classifier as a scikit-learn estimator: its checks by name, and checks for text."""

import json
import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.utils import estimator_checks

from grooming_risk import ChatTfidfVectorizer, GroomingRiskClassifier, load_corpus
from grooming_risk.corpus.load import is_grooming, label_matrix
from grooming_risk.labels import HEADS, LABELS

DATA_FREE_CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_tags_renamed,
    estimator_checks.check_valid_tag_types,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
    estimator_checks.check_mixin_order,
    estimator_checks.check_do_not_raise_errors_in_init_or_set_params,
]
ODD_MESSAGES = ["", "   ", "😀", "a" * 1_000_000, "x\ud800y", "\x00", "?"]


@pytest.fixture(scope="module")
def sample(small_corpus):
    return small_corpus.iloc[::4].reset_index(drop=True)


def quick(**parameters):
    return GroomingRiskClassifier(calibration_folds=0, **parameters)


@pytest.fixture(scope="module")
def fitted(sample):
    return quick().fit(sample["text"], is_grooming(sample))


@pytest.mark.parametrize("estimator", [GroomingRiskClassifier(), ChatTfidfVectorizer()], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("check", DATA_FREE_CHECKS, ids=lambda check: check.__name__)
def test_scikit_learn_checks_without_numeric_data(estimator, check):
    check(type(estimator).__name__, clone(estimator))


@pytest.mark.parametrize("estimator", [GroomingRiskClassifier(), ChatTfidfVectorizer()], ids=lambda e: type(e).__name__)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
def test_check_estimator_has_no_failure(estimator):
    """Text input leaves scikit-learn one check; the test names it, so that a change shows."""
    results = estimator_checks.check_estimator(estimator, on_skip=None, on_fail=None)
    passed = {result["check_name"] for result in results if result["status"] == "passed"}

    assert "check_estimator_cloneable" in passed
    assert not [result for result in results if result["status"] == "failed"]


def test_list_array_and_series_give_the_same(fitted, sample):
    texts = sample["text"].tolist()[:20]
    expected = fitted.predict_proba(texts)

    assert np.array_equal(fitted.predict_proba(np.array(texts)), expected)
    assert np.array_equal(fitted.predict_proba(pd.Series(texts)), expected)
    assert np.array_equal(fitted.predict_proba(iter(texts)), expected)


@pytest.mark.parametrize(
    "bad", ["hi", {"a": "hi"}, pd.DataFrame({"text": ["hi"]}), np.array([["hi"]]), ["hi", None], [b"hi"], 3]
)
def test_input_other_than_a_list_of_messages_is_refused(fitted, bad):
    with pytest.raises(TypeError):
        fitted.predict(bad)


def test_order_and_subset_do_not_change_a_prediction(fitted, sample):
    texts = sample["text"].tolist()[:30]
    scores = fitted.decision_function(texts)

    assert np.allclose(fitted.decision_function(texts[::-1]), scores[::-1], rtol=0, atol=1e-12)
    assert np.allclose(fitted.decision_function(texts[5:6]), scores[5:6], rtol=0, atol=1e-12)


def test_fitting_again_gives_the_same_model(fitted, sample):
    again = clone(fitted).fit(sample["text"], is_grooming(sample))

    assert np.array_equal(again.coef_, fitted.coef_)
    assert again.vectorizer_.vocabulary_ == fitted.vectorizer_.vocabulary_


@pytest.mark.parametrize("message", ODD_MESSAGES, ids=range(len(ODD_MESSAGES)))
def test_odd_messages_are_scored(fitted, message):
    assert fitted.predict_proba([message]).shape == (1, 2)
    assert np.isfinite(fitted.decision_function([message])).all()


def test_no_message_gives_no_row(fitted):
    assert fitted.predict_proba([]).shape == (0, 2)


def test_pickle_round_trip_in_memory(fitted):
    texts = ["send me a pic", "gg"]

    assert np.array_equal(pickle.loads(pickle.dumps(fitted)).predict_proba(texts), fitted.predict_proba(texts))


def test_parameters_are_plain_data(fitted):
    json.dumps({name: value for name, value in fitted.get_params().items() if name != "vectorizer"})


def test_unfitted_is_refused():
    with pytest.raises(NotFittedError):
        GroomingRiskClassifier().predict(["hi"])
    with pytest.raises(NotFittedError):
        ChatTfidfVectorizer().transform(["hi"])


def test_classes_of_any_kind(sample):
    named = np.where(is_grooming(sample), "risk", "no risk")
    model = quick().fit(sample["text"], named)

    assert list(model.classes_) == ["no risk", "risk"]
    assert set(model.predict(sample["text"].tolist()[:10])) <= {"no risk", "risk"}
    assert model.heads_ == ("risk",)


@pytest.mark.parametrize(
    ("y", "labels", "problem"),
    [
        ([1, 1], None, "two classes"),
        ([0, 1, 2], None, "two classes"),
        ([0, 1, 1], None, "give one each"),
        ([0, 1], [[1], [0]], f"{len(HEADS) - 1} columns"),
        ([0, 1], [[1, 0], [0]], f"{len(HEADS) - 1} columns, .* or a list of names"),
        ([0, 1], ["secrecy", "coercion"], "a list of names for each"),
        ([0, 1], [["secret"], []], "unknown label 'secret'; known are"),
        ([0, 1], [["secrecy"]], "give one each"),
    ],
)
def test_invalid_targets_are_refused(y, labels, problem):
    with pytest.raises(ValueError, match=problem):
        quick().fit(["a", "b"][: len(y)], y, labels=labels)


def test_label_columns_are_taken_by_name(small_corpus):
    labels = label_matrix(small_corpus)
    texts, risk = small_corpus["text"], is_grooming(small_corpus)
    in_order = quick().fit(texts, risk, labels=labels)
    shuffled = quick().fit(texts, risk, labels=labels[list(LABELS[::-1])])

    assert in_order.heads_ == HEADS
    assert np.array_equal(in_order.coef_, shuffled.coef_)


def test_labels_are_taken_as_lists_of_names(small_corpus):
    texts, risk = small_corpus["text"], is_grooming(small_corpus)
    by_name = quick().fit(texts, risk, labels=small_corpus["labels"])
    by_matrix = quick().fit(texts, risk, labels=label_matrix(small_corpus))

    assert np.array_equal(by_name.coef_, by_matrix.coef_)
    with pytest.raises(KeyError, match="no column 'secrecy'"):
        quick().fit(texts, risk, labels=label_matrix(small_corpus).drop(columns="secrecy"))


def test_a_search_reaches_the_features_of_a_plain_classifier(sample):
    texts, risk = sample["text"], is_grooming(sample).astype(int)
    search = GridSearchCV(GroomingRiskClassifier(calibration_folds=0), {"vectorizer__min_df": [2, 3]}, cv=2)

    assert search.fit(texts, risk).best_estimator_.vectorizer_.min_df in (2, 3)
    plain = GroomingRiskClassifier()
    assert clone(plain).set_params(vectorizer=None, vectorizer__min_df=3).vectorizer.min_df == 3
    assert plain.vectorizer is None
    with pytest.raises(ValueError, match="Invalid parameter"):
        plain.set_params(vectorizer__none=3)


def test_scikit_learn_tools_accept_it(sample):
    texts, risk, groups = sample["text"], is_grooming(sample).astype(int), sample["group"]
    grid = {"C": [1.0], "vectorizer__min_df": [1, 2]}
    search = GridSearchCV(quick(vectorizer=ChatTfidfVectorizer()), grid, cv=GroupKFold(2), scoring="average_precision")
    search.fit(texts, risk, groups=groups, lines=groups.tolist())

    assert search.best_params_["vectorizer__min_df"] in (1, 2)
    assert cross_val_score(quick(), texts, risk, groups=groups, cv=GroupKFold(2), scoring="roc_auc").min() > 0.6
    assert CalibratedClassifierCV(quick(), cv=2).fit(texts, risk).predict_proba(["hi"]).shape == (1, 2)


def test_calibration_holds_for_unseen_lines(classifier, small_corpus):
    frame = load_corpus("held_out")
    seen, unseen = (classifier.predict_proba(rows["text"])[:, 1] for rows in (small_corpus, frame))
    risk, truth = is_grooming(small_corpus).to_numpy(), is_grooming(frame).to_numpy()

    assert seen[risk].mean() > unseen[truth].mean() > unseen[~truth].mean()  # surer on seen lines


@pytest.mark.parametrize(("folds", "with_labels"), [(0, True), (2, False)])
def test_a_weight_counts_as_so_many_copies_and_none_as_absent(small_corpus, folds, with_labels):
    rows = small_corpus.iloc[::40].reset_index(drop=True)
    weights = np.random.default_rng(0).integers(0, 4, len(rows))
    copies = rows.loc[np.repeat(rows.index, weights)]
    model = GroomingRiskClassifier(calibration_folds=folds)

    def fitted_to(some, **options):
        labels = label_matrix(some) if with_labels else None
        lines = some["line"].tolist()
        return clone(model).fit(some["text"], is_grooming(some), labels=labels, lines=lines, **options)

    weighed, copied = fitted_to(rows, sample_weight=weights), fitted_to(copies)

    assert weighed.vectorizer_.vocabulary_ == copied.vectorizer_.vocabulary_
    assert np.allclose(weighed.head_log_odds(rows["text"]), copied.head_log_odds(rows["text"]), atol=1e-3)
    assert len(set(weights.tolist())) == 4


def test_weights_pass_through_the_tools_of_scikit_learn(sample):
    some = sample.iloc[::6]
    texts, risk = some["text"].tolist(), is_grooming(some).astype(int).to_numpy()
    weights, once = np.where(risk, 5.0, 1.0), [(np.arange(100, len(some)), np.arange(100))]
    expected = quick(C=1.0).fit(texts, risk, sample_weight=weights)
    right = expected.predict(texts) == risk
    plain = GridSearchCV(quick(), {"C": [1.0]}, cv=once).fit(texts, risk, sample_weight=weights)
    with config_context(enable_metadata_routing=True):
        model = quick().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        routed = GridSearchCV(model, {"C": [1.0]}, cv=once).fit(texts, risk, sample_weight=weights)

    assert expected.score(texts, risk, sample_weight=weights) == pytest.approx(np.average(right, weights=weights))
    for search in (plain, routed):
        assert np.array_equal(search.best_estimator_.coef_, expected.coef_)
    assert not np.array_equal(quick(C=1.0).fit(texts, risk).coef_, expected.coef_)


@pytest.mark.parametrize(
    "weights",
    [[1, -1], [1, float("nan")], [1, float("inf")], ["a", 1], 2.0, [[1, 1]], "12", {"a": 1}, [1, pd.NA]],
    ids=str,
)
def test_weights_that_are_none_are_refused_in_one_sentence(weights):
    with pytest.raises(ValueError, match=r"^sample_weight must be a number of 0 or more for each message$"):
        quick().fit(["secret", "gg"], [1, 0], sample_weight=weights)


def test_weights_that_leave_one_class_are_refused():
    with pytest.raises(ValueError, match="two classes with a weight above 0"):
        quick().fit(["secret", "gg"], [1, 0], sample_weight=[0, 1])


@pytest.mark.parametrize("y", [[1, None], [True, pd.NA], ["a", 1, None]])
def test_a_missing_class_is_refused_in_one_sentence(y):
    with pytest.raises(ValueError, match=r"^y must have two classes"):
        quick().fit(["secret", "gg", "wp"][: len(y)], pd.Series(y, dtype=object))


@pytest.mark.parametrize("folds", [1, -1, 3])
def test_folds_that_cannot_be_are_refused(folds):
    with pytest.raises(ValueError, match="calibration_folds must be 0, or from 2 to the number of lines, 2; not"):
        GroomingRiskClassifier(calibration_folds=folds).fit(["secret", "gg"], [1, 0])


def test_a_head_without_a_case_is_named_by_the_calibration(small_corpus):
    rows = small_corpus.iloc[::40]
    labels = label_matrix(rows)
    labels.loc[:] = False
    labels["personal_probing"] = is_grooming(rows)

    with pytest.raises(ValueError, match=r"^trust_building: the head has messages of one class alone; give some"):
        GroomingRiskClassifier(calibration_folds=2).fit(rows["text"], is_grooming(rows), labels=labels)
