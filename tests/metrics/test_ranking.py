"""Figures of a ranking: the numbers that scikit-learn gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from grooming_risk.metrics.ranking import average_precision, roc_auc

# few distinct numbers, so that many messages are equal
ROWS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.5, 0.5000001, 1.0])), min_size=1, max_size=40)


def arrays(rows):
    return np.array([truth for truth, _ in rows]), np.array([number for _, number in rows])


@given(ROWS)
def test_average_precision_is_that_of_scikit_learn(rows):
    truth, probability = arrays(rows)

    if truth.any():
        assert average_precision(truth, probability) == pytest.approx(average_precision_score(truth, probability))
    else:
        assert average_precision(truth, probability) is None


@given(ROWS)
def test_roc_auc_is_that_of_scikit_learn(rows):
    truth, probability = arrays(rows)

    if truth.any() and not truth.all():
        assert roc_auc(truth, probability) == pytest.approx(roc_auc_score(truth, probability))
    else:
        assert roc_auc(truth, probability) is None


def test_no_message_has_no_metric():
    nothing = np.array([], dtype=bool), np.array([])

    assert average_precision(*nothing) is None
    assert roc_auc(*nothing) is None
