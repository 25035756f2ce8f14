"""A neuron's numbers are those of the network's own pass, and can be worked out by hand from those shown."""

import math

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS
from nncore.dense import Dense
from nncore.interpretability.weighted_sum import weighted_sums
from tests.interpretability.test_flow import image, network


def all_of(built):
    """The numbers of all neurons of each dense layer."""
    return [range(layer.outputs) for layer in built.dense_layers]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("hidden", [(), (12,), (12, 8, 9)])
def test_the_sum_can_be_worked_out_by_hand(hidden, activation, batch_norm):
    """Products of inputs and weights, added exactly, and the bias make the total; the activation function makes the rest."""
    built, x = network(hidden, activation, batch_norm), image()
    layers = weighted_sums(built, x, all_of(built))
    assert [len(layer) for layer in layers] == [*hidden, 10]
    bend = ACTIVATIONS[activation]((1,))
    for number, layer in enumerate(layers):
        for neuron in layer:
            by_hand = math.fsum(a * w for a, w in zip(neuron.inputs.tolist(), neuron.weights.tolist(), strict=True)) + neuron.bias
            assert neuron.total == pytest.approx(by_hand, rel=1e-9, abs=1e-12)
            last = number == len(hidden)
            expected = neuron.total if last else bend.infer(np.array([[neuron.bent]]))[0, 0]
            assert neuron.activation == pytest.approx(expected, rel=1e-12)
            assert batch_norm and not last or neuron.bent == neuron.total


def test_every_number_is_that_of_the_pass_to_the_bit(digits):
    """Of the shipped quick network: totals, activations and logits are what the layers give, and what the next ones hear."""
    built = nncore.load(nncore.recipes()["quick"].file)[0]
    x = nncore.as_inputs(digits.test.images[:1])[0]
    layers, outputs = weighted_sums(built, x, all_of(built)), built.layer_outputs(x[None])
    dense = [(layer, y[0]) for layer, y in zip(built.layers, outputs, strict=True) if isinstance(layer, Dense)]
    for neurons, (layer, y) in zip(layers, dense, strict=True):
        np.testing.assert_array_equal([each.total for each in neurons], y)
        np.testing.assert_array_equal([each.weights for each in neurons], layer.W.T)
        np.testing.assert_array_equal([each.bias for each in neurons], layer.b)
    for before, after in zip(layers, layers[1:], strict=False):
        np.testing.assert_array_equal([each.activation for each in before], after[0].inputs)
    np.testing.assert_array_equal([each.activation for each in layers[-1]], built.infer(x[None])[0])


def test_the_strongest_contributions_come_first():
    """Sorted by hand, of either sign; pixels without ink add nothing and are not among them."""
    built, x = network((20,)), image()
    [neuron] = weighted_sums(built, x, [[7], []])[0]
    products = [float(each) for each in x * built.dense_layers[0].W[:, 7]]
    assert neuron.strongest(5).tolist() == sorted(range(784), key=lambda pixel: -abs(products[pixel]))[:5]
    assert len(neuron.strongest(784)) == np.count_nonzero(x)


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_a_network_that_has_exploded_brings_no_fault(value):
    """Where weights are no numbers, no neuron has a strongest contribution that is none."""
    built, x = nncore.build(nncore.Experiment(hidden=(30, 20))), image().astype(np.float32)
    built.parameters[:] = value
    for layer in weighted_sums(built, x, all_of(built)):
        for neuron in layer:
            assert np.isfinite(neuron.contributions[neuron.strongest(3)]).all()
