"""Whether a network is as often right as it is sure, worked by hand and by scikit-learn."""

import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from nncore.reliability import ReliabilityBin, expected_calibration_error, reliability


def test_bins_by_hand():
    """Two answers of about 65 %, one right, and three above 90 %, two right: an error of 2/5 · 0.15 + 3/5 · (0.95 - 2/3)."""
    confidence = np.array([0.62, 0.92, 0.68, 0.95, 0.98])
    right = np.array([True, True, False, False, True])
    low, high = reliability(confidence, right)
    assert (low.low, low.high, low.count, low.right) == (0.6, 0.7, 2, 0.5)
    assert low.confidence == pytest.approx(0.65)
    assert (high.low, high.high, high.count) == (0.9, 1.0, 3)
    assert (high.confidence, high.right) == (pytest.approx(0.95), pytest.approx(2 / 3))
    assert expected_calibration_error(confidence, right) == pytest.approx(2 / 5 * 0.15 + 3 / 5 * (0.95 - 2 / 3))


def test_a_confidence_on_an_edge_belongs_below():
    """Bins are (low, high]: of 0, 0.5 and 1 in two halves, the first two are in the lower one, and none is lost."""
    found = reliability(np.array([0.0, 0.5, 1.0]), np.array([False, True, True]), edges=(0, 0.5, 1))
    assert found == [ReliabilityBin(0, 0.5, 2, 0.25, 0.5), ReliabilityBin(0.5, 1, 1, 1.0, 1.0)]


@pytest.mark.parametrize("bins", [1, 7, 10, 15])
def test_bins_are_those_of_scikit_learn(bins):
    """For random answers, each right with half its confidence, shares and mean confidences are those of calibration_curve."""
    rng = np.random.default_rng(bins)
    confidence = rng.random(500)
    right = rng.random(500) < confidence / 2
    found = reliability(confidence, right, tuple(np.linspace(0, 1, bins + 1)))
    shares, means = calibration_curve(right, confidence, n_bins=bins)
    np.testing.assert_allclose([each.right for each in found], shares)
    np.testing.assert_allclose([each.confidence for each in found], means)
    assert sum(each.count for each in found) == 500


def test_means_are_those_of_double_precision():
    """Confidences in single precision, as a network gives them, or in a list: their mean is that of math.fsum to 1e-14."""
    confidence = (0.6 + 0.1 * np.random.default_rng(0).random(10_000)).astype(np.float32)
    exact = math.fsum(map(float, confidence)) / len(confidence)
    for each in (confidence, confidence.tolist()):
        [only] = reliability(each, [True] * len(confidence), (0, 1))
        assert only.confidence == pytest.approx(exact, rel=1e-14)
        assert (only.count, only.right) == (len(confidence), 1)


def test_who_is_right_as_often_as_sure_has_no_error():
    """Of 10 answers of 0.7 seven are right: the error is 0, and with four right it is 0.3; a bin may be any part of 0 to 1."""
    confidence = np.full(10, 0.7)
    assert expected_calibration_error(confidence, np.arange(10) < 7) == pytest.approx(0)
    assert expected_calibration_error(confidence, np.arange(10) < 4, edges=(0, 0.2, 1)) == pytest.approx(0.3)


@pytest.mark.parametrize(("confidence", "right", "edges", "said"), [
    ([], np.zeros(0, bool), (0, 1), "no answers"),
    ([0.5, 1.2], np.ones(2, bool), (0, 1), "a confidence is 1.2"),
    ([0.5, np.nan], np.ones(2, bool), (0, 1), "a confidence is nan"),
    ([0.5], np.ones(2, bool), (0, 1), r"confidence is \(1,\), right bool \(2,\)"),
    ([0.5], np.ones(1), (0, 1), r"right float64 \(1,\)"),
    ([0.5], np.ones(1, bool), (0, 0.5), r"edges of the bins are \[0, 0.5\]"),
    ([0.5], np.ones(1, bool), (0.1, 1), r"edges of the bins are \[0.1, 1\]"),
    ([0.5], np.ones(1, bool), (), r"edges of the bins are \[\]"),
    ([[0.5]], np.ones((1, 1), bool), (0, 1), r"confidence is \(1, 1\)"),
    ([0.5], np.ones(1, bool), (0, 0.5, 0.5, 1), "they go up from 0 to 1"),
    ([0.5], np.ones(1, bool), (0, 0.6, 0.5, 1), "they go up from 0 to 1")])
def test_what_cannot_be_put_into_bins_is_said(confidence, right, edges, said):
    """Nothing, what is no probability, lists of two lengths, and edges that leave some out or fall are named."""
    for call in (reliability, expected_calibration_error):
        with pytest.raises(ValueError, match=said):
            call(np.array(confidence), right, edges)
