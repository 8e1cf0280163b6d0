"""Cohen's kappa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from grooming_risk.desk.kappa import Kappa, kappa


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_kappa_is_that_of_scikit_learn(pairs):
    found = kappa(pairs)

    assert (found.pairs, found.agreed) == (len(pairs), sum(a == b for a, b in pairs))
    if found.kappa is None:
        assert len({value for pair in pairs for value in pair}) == 1
    else:
        assert found.kappa == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True), labels=[False, True]))


def test_without_pairs_nothing_is_known():
    assert kappa([]) == Kappa(0, 0, None)
