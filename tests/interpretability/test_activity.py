"""Histograms of a layer say what its numbers are: weights, gradients, activations, now and at the start."""

import dataclasses

import numpy as np
import pytest

import nncore
from nncore.interpretability.activity import LOOKED_AT, activity, gradients, histogram, said
from nncore.objective import Objective

TANH = nncore.Experiment(hidden=(12, 9), activation="tanh", batch_norm=True, label_smoothing=0.1, l2=0.01)


def test_shares_of_a_histogram_are_counted_by_hand():
    """Four numbers, of which one is zero, and four others: the same bins, shares of all, and the root of the mean square."""
    found = histogram(np.array([0.0, 1.0, 1.0, 5.0]), np.array([1.0, 2.0, 3.0, 5.0]))
    assert found.zeros == (0.25, 0.0)
    assert found.size == pytest.approx((np.sqrt(27 / 4), np.sqrt(39 / 4)))
    assert found.now.sum() == 0.75
    assert found.start.sum() == 1.0
    assert found.now[0] == 0.5
    assert found.now[-1] == 0.25
    assert found.start[(found.edges[:-1] > 1.5) & (found.edges[1:] < 2.5)].sum() == 0.25


@pytest.mark.parametrize("same", [np.zeros(7), np.full(7, 3.0)])
def test_numbers_that_are_all_the_same_have_a_histogram(same):
    """Zeros have no bin, others one; nothing warns."""
    found = histogram(same, same)
    assert found.now.sum() == (same != 0).all()
    assert (np.diff(found.edges) > 0).all()


@pytest.mark.parametrize("change", [{}, {"hidden": ()},
                                    {"activation": "gelu", "batch_norm": False, "loss": "mean_squared_error"}])
def test_gradients_are_those_of_differences(digits, change):
    """dW of every layer against the loss at two weights close to each other, penalty and smoothed labels in it."""
    experiment = dataclasses.replace(TANH, **change)
    network, few = nncore.build(experiment, np.float64), digits.train[:20]
    objective, found = Objective.of(experiment), gradients(network, Objective.of(experiment), few)

    def loss() -> float:
        learner = network.snapshot()
        return objective(learner.forward(learner.inputs(few.images)), few.labels)[0] + objective.penalty(learner)

    for layer, dW in zip(network.dense_layers, found, strict=True):
        place = np.unravel_index(np.abs(dW).argmax(), dW.shape)
        before = layer.W[place]
        sides = []
        for nudge in (0.003, -0.003):
            layer.W[place] = before + nudge
            sides.append(loss())
        layer.W[place] = before
        assert dW[place] == pytest.approx((sides[0] - sides[1]) / 0.006, rel=0.01)  # pixels are float32


def test_looking_changes_nothing(digits):
    """Weights, statistics and gradients of the network stay what they are, to the bit."""
    network = nncore.build(TANH)
    before = network.snapshot()
    activity(network, None, TANH, digits)
    for name in ("parameters", "statistics", "gradients"):
        np.testing.assert_array_equal(getattr(network, name), getattr(before, name))


def test_each_layer_has_its_own_numbers(digits):
    """Weights and activations as the layers give them; gradients by the power of ten of their size."""
    start = nncore.build(TANH)
    network = start.snapshot()
    network.dense_layers[1].W *= 3
    first, second, answer = activity(network, start, TANH, digits)
    assert second.weights.size[0] == pytest.approx(3 * second.weights.size[1], rel=1e-6)
    assert first.weights.size[0] == first.weights.size[1]
    x = nncore.as_inputs(digits.test.images[:LOOKED_AT])
    assert answer.activations.size[0] == pytest.approx(np.sqrt((network.infer(x).astype(float) ** 2).mean()), rel=1e-6)
    y = said(network, digits.test[:LOOKED_AT])[1]
    assert second.at_ends == pytest.approx((np.abs(y) >= 1 - 0.02).mean())
    assert answer.at_ends is None
    dW = gradients(network, Objective.of(TANH), digits.train[:LOOKED_AT])[0]
    typical = np.log10(np.abs(dW[dW != 0])).mean()
    centres = (first.gradients.edges[:-1] + first.gradients.edges[1:]) / 2
    assert (first.gradients.now * centres).sum() / first.gradients.now.sum() == pytest.approx(typical, abs=0.05)


def test_a_relu_that_is_silent_says_zero(digits):
    """A neuron whose bias is far below zero adds its share to the zeros."""
    experiment = nncore.Experiment(hidden=(4,))
    network = nncore.build(experiment)
    network.layers[0].b[:2] = -1000
    found = activity(network, None, experiment, digits)[0]
    y = said(network, digits.test[:LOOKED_AT])[0]
    assert found.activations.zeros[0] == (y == 0).mean() >= 0.5
    assert found.at_ends is None


def test_an_exploded_network_is_refused(digits):
    """In one sentence."""
    network = nncore.build(TANH)
    network.parameters[5] = np.nan
    with pytest.raises(ValueError, match="have exploded"):
        activity(network, None, TANH, digits)
