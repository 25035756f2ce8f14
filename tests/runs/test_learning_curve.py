"""A learning curve stays short however long the run is."""

import numpy as np
import pytest

from nncore.runs.learning_curve import MOST_POINTS, LearningCurve


def test_a_curve_never_holds_more_points_than_it_may_and_keeps_the_mean():
    """After 9,600 steps there are fewer than 300 points, in order, and their mean is the mean of all steps."""
    curve, rng = LearningCurve(), np.random.default_rng(0)
    losses = rng.random(9600)
    for step, loss in enumerate(losses, start=1):
        curve.add(step, loss, 1 - loss)
        assert len(curve.points) < MOST_POINTS
    steps, means, _ = zip(*curve.points, strict=True)
    assert list(steps) == sorted(steps)
    assert np.mean(means) == pytest.approx(losses.mean())
