"""The nine digits that are watched are hard, and can be learned."""

import numpy as np
import pytest

import nncore
from nncore.reading.hard_digits import hard_digits

RIGHT = {"best": 9, "quick": 9, "layers-64-32": 5}


@pytest.mark.parametrize("name", nncore.recipes())
def test_the_networks_that_ship_differ_on_them(digits, name):
    """The two best networks read all nine, the six simplest none, and the one between them five."""
    nine = hard_digits(digits.test)
    answers = nncore.load(nncore.recipes()[name].file)[0].predict(nncore.as_inputs(nine.images)).argmax(axis=1)
    assert np.count_nonzero(answers == nine.labels) == RIGHT.get(name, 0)


def test_they_are_one_to_nine(digits):
    """One of each digit but 0, in order, so that they are found again at a glance."""
    assert hard_digits(digits.test).labels.tolist() == list(range(1, 10))
