"""How neurons answer to many digits, against the same worked out one neuron and one digit at a time."""

import numpy as np
import pytest

import nncore
from nncore.interpretability.hidden import layer_width, output_number
from nncore.interpretability.responses import NINE, responses


def built(hidden=(7, 5), activation="relu", **more):
    network = nncore.build(nncore.Experiment(hidden=hidden, activation=activation, **more))
    rng = np.random.default_rng(0)
    network.parameters += rng.normal(0, 0.05, network.parameters.size).astype(np.float32)
    network.statistics += rng.random(network.statistics.size).astype(np.float32)
    return network


def some(digits):
    return digits.test[:300]


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_means_and_extremes_are_those_of_a_sort_by_hand(number, batch_norm, digits):
    """Mean by digit; the first and the last nine of all images in the order of activation, then of the sum before it."""
    network, shown = built(batch_norm=batch_norm, dropout=0.2), some(digits)
    outputs = network.layer_outputs(nncore.as_inputs(shown.images))
    place = {(1, False): 1, (2, False): 4, (3, False): 6, (1, True): 2, (2, True): 6, (3, True): 8}[number, batch_norm]
    y, sums = outputs[place], outputs[place if number == 3 else place - 1]
    found = responses(network, shown, number)
    for neuron in range(y.shape[1]):
        for digit in range(10):
            assert found.mean[digit, neuron] == pytest.approx(np.mean([y[row, neuron] for row in range(300)
                                                                       if shown.labels[row] == digit]), abs=1e-5)
        for rows, sign in ((found.least, 1), (found.most, -1)):
            by_hand = sorted(range(300), key=lambda row, sign=sign: (sign * y[row, neuron], sign * sums[row, neuron], row))
            assert rows[:, neuron].tolist() == by_hand[:NINE]
        assert found.at_most[:, neuron].tolist() == y[found.most[:, neuron], neuron].tolist()
        assert found.at_least[:, neuron].tolist() == y[found.least[:, neuron], neuron].tolist()


def test_the_output_layer_says_the_scores(digits):
    """It is one more than the hidden layers, has ten neurons, and the first layer where there is no hidden one."""
    for hidden in ((), (7,), (7, 5)):
        network, shown = built(hidden), some(digits)
        assert output_number(network) == len(hidden) + 1
        assert [layer_width(network, number) for number in range(1, len(hidden) + 2)] == [*hidden, 10]
        logits = network.infer(nncore.as_inputs(shown.images))
        found = responses(network, shown, len(hidden) + 1)
        assert found.most[0].tolist() == logits.argmax(axis=0).tolist()
        assert not found.dead.any()
        assert not found.saturated.any()


@pytest.mark.parametrize(("activation", "bias", "dead", "saturated"), [
    ("relu", -1000, True, False), ("gelu", -1000, True, False), ("leaky_relu", -1000, False, False), ("elu", -1000, False, True),
    ("tanh", 1000, False, True), ("tanh", -1000, False, True), ("sigmoid", 1000, False, True), ("linear", -1000, False, False),
    ("relu", 1000, False, False)])
def test_a_neuron_with_an_enormous_bias_is_dead_or_saturated(activation, bias, dead, saturated, digits):
    """Where its activation has an end on that side; its neighbours are neither."""
    network = built(activation=activation)
    network.dense_layers[1].b[2] = bias
    found = responses(network, some(digits), 2)
    assert found.dead[2] == dead
    assert found.saturated[2] == saturated
    assert not found.saturated[[0, 1, 3, 4]].any()


def test_a_neuron_that_answers_once_is_not_dead(digits):
    """A relu that a single digit lights, barely, and a tanh that a single digit leaves in its middle."""
    for activation, at_the_one in (("relu", 0.001), ("tanh", 0.0)):
        network, shown = built((3,), activation), some(digits)
        W, x = network.dense_layers[0].W, nncore.as_inputs(shown.images)
        first, second = np.sort(x @ W[:, 1])[-2:][::-1]
        W[:, 1] *= 100 / (first - second)
        network.dense_layers[0].b[1] = at_the_one - (x @ W[:, 1]).max()
        found = responses(network, shown, 1)
        assert not found.dead[1]
        assert not found.saturated[1]


def test_what_cannot_be_measured_says_why(digits):
    """A digit of which there is no image, a layer that there is not, and weights that are no numbers any more."""
    network, shown = built(), some(digits)
    with pytest.raises(ValueError, match="no image shows a 4"):
        responses(network, shown[shown.labels != 4], 1)
    with pytest.raises(ValueError, match="no hidden layer 4"):
        responses(network, shown, 4)
    network.parameters[:] = np.nan
    with pytest.raises(ValueError, match="exploded"):
        responses(network, shown, 1)
