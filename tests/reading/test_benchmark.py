"""The figures of tests/benchmarks/reading.py are what they say."""

import numpy as np
import pytest
import scipy.stats

from tests.benchmarks.reading_bars.answers import Answers
from tests.benchmarks.reading_bars.figure import at_least, at_most
from tests.benchmarks.reading_bars.people import interval
from tests.drawn_digits import drawn_digits


def test_the_interval_is_that_of_writers_drawn_again():
    """Where 60 writers have 20 digits each, it is SciPy's bootstrap interval of the mean of the writers' shares."""
    rng = np.random.default_rng(0)
    shares = rng.beta(8, 1, 60)
    writers = np.repeat(np.arange(60), 20)
    right = rng.random(1200) < shares[writers]
    expected = scipy.stats.bootstrap([right.reshape(60, 20).mean(axis=1)], np.mean, n_resamples=20_000, method="percentile",
                                     rng=np.random.default_rng(1)).confidence_interval
    np.testing.assert_allclose(interval(right, writers, rng=rng), expected, atol=0.002)


def test_a_missed_bar_counts_whatever_type_its_number_has():
    """A mean of NumPy's below its bar is missed, on its bar it is kept."""
    assert at_least("share", np.mean([True, False]), 0.6).kept is False
    assert at_least("share", np.mean([True, False]), 0.5).kept is True
    assert at_most("milliseconds", np.float32(15.5), 15).kept is False


def test_errors_are_listed_by_what_was_read():
    """Two of label 1 taken for a 7, one for nothing; a right one is none."""
    digits = [digit for digit in drawn_digits() if digit.label == 1][:4]
    answers = Answers(["7", "", "1", "7"], np.ones(4), np.array([False, False, True, False]))
    assert answers.errors(digits, 1) == "1→7: 2, 1→nothing: 1"
    assert answers.errors(digits, 4) == ""


def test_there_are_60_people_with_two_of_each_digit():
    """1,200 digits, each with ink, and each in the middle of the canvas where it is put."""
    digits = drawn_digits()
    found, counts = np.unique([(digit.writer, digit.label) for digit in digits], axis=0, return_counts=True)
    assert len(found) == 600
    assert (counts == 2).all()
    for digit in digits:
        points = np.concatenate(digit.on_canvas(328, 220))
        assert np.ptp(points, axis=0).max() == pytest.approx(220)
        assert points.min(axis=0) + points.max(axis=0) == pytest.approx([328, 328])
