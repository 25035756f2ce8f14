"""One step of learning is that of the whole batch: its gradient, the penalty's and the limit, worked out beside it."""

import numpy as np
import pytest

import nncore
from nncore.learning_step import set_gradients_in_parts
from nncore.losses import LOSSES, targets
from nncore.network import ROWS_AT_ONCE
from nncore.objective import Objective
from nncore.runs.start import begin


def test_a_batch_in_parts_has_the_gradient_of_the_whole(digits):
    """A batch too large to pass at once gives the gradient and loss of one pass over all its rows."""
    some = digits.train[:ROWS_AT_ONCE * 2 + 300]
    experiment = nncore.Experiment(hidden=(16,), batch_size=None, validation_fraction=0.0)
    network = nncore.build(experiment, dtype=np.float64)
    batch = next(begin(network, some, experiment).batches.epoch())
    loss = set_gradients_in_parts(network, batch, Objective.of(experiment)).loss
    in_parts = network.gradients.copy()
    whole_loss, dlogits = LOSSES["cross_entropy"](network.forward(nncore.as_inputs(some.images).astype(np.float64)),
                                                  targets(some.labels))
    network.backward(dlogits)
    assert loss == pytest.approx(whole_loss, rel=1e-6)
    np.testing.assert_allclose(in_parts, network.gradients, rtol=0, atol=1e-6 * np.abs(network.gradients).max())


def test_a_step_of_a_large_batch_is_the_step_of_its_parts_mean(digits):
    """Plain gradient descent on 1,324 digits at once moves the weights by the rate times one gradient over all their rows."""
    some = digits.train[:ROWS_AT_ONCE + 300]
    experiment = nncore.Experiment(hidden=(4,), batch_size=None, validation_fraction=0.0, optimizer="sgd", learning_rate=0.5)
    training = begin(nncore.build(experiment, dtype=np.float64), some, experiment)
    whole = training.network.snapshot()
    _, dlogits = LOSSES["cross_entropy"](whole.forward(nncore.as_inputs(some.images).astype(np.float64)), targets(some.labels))
    whole.backward(dlogits)
    right = (whole.infer(nncore.as_inputs(some.images)).argmax(axis=1) == some.labels).sum()
    step = next(training.events())
    np.testing.assert_allclose(training.network.parameters, whole.parameters - 0.5 * whole.gradients, rtol=1e-5, atol=1e-7)
    assert (step.images, step.digits, step.accuracy) == (len(some), len(some), pytest.approx(right / len(some)))


@pytest.mark.parametrize("limit", [None, 0.01, 1e6])
def test_a_step_is_that_of_loss_and_penalty_and_no_longer_than_the_limit(digits, limit):
    """Plain gradient descent moves by the rate times the loss's gradient plus l2 W, whose sum is shortened to the limit."""
    some = digits.train[:50]
    experiment = nncore.Experiment(hidden=(4,), validation_fraction=0.0, optimizer="sgd", learning_rate=0.5, l2=0.3,
                                   clip_norm=limit)
    training = begin(nncore.build(experiment, dtype=np.float64), some, experiment)
    whole = training.network.snapshot()
    _, dlogits = LOSSES["cross_entropy"](whole.forward(nncore.as_inputs(some.images).astype(np.float64)), targets(some.labels))
    whole.backward(dlogits)
    for layer in whole.dense_layers:
        layer.dW += 0.3 * layer.W
    length = np.linalg.norm(whole.gradients)
    assert 0.01 < length < 1e6
    expected = whole.parameters - 0.5 * whole.gradients * (0.01 / length if limit == 0.01 else 1)
    next(training.events())
    np.testing.assert_allclose(training.network.parameters, expected, rtol=1e-5, atol=1e-7)


def test_the_l2_penalty_is_half_the_sum_of_squares_and_spares_biases():
    """With l2, gradients change by l2 W on weights and by nothing on biases, and the penalty is l2 / 2 times their squares."""
    experiment = nncore.Experiment(hidden=(5,), l2=0.01, batch_norm=True, validation_fraction=0.0)
    network, objective = nncore.build(experiment, dtype=np.float64), Objective.of(experiment)
    network.parameters += 0.1  # no bias is 0
    objective.add_penalty_gradient(network)
    assert objective.penalty(network) == pytest.approx(0.005 * sum((layer.W**2).sum() for layer in network.dense_layers))
    for layer in network.dense_layers:
        np.testing.assert_allclose(layer.dW, 0.01 * layer.W)
        assert not layer.db.any()
    assert not network.layers[1].dgamma.any()
    assert Objective.of(nncore.Experiment(l2=0.0)).penalty(network) == 0
