"""The gradient by differences is the gradient, and the count of agreeing digits counts digits."""

import numpy as np
import pytest

import nncore
from nncore.finite_differences import (
    agreeing_digits,
    central_difference,
    difference,
    in_float64,
    inputs_in_float64,
    weight_difference,
)
from nncore.objective import Objective
from nncore.trace import trace


def test_a_parabola_has_its_slope():
    """Central differences of w³ at 2 give 12, and leave the number as it was."""
    values = np.array([2.0, 5.0])
    assert difference(lambda: values[0] ** 3, values, (0,)).slope == pytest.approx(12, rel=1e-9)
    np.testing.assert_allclose(central_difference(lambda: float((values**3).sum()), values), [12, 75], rtol=1e-8)
    assert values.tolist() == [2, 5]


@pytest.mark.parametrize("settings", [{}, {"batch_norm": True}, {"dropout": 0.4}, {"hidden": ()},
                                      {"activation": "tanh", "loss": "mean_squared_error"}], ids=str)
def test_backward_and_differences_agree_on_every_kind_of_network(digits, settings):
    """In float64 to 5 digits for weights of each dense layer; the network, its statistics and its chance stay as they were."""
    experiment = nncore.Experiment(**{"hidden": (16,), "seed": 1} | settings)
    network, objective, one = nncore.build(experiment), Objective.of(experiment), digits.test[:1]
    before = network.parameters.copy(), network.statistics.copy()
    exact = trace(in_float64(network), inputs_in_float64(one.images), one.labels, objective)
    for place, layer in enumerate(network.layers):
        if layer not in network.dense_layers:
            continue
        dW = exact.layers[place].ran.dW
        weight = np.unravel_index(np.abs(dW).argmax(), dW.shape)
        found = weight_difference(network, one.images, one.labels, objective, layer=place, weight=weight)
        assert agreeing_digits(found.slope, dW[weight]) >= 5
        assert found.slope == pytest.approx((found.above - found.below) / 2e-6)
    np.testing.assert_array_equal(network.parameters, before[0])
    np.testing.assert_array_equal(network.statistics, before[1])


@pytest.mark.parametrize(("first", "second", "digits"), [
    (1.2345, 1.2346, 4), (-1.2345, -1.2346, 4), (1.0, 2.0, 0), (1.0, -1.0, 0), (0.0, 0.0, 15), (0.0, 1e-9, 0), (5.0, 5.0, 15),
    (3.14159e-9, 3.14160e-9, 5), (float("nan"), 1.0, 0)])
def test_digits_that_agree_are_counted(first, second, digits):
    """Whatever the size of the numbers; nothing agrees with what is no number."""
    assert agreeing_digits(first, second) == agreeing_digits(second, first) == digits
