"""Intervals are those of the textbooks, and cover the truth as often as they say."""

import numpy as np
import pytest

from nncore.runs.statistics import difference, of_seeds, of_test_set, t_quantile, verdict


def test_the_quantiles_are_students():
    """The table agrees with SciPy where it has a row, and is never below it elsewhere."""
    stats = pytest.importorskip("scipy.stats")
    for freedom in [*range(1, 11), 15, 20, 30]:
        assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-3)
    for freedom in np.linspace(1, 100, 300):
        assert t_quantile(freedom) >= stats.t.ppf(0.975, freedom) - 1e-3


def test_by_hand():
    """Three seeds of 97, 98 and 99 %: mean 98, spread 1, reach 4.303 / √3 points."""
    found = of_seeds([0.97, 0.98, 0.99])
    assert found.middle == pytest.approx(0.98)
    assert found.high - found.middle == pytest.approx(0.04303 / np.sqrt(3))


def test_wilson_and_welch_are_scipys():
    """The interval of the test set and that of a difference agree with SciPy's, whose degrees of freedom are not rounded."""
    stats = pytest.importorskip("scipy.stats")
    ours, theirs = of_test_set(0.9954, 10_000), stats.binomtest(9954, 10_000).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-5)
    first, second = [0.97, 0.972, 0.969, 0.971], [0.975, 0.9752, 0.9741, 0.976]
    exact = stats.ttest_ind(second, first, equal_var=False).confidence_interval()
    found = difference(first, second)
    assert found.low <= exact.low + 1e-6
    assert found.high >= exact.high - 1e-6
    assert found.high - found.low < 1.2 * (exact.high - exact.low)


def test_the_interval_covers_the_truth_as_often_as_it_says():
    """Of 4,000 drawn triples about 95 % of the intervals hold the true mean."""
    rng = np.random.default_rng(0)
    held = [each.low <= 0 <= each.high for each in map(of_seeds, rng.normal(size=(4000, 3)))]
    assert np.mean(held) == pytest.approx(0.95, abs=0.012)


def test_the_verdict_in_words():
    """Close settings are not told apart; far ones are, with the points; a single run tells nothing."""
    assert verdict([0.97, 0.975, 0.972], [0.971, 0.974, 0.976]).startswith("Not distinguishable with 3 seeds")
    assert "better by 2.0" in verdict([0.950, 0.951, 0.949], [0.970, 0.971, 0.9695])
    assert "worse by 2.0" in verdict([0.970, 0.971, 0.9695], [0.950, 0.951, 0.949])
    with pytest.raises(ValueError, match="at least 2"):
        of_seeds([0.97])
