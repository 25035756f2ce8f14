"""One update is one step of the optimizer that the Experiment names, and what was there before is there still."""

import numpy as np
import pytest

import nncore
from nncore import optimizer_rules
from nncore.interpretability.one_update import answers, before_any_update, updated
from nncore.objective import Objective
from nncore.trace import trace

RATE = 0.01


def by_the_rules(name: str, W, gradients) -> np.ndarray:
    """W after a step with each of the gradients, by the board's rule, in float64."""
    m = s = v = np.zeros_like(W)
    for t, dW in enumerate(gradients, start=1):
        if name == "sgd":
            W = optimizer_rules.sgd(W, dW, RATE)
        elif name in ("momentum", "nesterov"):
            W, v = getattr(optimizer_rules, name)(W, dW, v, RATE, momentum=0.8)
        elif name == "rmsprop":
            W, s = optimizer_rules.rmsprop(W, dW, s, RATE)
        else:
            W, m, s = optimizer_rules.adam(W, dW, m, s, RATE, t)
    return W


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_updates_are_steps_of_the_chosen_rule(digits, name):
    """Three updates, each with the gradient that a trace of the state before it has, end where the rule on the board ends."""
    experiment, one = nncore.Experiment(hidden=(8,), optimizer=name, momentum=0.8), digits.test[:1]
    state = before_any_update(nncore.build(experiment), experiment)
    gradients, first = [], state
    begin = state.network.parameters.copy()
    for _ in range(3):
        gradients.append(trace(state.network, one.images, one.labels, Objective.of(experiment)).gradients.astype(float))
        state = updated(state, one, experiment, RATE)
        np.testing.assert_array_equal(state.gradients, gradients[-1].astype(np.float32))
    expected = by_the_rules(name, begin.astype(float), gradients)
    np.testing.assert_allclose(state.network.parameters, expected, atol=2e-5)
    np.testing.assert_array_equal(first.network.parameters, begin)
    assert not first.optimizer.steps
    assert not first.optimizer.state.any()
    assert state.optimizer.steps == 3


def test_a_step_makes_the_loss_of_its_digit_smaller(digits):
    """Downhill: the digit that was learned has a smaller loss after a short step."""
    experiment, one = nncore.Experiment(hidden=(8,), optimizer="sgd"), digits.test[:1]
    before = before_any_update(nncore.build(experiment), experiment)
    after = updated(before, one, experiment, RATE)
    losses = [trace(each.network, one.images, one.labels, Objective.of(experiment)).loss for each in (before, after)]
    assert losses[1] < losses[0]


def test_penalty_and_clipping_reach_the_optimizer(digits):
    """What the optimizer gets is the gradient with l2 W for the weights, shortened to the limit."""
    experiment, one = nncore.Experiment(hidden=(8,), optimizer="sgd", l2=0.1, clip_norm=0.5), digits.test[:1]
    network = nncore.build(experiment)
    got = updated(before_any_update(network, experiment), one, experiment, RATE).gradients
    whole = trace(network, one.images, one.labels, Objective.of(experiment)).gradients.astype(float)
    for span in network.weight_spans:
        whole[span] += 0.1 * network.parameters[span]
    np.testing.assert_allclose(got, whole * 0.5 / np.linalg.norm(whole), atol=1e-6)


@pytest.mark.parametrize("name", ["tiny-10", "batchnorm-30"])
def test_answers_are_those_of_the_evaluation(digits, name):
    """As many are right as `evaluate` counts."""
    network = nncore.load(nncore.recipes()[name].file)[0]
    right = answers(network, digits.test) == digits.test.labels
    np.testing.assert_array_equal(right, nncore.evaluate(network, digits.test).correct)
