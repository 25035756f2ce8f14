"""Every optimizer's step can be worked by hand; here it was."""

import numpy as np
import pytest

from nncore.optimizers import CHUNK, OPTIMIZERS

W0, GRADIENTS, RATE = 1.0, (0.5, -0.2, 0.1), 0.1
BY_HAND = {
    "sgd": (0.95, 0.97, 0.96),
    # v: 0.5, 0.25, 0.325 with momentum 0.9
    "momentum": (0.95, 0.925, 0.8925),
    # dW + 0.9 v: 0.95, 0.025, 0.3925
    "nesterov": (0.905, 0.9025, 0.86325),
    # s: 0.0025, 0.002875, 0.00294625
    "rmsprop": (0.0, 0.0 + 0.02 / np.sqrt(0.002875), 0.02 / np.sqrt(0.002875) - 0.01 / np.sqrt(0.00294625)),
    # m / (1 - 0.9^t): 0.5, 0.025 / 0.19, 0.0325 / 0.271; s / (1 - 0.999^t): 0.25, 0.00028975 / 0.001999, ...
    "adam": (0.9, 0.9 - 0.1 * (0.025 / 0.19) / np.sqrt(0.00028975 / 0.001999),
             0.9 - 0.1 * (0.025 / 0.19) / np.sqrt(0.00028975 / 0.001999)
             - 0.1 * (0.0325 / 0.271) / np.sqrt(0.00029946025 / 0.002997001)),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_three_steps_by_hand(name):
    """Three steps from W = 1 with gradients 0.5, -0.2, 0.1 at rate 0.1 end where the formula, worked by hand, says."""
    W = np.array([W0])
    optimizer = OPTIMIZERS[name](W, momentum=0.9)
    for gradient, expected in zip(GRADIENTS, BY_HAND[name], strict=True):
        optimizer.step(W, np.array([gradient]), RATE)
        assert W[0] == pytest.approx(expected, abs=1e-6)


def test_decoupled_decay_shrinks_weights_apart_from_the_gradient():
    """AdamW's first step is Adam's after W has shrunk by rate times decay: 1 to 0.98, then 0.1 less."""
    W = np.array([1.0])
    OPTIMIZERS["adamw"](W, weight_decay=0.2).step(W, np.array([0.5]), 0.1)
    assert W[0] == pytest.approx(0.98 - 0.1, abs=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_stretches_do_not_show(name):
    """A vector of several stretches moves as its numbers would one by one."""
    rng = np.random.default_rng(0)
    W, steps = rng.normal(size=2 * CHUNK + 77), rng.normal(size=(3, 2 * CHUNK + 77))
    picked = np.array([0, CHUNK - 1, CHUNK, 2 * CHUNK + 76])
    alone = W[picked].copy()
    whole, few = (OPTIMIZERS[name](vector, weight_decay=0.1) for vector in (W, alone))
    for gradient in steps:
        whole.step(W, gradient, 0.01)
        few.step(alone, gradient[picked], 0.01)
    np.testing.assert_array_equal(W[picked], alone)
