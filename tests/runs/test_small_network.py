"""The network of 16 neurons, which is followed by hand, reads well enough to be worth it."""

import numpy as np

import nncore
from nncore.runs.small_network import SMALL, small_network


def test_the_small_network_reads_nine_of_ten_and_is_always_the_same(digits):
    """At least 90 % of the test digits; the same parameters each time."""
    network = small_network(digits.train)
    assert [layer.outputs for layer in network.dense_layers] == [16, 10] == [*SMALL.hidden, 10]
    assert nncore.evaluate(network, digits.test).accuracy >= 0.9
    np.testing.assert_array_equal(network.parameters, small_network(digits.train).parameters)
