"""A network that is cut behind a hidden layer is the same network, in two parts."""

import numpy as np
import pytest

import nncore
from nncore.interpretability.hidden import activations, halves, hidden_places, layer_width, output_number, through


def built(hidden, activation="tanh"):
    return nncore.build(nncore.Experiment(hidden=hidden, activation=activation, batch_norm=True, dropout=0.3))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_both_parts_together_are_the_network(number, digits):
    """What the first part says, the second turns into the logits, to the bit, wherever the cut is."""
    network, x = built((12, 9, 7)), nncore.as_inputs(digits.test.images[:5])
    first, later = halves(network, number)
    np.testing.assert_array_equal(through(later, through(first, x)), network.infer(x))
    assert activations(network, x, number).shape == (5, (12, 9, 7)[number - 1])


def test_a_neuron_says_what_is_worked_by_hand(digits):
    """The first layer's activation is tanh of the weighted sum, in parts of any size."""
    network, x = nncore.build(nncore.Experiment(hidden=(6,), activation="tanh")), nncore.as_inputs(digits.test.images[:1500])
    by_hand = np.tanh(x @ network.layers[0].W + network.layers[0].b)
    np.testing.assert_allclose(activations(network, x, 1), by_hand, rtol=1e-5, atol=1e-6)


def test_the_output_counts_as_one_more_layer(digits):
    """Behind it nothing is left; its ten neurons are the digits, and say the logits."""
    network, x = built((12, 9)), nncore.as_inputs(digits.test.images[:5])
    assert output_number(network) == 3
    assert halves(network, 3) == (network.layers, [])
    assert [layer_width(network, number) for number in (1, 2, 3)] == [12, 9, 10]
    np.testing.assert_array_equal(activations(network, x, 3), network.infer(x))


def test_without_a_hidden_layer_all_of_it_is_the_first_part(digits):
    """Softmax regression has no hidden layer: its neurons are the digits, and say the logits."""
    network, x = nncore.build(nncore.Experiment(hidden=())), nncore.as_inputs(digits.test.images[:5])
    assert hidden_places(network) == []
    np.testing.assert_array_equal(activations(network, x, 1), network.infer(x))


def test_a_layer_that_there_is_not_is_refused():
    """The error says which there are."""
    for number in (0, 4):
        with pytest.raises(ValueError, match=f"no hidden layer {number}; .* and 3 is its output"):
            halves(built((12, 9)), number)
