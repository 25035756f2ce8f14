"""What a neuron looks for through the layers before it is what a network without any bend in it would see."""

import numpy as np
import pytest

import nncore
from nncore.interpretability.looks_for import looks_for


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("number", [2, 3])
def test_without_bends_it_is_what_a_pixel_changes(number, batch_norm, digits):
    """In a linear network the sum of a deep neuron changes by just so much when one pixel changes by 1."""
    network = nncore.build(nncore.Experiment(hidden=(8, 6), activation="linear", batch_norm=batch_norm, dropout=0.2),
                           dtype=np.float64)
    network.statistics += np.random.default_rng(0).random(network.statistics.size)
    network.parameters += np.random.default_rng(1).normal(0, 0.1, network.parameters.size)
    place = network.layers.index(network.dense_layers[number - 1])
    x = nncore.as_inputs(digits.test.images[:1]).astype(float)
    before = network.layer_outputs(x)[place][0]  # (width,)
    for pixel in (0, 300, 406):
        more = x.copy()
        more[0, pixel] += 1
        change = network.layer_outputs(more)[place][0] - before
        for neuron in (0, 5):
            assert looks_for(network, number, neuron)[pixel] == pytest.approx(change[neuron], abs=1e-9)


def test_in_the_first_layer_it_is_the_filter():
    """To the bit, with batch norm and without a hidden layer, too."""
    for experiment in (nncore.Experiment(hidden=(8, 6), batch_norm=True), nncore.Experiment(hidden=())):
        network = nncore.build(experiment)
        np.testing.assert_array_equal(looks_for(network, 1, 3), network.dense_layers[0].W[:, 3])


def test_a_layer_that_there_is_not_is_refused():
    """The error says which there are."""
    with pytest.raises(ValueError, match="no layer 4; it has layers 1 to 3"):
        looks_for(nncore.build(nncore.Experiment(hidden=(8, 6))), 4, 0)
