"""What carries an answer is what the network calculates: its strongest neurons, and what each says to the next layer's."""

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS, Activation
from nncore.dense import Dense
from nncore.interpretability.flow import flow


def network(hidden=(12, 8), activation="relu", batch_norm=False):
    """A network in float64 with biases, and statistics of batch norm, as after some training; some of its scales are below 0."""
    experiment = nncore.Experiment(hidden=hidden, activation=activation, batch_norm=batch_norm, dropout=0.2)
    built = nncore.build(experiment, dtype=np.float64)
    rng = np.random.default_rng(0)
    built.parameters += rng.normal(0, 0.05, built.parameters.size)
    built.statistics += rng.random(built.statistics.size)
    for layer in built.layers:
        if "gamma" in layer.parameters:
            layer.gamma[::3] *= -1
    return built


def image(seed=1):
    """Ink on a quarter of the pixels, float (784,)."""
    rng = np.random.default_rng(seed)
    return rng.random(784) * (rng.random(784) < 0.25)


def sums(built, x):
    """For each dense layer (what its neurons' activation functions get for x, and what they would get from a silent layer)."""
    y = x[None]
    for place, layer in enumerate(built.layers):
        if isinstance(layer, Dense):
            loud, silent = layer.infer(y), layer.infer(np.zeros_like(y))
            for following in built.layers[place + 1:]:
                if isinstance(following, Activation | Dense):
                    break
                loud, silent = following.infer(loud), following.infer(silent)
            yield loud[0], silent[0]
        y = layer.infer(y)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("hidden", [(), (12,), (12, 8, 9)])
def test_what_neurons_say_adds_up_to_what_is_heard(hidden, activation, batch_norm):
    """With all neurons shown, what a layer says to a neuron, and what that gets from a silent layer, are what it really gets."""
    built, x = network(hidden, activation, batch_norm), image()
    found = flow(built, x, most=12, pixels=784)
    assert len(found.connections) == len(hidden) + 1
    for connections, (loud, silent) in zip(found.connections, sums(built, x), strict=True):
        heard = np.bincount(connections.targets, connections.says, minlength=len(loud)) + silent
        np.testing.assert_allclose(heard, loud, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_neurons_shown_are_the_strongest(activation):
    """Sorted by hand, no neuron left out is farther from 0 than one that is shown; those shown stand in order."""
    built, x = network((40, 30), activation), image()
    found = flow(built, x, most=7)
    outputs = zip(built.layers, built.layer_outputs(x[None]), strict=True)
    activations = [y[0] for layer, y in outputs if isinstance(layer, Activation)]
    for neurons, y in zip(found.hidden, activations, strict=True):
        by_hand = sorted(abs(float(each)) for each in y)[-7:]
        assert sorted(np.abs(neurons.activations)) == by_hand
        assert neurons.width == len(y)
        assert (np.diff(neurons.numbers) > 0).all()
        np.testing.assert_array_equal(neurons.activations, y[neurons.numbers])


def test_the_pixels_shown_are_those_that_say_most():
    """Of all products of a pixel and its weight, the three largest of each neuron are shown, by brute force."""
    built, x = network((20,)), image()
    found = flow(built, x, most=5, pixels=3)
    products = x[:, None] * built.dense_layers[0].W  # (784, 20)
    for neuron in found.hidden[0].numbers:
        mine = found.connections[0].targets == neuron
        expected = sorted(range(784), key=lambda pixel: -abs(products[pixel, neuron]))[:3]
        assert sorted(found.connections[0].sources[mine]) == sorted(expected)
        np.testing.assert_allclose(found.connections[0].says[mine], products[found.connections[0].sources[mine], neuron])


def test_neurons_can_be_kept_while_others_become_stronger():
    """Asked for certain neurons the flow shows these, with their activations of now, and the connections between them alone."""
    built = network((40, 30))
    before, x = flow(built, image(), most=7), image(seed=2)
    found = flow(built, x, most=7, shown=[each.numbers for each in before.hidden])
    outputs = zip(built.layers, built.layer_outputs(x[None]), strict=True)
    for kept, neurons, y in zip(before.hidden, found.hidden, [y[0] for each, y in outputs if isinstance(each, Activation)],
                                strict=True):
        np.testing.assert_array_equal(neurons.numbers, kept.numbers)
        np.testing.assert_array_equal(neurons.activations, y[kept.numbers])
    assert set(found.connections[1].targets) <= set(found.hidden[1].numbers)


@pytest.mark.parametrize("hidden", [(), (10,), (1024,), (30, 10), (10, 10, 10, 10), (1024, 64, 1024, 16)])
def test_connections_join_what_is_shown(hidden):
    """For every depth and width, lines run between what is shown, no two between the same two; the answer is predict's."""
    built, x = nncore.build(nncore.Experiment(hidden=hidden)), image().astype(np.float32)
    found = flow(built, x)
    shown = [range(784), *(each.numbers for each in found.hidden), range(10)]
    assert [len(each.numbers) for each in found.hidden] == [min(width, 12) for width in hidden]
    for connections, sources, targets in zip(found.connections, shown[:-1], shown[1:], strict=True):
        assert set(connections.sources) <= set(sources)
        assert set(connections.targets) <= set(targets)
        assert len(set(zip(connections.sources, connections.targets, strict=True))) == len(connections.says)
    probabilities = built.predict(x[None])[0]
    np.testing.assert_array_equal(found.probabilities, probabilities)
    assert found.answer == probabilities.argmax()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_a_network_that_has_exploded_says_nothing(value, batch_norm):
    """Where weights are no numbers, or too large, there is no answer, and no connection that is not a number."""
    built = nncore.build(nncore.Experiment(hidden=(30, 20), batch_norm=batch_norm))
    built.parameters[:] = value
    found = flow(built, image().astype(np.float32))
    assert found.answer is None
    assert all(np.isfinite(each.says).all() for each in found.connections)
    assert [len(each.numbers) for each in found.hidden] == [12, 12]


def test_blank_paper_says_nothing():
    """Without ink no pixel speaks."""
    found = flow(network(), np.zeros(784))
    assert not len(found.connections[0].says)
    assert found.answer is not None
