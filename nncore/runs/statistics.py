"""Was it luck? Another seed gives another figure; only a difference that is larger than that means something."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Student's t at 97.5 % for 1 to 10 degrees of freedom, for some more, and the normal distribution's (Fisher and Yates, table III)
T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)
BETWEEN, NORMAL = {15: 2.131, 20: 2.086, 30: 2.042}, 1.960


@dataclass(frozen=True)
class Interval:
    """Where a mean lies with 95 % confidence: middle and the two ends."""

    middle: float
    low: float
    high: float


def of_seeds(accuracies: Sequence[float]) -> Interval:
    """The mean accuracy of a setting over several seeds: mean ± t s / √n. Student: Biometrika 6 (1908)."""
    if len(accuracies) < 2:
        raise ValueError(f"{len(accuracies)} run tells nothing of luck; it takes at least 2 of the same setting with other seeds")
    mean = float(np.mean(accuracies))
    reach = t_quantile(len(accuracies) - 1) * float(np.std(accuracies, ddof=1)) / math.sqrt(len(accuracies))
    return Interval(mean, mean - reach, mean + reach)


def of_test_set(accuracy: float, images: int) -> Interval:
    """What the accuracy would be on all digits of the world, as the test set is but a sample. Wilson: JASA 22 (1927)."""
    z2 = NORMAL**2 / images
    middle = (accuracy + z2 / 2) / (1 + z2)
    reach = math.sqrt(accuracy * (1 - accuracy) * z2 + z2 * z2 / 4) / (1 + z2)
    return Interval(accuracy, middle - reach, middle + reach)


def difference(first: Sequence[float], second: Sequence[float]) -> Interval:
    """Second mean less first mean, the settings having spreads of their own. Welch: Biometrika 34 (1947)."""
    if min(len(first), len(second)) < 2:
        raise ValueError("each setting needs at least 2 runs with other seeds to be describe from luck")
    gain = float(np.mean(second) - np.mean(first))
    parts = [float(np.var(each, ddof=1)) / len(each) for each in (first, second)]
    error = sum(parts)
    if error == 0:
        return Interval(gain, gain, gain)
    freedom = error**2 / sum(part**2 / (len(each) - 1) for part, each in zip(parts, (first, second), strict=True))
    reach = t_quantile(freedom) * math.sqrt(error)
    return Interval(gain, gain - reach, gain + reach)


def verdict(first: Sequence[float], second: Sequence[float]) -> str:
    """In plain words whether the second setting is better, worse, or not to be describe from the first."""
    gap = difference(first, second)
    seeds = min(len(first), len(second))
    if gap.low <= 0 <= gap.high:
        return (f"Not distinguishable with {seeds} seeds: the difference lies between {100 * gap.low:+.2f} and "
                f"{100 * gap.high:+.2f} points (Welch's interval, 95 %).")
    word = "better" if gap.middle > 0 else "worse"
    return (f"The second is {word} by {100 * abs(gap.middle):.2f} points, not by luck: with {seeds} seeds the difference lies "
            f"between {100 * gap.low:+.2f} and {100 * gap.high:+.2f} points (Welch's interval, 95 %).")


def t_quantile(freedom: float) -> float:
    """Student's t at 97.5 %; where the table has no such degrees of freedom, of the next smaller ones: the careful side."""
    if freedom < len(T) + 1:
        return T[max(int(freedom), 1) - 1]
    return next((t for most, t in reversed(BETWEEN.items()) if freedom >= most), T[-1]) if freedom < 1000 else NORMAL
