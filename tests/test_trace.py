"""What a trace shows of a pass is what the pass was, number by number."""

import numpy as np
import pytest

import nncore
from nncore.activations import ACTIVATIONS
from nncore.batches import Batch
from nncore.interpretability.one_update import before_any_update
from nncore.learning_step import learning_step
from nncore.losses import LOSSES
from nncore.network import Network
from nncore.objective import Objective
from nncore.optimizers import OPTIMIZERS
from nncore.trace import trace

KINDS = {"plain": {}, "no hidden layer": {"hidden": ()}, "batch norm": {"batch_norm": True}, "dropout": {"dropout": 0.5},
         "both": {"batch_norm": True, "dropout": 0.3, "hidden": (12, 9)}, "squares": {"loss": "mean_squared_error"},
         "smoothed": {"label_smoothing": 0.1}, **{name: {"activation": name} for name in ACTIVATIONS}}


def experiment_of(kind: str) -> nncore.Experiment:
    return nncore.Experiment(**{"hidden": (16,), "optimizer": "sgd", "learning_rate": 0.1} | KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 20])
def test_a_trace_has_the_numbers_of_a_learning_step(digits, kind, count):
    """To the bit: the gradients, the loss, and the parameters that the optimizer makes of them. The network stays as it was."""
    experiment = experiment_of(kind)
    network, objective, some = nncore.build(experiment), Objective.of(experiment), digits.train[:count]
    before = network.parameters.copy(), network.statistics.copy()
    traced = trace(network, some.images, some.labels, objective)
    np.testing.assert_array_equal(network.parameters, before[0])
    np.testing.assert_array_equal(network.statistics, before[1])
    learned = network.snapshot()
    optimizer = OPTIMIZERS["sgd"](learned.parameters)
    batch = Batch(count, [(some.images.reshape(count, 784), some.labels)])
    result = learning_step(learned, batch, objective, optimizer, 0.1)
    assert traced.loss == result.loss
    np.testing.assert_array_equal(traced.gradients, learned.gradients)
    np.testing.assert_array_equal(learned.parameters, network.parameters - np.float32(0.1) * traced.gradients)


@pytest.mark.parametrize("kind", KINDS)
def test_each_layer_of_a_trace_begins_where_the_one_before_ends(digits, kind):
    """y is the next layer's x, dx the former's dy; the ends are the pixels, the logits and the gradient of the loss."""
    experiment, some = experiment_of(kind), digits.train[:4]
    network, objective = nncore.build(experiment), Objective.of(experiment)
    traced = trace(network, some.images, some.labels, objective)
    np.testing.assert_array_equal(traced.layers[0].x, nncore.as_inputs(some.images))
    assert [each.layer for each in traced.layers] == network.layers
    for layer, following in zip(traced.layers, traced.layers[1:], strict=False):
        assert layer.y is following.x
        assert layer.dy is following.dx
    loss, dlogits = LOSSES[experiment.loss](traced.logits, objective.targets[some.labels])
    assert traced.loss == loss
    np.testing.assert_array_equal(traced.dlogits, dlogits)
    np.testing.assert_array_equal(traced.y, objective.targets[some.labels])


def test_the_parts_of_a_trace_can_be_added_up_by_hand(digits):
    """Each weighted sum, gradient and probability is that of schoolbook sums over the numbers shown, to six digits."""
    network, one = nncore.build(nncore.Experiment(hidden=(16,))), digits.test[:1]
    traced = trace(network, one.images, one.labels, Objective.of(nncore.Experiment()))
    first, relu, _, last = traced.layers
    for unit in range(16):
        total = sum(float(x) * float(w) for x, w in zip(first.x[0], first.layer.W[:, unit], strict=True))
        assert first.y[0, unit] == pytest.approx(total + float(first.layer.b[unit]), rel=1e-5, abs=1e-6)
        back = sum(float(w) * float(dy) for w, dy in zip(last.layer.W[unit], last.dy[0], strict=True))
        assert last.dx[0, unit] == pytest.approx(back, rel=1e-5, abs=1e-7)
        assert relu.dx[0, unit] == (relu.dy[0, unit] if first.y[0, unit] > 0 else 0)
        np.testing.assert_allclose(first.ran.dW[:, unit], first.x[0] * first.dy[0, unit], rtol=1e-6)
    powers = np.exp(traced.logits[0].astype(float))
    np.testing.assert_allclose(traced.probabilities[0], powers / powers.sum(), rtol=1e-5)
    assert traced.loss == pytest.approx(-np.log(powers[7] / powers.sum()), rel=1e-5)


def test_who_does_not_ask_for_a_trace_pays_nothing(digits, monkeypatch):
    """A learning step copies no network, and its layers hold after it as much as after the step before: one pass of one batch."""
    experiment = experiment_of("plain")
    moment, some = before_any_update(nncore.build(experiment), experiment), digits.train[:8]
    monkeypatch.setattr(Network, "snapshot", lambda network: pytest.fail("a step copied its network"))
    held = []
    for _ in range(2):
        learning_step(moment.network, Batch(8, [(some.images.reshape(8, 784), some.labels)]), Objective.of(experiment),
                      moment.optimizer, 0.1)
        held.append([{name: kept.nbytes for name, kept in (vars(layer) | layer._buffers).items() if isinstance(kept, np.ndarray)}
                     for layer in moment.network.layers])
    assert held[0] == held[1]
