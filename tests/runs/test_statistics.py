"""Intervals and tests are those of the textbooks, cover the truth as often as they say, and take no tie for a proof."""

import numpy as np
import pytest
from scipy import stats

from nncore.runs.statistics import (
    least_reach,
    mcnemar_p_value,
    student_interval,
    verdict_on_images,
    verdict_over_seeds,
    welch_interval,
    wilson_interval,
)

IMAGES = 10_000


def nested(*scores: int) -> np.ndarray:
    """Seeds that read so many of 10,000 images, always the easiest ones: bool (seeds, images)."""
    return np.arange(IMAGES) < np.array(scores)[:, None]


def test_by_hand():
    """Three seeds of 97, 98 and 99 %: mean 98, spread 1, and Student's t of 2 degrees of freedom gives 4.303 / √3 points."""
    found = student_interval(nested(9700, 9800, 9900))
    assert found.middle == pytest.approx(0.98)
    assert found.high - found.middle == pytest.approx(0.04303 / np.sqrt(3), rel=1e-3)


def test_intervals_are_scipys():
    """Student's, Wilson's and Welch's intervals agree with scipy.stats to 1e-9, also at Welch's 2.83 degrees of freedom."""
    scores, others = (9700, 9720, 9690, 9710), (9750, 9790, 9745)
    accuracies, rest = np.array(scores) / IMAGES, np.array(others) / IMAGES
    student = stats.t.interval(0.95, 3, accuracies.mean(), stats.sem(accuracies))
    found = student_interval(nested(*scores))
    assert (found.low, found.high) == pytest.approx(student, rel=1e-9)
    wilson = stats.binomtest(9954, IMAGES).proportion_ci(method="wilson")
    found = wilson_interval(0.9954, IMAGES)
    assert (found.low, found.high) == pytest.approx((wilson.low, wilson.high), rel=1e-9)
    welch = stats.ttest_ind(rest, accuracies, equal_var=False)
    assert welch.df == pytest.approx(2.83, abs=0.01)
    found = welch_interval(nested(*scores), nested(*others))
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()), rel=1e-9)


@pytest.mark.parametrize(("luck_of_a_seed", "most"), [(0.0, 0.99), (0.05, 0.97)])
def test_an_interval_covers_the_truth_as_often_as_it_says(luck_of_a_seed, most):
    """Of 4,000 triples of seeds 95 % of the intervals hold the true mean; some more where the luck is of single images alone."""
    rng = np.random.default_rng(0)
    chances = np.linspace(0.3, 0.9, 200)  # (images,) of being read right
    held = []
    for _ in range(4000):
        of_the_seeds = rng.normal(0, luck_of_a_seed, (3, 1)).clip(-0.1, 0.1)
        found = student_interval(rng.random((3, 200)) < chances + of_the_seeds)
        held.append(found.low <= chances.mean() <= found.high)
    assert 0.94 < np.mean(held) <= most


def test_equal_scores_are_no_proof():
    """Twice the same score of two seeds, and an image of 10,000 more with another setting, is a difference that may be luck."""
    assert verdict_over_seeds(nested(9700, 9700), nested(9701, 9701)).startswith("Not distinguishable")
    found = student_interval(nested(9700, 9700))
    assert found.high - 0.97 == pytest.approx(0.97 - found.low) == pytest.approx(least_reach(nested(9700, 9700)))
    apart = np.array([np.arange(IMAGES) >= 300, np.arange(IMAGES) < 9700])  # each fails where the other does not
    better = np.array([np.arange(IMAGES) >= 270, np.arange(IMAGES) < 9730])
    assert verdict_over_seeds(apart, better).startswith("Not distinguishable")
    assert "better by 3.00 points" in verdict_over_seeds(nested(9600, 9600), nested(9900, 9900))


def test_the_least_reach_is_the_normal_one_of_independent_images():
    """Where every image is drawn by itself, it is 1.96 standard errors of the mean of the seeds, to a hundredth."""
    rng = np.random.default_rng(1)
    chances = rng.random(IMAGES)
    correct = rng.random((5, IMAGES)) < chances
    error = np.sqrt((chances * (1 - chances)).sum() / 5) / IMAGES
    assert least_reach(correct) == pytest.approx(stats.norm.ppf(0.975) * error, rel=0.01)
    assert least_reach(correct, correct) == pytest.approx(np.sqrt(2) * least_reach(correct))


@pytest.mark.parametrize(("only_first", "only_second"), [(0, 0), (1, 0), (5, 5), (2, 9), (90, 61), (400, 523)])
def test_mcnemars_test_is_the_binomial_test_of_the_images_that_only_one_reads(only_first, only_second):
    """Whichever network comes first, scipy.stats.binomtest gives the same p-value to 1e-9."""
    first, second = np.ones((2, IMAGES), bool)
    second[:only_first] = first[only_first:only_first + only_second] = False
    expected = stats.binomtest(only_first, only_first + only_second).pvalue if only_first + only_second else 1.0
    assert mcnemar_p_value(first, second) == pytest.approx(expected, rel=1e-9)
    assert mcnemar_p_value(second, first) == pytest.approx(expected, rel=1e-9)


def test_mcnemars_test_errs_as_seldom_as_it_says():
    """Of 2,000 pairs of equally good networks at most 5 % are taken for different; of a better and a worse one most are."""
    rng = np.random.default_rng(2)
    chances = rng.beta(2, 0.2, 1000)
    equal = [mcnemar_p_value(*rng.random((2, 1000)) < chances) < 0.05 for _ in range(2000)]
    assert np.mean(equal) <= 0.05
    unequal = [mcnemar_p_value(rng.random(1000) < chances, rng.random(1000) < chances**0.5) < 0.05 for _ in range(200)]
    assert np.mean(unequal) > 0.5


def test_the_verdict_over_seeds_in_words():
    """Close settings are not told apart; far ones are, with the points; what it covers is said; a single run tells nothing."""
    said = verdict_over_seeds(nested(9700, 9750, 9720), nested(9710, 9740, 9760))
    assert said.startswith("Not distinguishable with 3 and 3 seeds")
    assert "covers the luck of the seeds alone: all were tested on the same 10,000 images" in said
    low, high = nested(9500, 9510, 9490), nested(9700, 9710, 9695, 9700)
    assert "better by 2.01 points, not by luck: with 3 and 4 seeds" in verdict_over_seeds(low, high)
    assert "worse by 2.01 points, not by luck" in verdict_over_seeds(high, low)
    for call in (lambda: student_interval(nested(9700)), lambda: welch_interval(low, nested(9700))):
        with pytest.raises(ValueError, match="at least 2"):
            call()


def test_the_verdict_on_images_in_words():
    """Which network reads more, by how many images that only one reads, and that it covers the luck of the test images alone."""
    first, second = np.ones((2, IMAGES), bool)
    second[:60] = first[60:160] = False
    said = verdict_on_images(first, second)
    assert said.startswith("The second network is better, not by luck: of the same 10,000 images the second alone reads 100 "
                           "right, the first alone 60")
    assert "covers the luck of the test images alone" in said
    assert verdict_on_images(second, first).startswith("The second network is worse, not by luck")
    assert verdict_on_images(first, first).startswith("Not distinguishable with one run of each")
