"""Was it luck? Another seed gives another accuracy; only a difference that is larger than that means something.

Two kinds of luck are kept apart. A setting is judged by runs with several seeds (Student, Welch): that covers the luck of the
seeds. Two networks are judged by which of the same images each reads (McNemar), one network by how many (Wilson): that covers
the luck of the test images.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy  # loads `special` when it is first used; `scipy.stats` would take ten times as long

CONFIDENCE = 0.95
UPPER = (1 + CONFIDENCE) / 2  # the quantile at the upper end of an interval


@dataclass(frozen=True)
class Interval:
    """Where a value lies with 95 % confidence: middle and the two ends."""

    middle: float
    low: float
    high: float


def student_interval(correct: np.ndarray) -> Interval:
    """The mean accuracy of a setting over its seeds: mean ± t s / √n. Student: Biometrika 6 (1908).

    `correct`, bool (seeds, images): which images each seed's network reads right. It is never narrower than `least_reach`.
    Raises ValueError for fewer than 2 seeds.
    """
    _check_seeds(correct)
    error = math.sqrt(_variance_of_mean(correct))
    reach = max(_t_quantile(len(correct) - 1) * error, least_reach(correct))
    mean = float(correct.mean())
    return Interval(mean, mean - reach, mean + reach)


def wilson_interval(accuracy: float, images: int) -> Interval:
    """What the accuracy would be on all digits of the world, as the test set is but a sample. Wilson: JASA 22 (1927)."""
    z2 = float(scipy.special.ndtri(UPPER)) ** 2 / images
    middle = (accuracy + z2 / 2) / (1 + z2)
    reach = math.sqrt(accuracy * (1 - accuracy) * z2 + z2 * z2 / 4) / (1 + z2)
    return Interval(accuracy, middle - reach, middle + reach)


def welch_interval(first: np.ndarray, second: np.ndarray) -> Interval:
    """The second setting's mean accuracy less the first's, each with a variance of its own. Welch: Biometrika 34 (1947).

    `first`, `second`, bool (seeds, images): which images each seed's network reads right. It is never narrower than
    `least_reach`. Raises ValueError for fewer than 2 seeds.
    """
    _check_seeds(first, second)
    gain = float(second.mean() - first.mean())
    parts = [_variance_of_mean(correct) for correct in (first, second)]
    reach = least_reach(first, second)
    if any(parts):
        freedom = sum(parts) ** 2 / sum(part**2 / (len(each) - 1) for part, each in zip(parts, (first, second), strict=True))
        reach = max(_t_quantile(freedom) * math.sqrt(sum(parts)), reach)
    return Interval(gain, gain - reach, gain + reach)


def least_reach(*settings: np.ndarray) -> float:
    """Half the width that an interval for the mean of a setting, or for the difference of two, has at least.

    `settings`: one or two arrays bool (seeds, images). Few seeds may score the same by chance, so single images count, too.
    If d images are read by only one of two seeds, and the two are equally good, then the difference of what they read has the
    variance d (McNemar: Psychometrika 12 (1947)), and what each of them reads d / 2. Instead of d we take d + 1, so that it is
    never 0 (Agresti and Min: Statistics in Medicine 24 (2005)).
    """
    variance = 0.0
    for correct in settings:
        seeds, images = correct.shape
        right = correct.sum(axis=0)  # (images,) by how many seeds each is read
        only_one = (right * (seeds - right)).sum() / math.comb(seeds, 2)  # images that only one of two seeds reads, on average
        variance += (only_one + 1) / 2 / images**2 / seeds
    return float(scipy.special.ndtri(UPPER)) * math.sqrt(variance)


def _variance_of_mean(correct: np.ndarray) -> float:
    """The variance of the mean accuracy over seeds, as their accuracies tell it; `correct` bool (seeds, images)."""
    return float(np.var(correct.mean(axis=1), ddof=1)) / len(correct)


def _t_quantile(freedom: float) -> float:
    return float(scipy.special.stdtrit(freedom, UPPER))


def mcnemar_p_value(first: np.ndarray, second: np.ndarray) -> float:
    """How likely two networks that are equally good differ as much as these, by the luck of the test images.

    `first`, `second`, bool (images,): which of the same images each reads. Of the images that only one reads, each has half the
    chance of being either's: the exact, two-sided binomial test. McNemar: Psychometrika 12 (1947).
    """
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    tail = scipy.special.bdtr(min(only_first, only_second), only_first + only_second, 0.5)
    return min(1.0, 2 * float(tail))


def verdict_over_seeds(first: np.ndarray, second: np.ndarray) -> str:
    """In words whether the second setting is better than the first; bool (seeds, images) each, of the same images."""
    gap = welch_interval(first, second)
    seeds, images = f"{len(first)} and {len(second)} seeds", first.shape[1]
    between = (f"the difference lies between {100 * gap.low:+.2f} and {100 * gap.high:+.2f} points (Welch's interval, right in "
               "95 of 100 cases)")
    covered = f"This covers the luck of the seeds alone: all were tested on the same {images:,} images."
    if gap.low <= 0 <= gap.high:
        return f"Not distinguishable with {seeds}: {between}. {covered}"
    word = "better" if gap.middle > 0 else "worse"
    return f"The second setting is {word} by {100 * abs(gap.middle):.2f} points, not by luck: with {seeds} {between}. {covered}"


def verdict_on_images(first: np.ndarray, second: np.ndarray) -> str:
    """In words whether the second network is better than the first; bool (images,) each, of the same images."""
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    p_value = mcnemar_p_value(first, second)
    chance = "less than 0.1%" if p_value < 0.001 else f"{p_value:.1%}"
    counts = (f"of the same {len(first):,} images the second alone reads {only_second:,} right, the first alone {only_first:,}; "
              f"two equally good networks differ as much in {chance} of all cases (McNemar's exact test)")
    covered = "This covers the luck of the test images alone: what other seeds would do, only runs with other seeds tell."
    if p_value >= 1 - CONFIDENCE:
        return f"Not distinguishable with one run of each: {counts}. {covered}"
    word = "better" if only_second > only_first else "worse"
    return f"The second network is {word}, not by luck: {counts}. {covered}"


def _check_seeds(*settings: np.ndarray) -> None:
    """Raises ValueError for too few seeds, `correct` bool (seeds, images) each."""
    for correct in settings:
        if len(correct) < 2:
            raise ValueError(f"{len(correct)} run tells nothing of luck; it takes at least 2 of a setting, with other seeds")
