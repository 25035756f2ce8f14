"""What it means that two runs are the same."""

import numpy as np

from nncore.runs.history import History


def same(history: History, other: History) -> bool:
    """Whether two histories tell the same, to the bit, but for the seconds."""
    np.testing.assert_array_equal(history.network.parameters, other.network.parameters)
    np.testing.assert_array_equal(history.network.statistics, other.network.statistics)
    assert history.curve.points == other.curve.points
    assert (history.validation, history.accuracy, history.step) == (other.validation, other.accuracy, other.step)
    assert (history.images, history.position, history.reason) == (other.images, other.position, other.reason)
    return True
