"""The coach sees what is wrong with a run, and what it advises helps: each fault is provoked, and its advice is tried."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import nncore
from nncore.runs.coach import GENTLE, advice, overfitting, too_few_steps
from nncore.runs.history import History, run_experiment
from nncore.runs.run_view import RunView
from nncore.runs.start import begin
from nncore.runs.statistics import wilson_interval

BASE = nncore.Experiment(hidden=(64,), optimizer="sgd", learning_rate=0.05, batch_size=64, epochs=3, training_images=5000)
FAULTS = {
    "exploding loss": {"learning_rate": 3.0, "activation": "tanh", "hidden": (64, 64)},
    "equal initial weights": {"initializer": "zeros", "activation": "tanh", "learning_rate": 0.5},
    "dead units": {"hidden": (64, 64), "optimizer": "momentum", "learning_rate": 0.3},
    "saturation": {"activation": "tanh", "optimizer": "adam", "hidden": (64, 64)},
    "batch too large for the rate": {"batch_size": None, "epochs": 10},
    "stuck loss": {"learning_rate": 0.0001},
    "stuck loss, squared": {"learning_rate": 0.003, "loss": "mean_squared_error"},
    "too slow": {"learning_rate": 0.003},
    "overfitting": {"training_images": 1000, "hidden": (256,), "epochs": 40, "learning_rate": 0.1, "optimizer": "momentum"},
}
STRONG = {"shift": 1.5, "rotation": 10.0, "scale": 0.1, "shear": 0.1}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_seen_and_the_advice_helps(digits, rule):
    """A run with the fault is told so, with a number; with the one change advised, test accuracy rises by at least 2 points."""
    faulty = dataclasses.replace(BASE, **FAULTS[rule])
    history = run_experiment(faulty, digits)
    [found] = [each for each in advice(history, digits.train) if each.rule == rule.split(",")[0]]
    assert any(sign.isdigit() for sign in found.saw)
    better = run_experiment(dataclasses.replace(faulty, **found.change), digits)
    assert better.accuracy > history.accuracy + 0.02


@pytest.mark.parametrize("wild", [
    {"learning_rate": 100.0}, {"learning_rate": 30.0, "activation": "tanh", "hidden": (64, 64)},
    {"learning_rate": 100.0, "hidden": (256, 256, 256)}, {"learning_rate": 100.0, "hidden": (256, 128), "optimizer": "nesterov"},
    {"learning_rate": 50.0, "optimizer": "momentum", "momentum": 0.99}, {"learning_rate": 100.0, "optimizer": "adam"},
    {"learning_rate": 100.0, "optimizer": "rmsprop", "hidden": (128, 64)}, {"learning_rate": 100.0, "loss": "mean_squared_error"},
], ids=lambda wild: wild.get("optimizer", "sgd"))
def test_after_an_explosion_the_advice_does_not_explode(digits, wild):
    """Whatever exploded, a run with the one change that is advised, and in the reason's own sentence, comes to its end."""
    history = run_experiment(dataclasses.replace(BASE, **wild), digits)
    assert history.diverged
    [found] = advice(history, digits.train)
    assert history.reason.endswith(f"Try a learning rate of {found.change['learning_rate']:g}.")
    assert not run_experiment(dataclasses.replace(history.experiment, **found.change), digits).diverged


def test_a_validation_set_that_is_too_small_is_seen_and_the_advice_tells_settings_apart(digits):
    """Sixty digits held back cannot tell 60 % from 85 %; with what is advised the figure is certain to a point."""
    coarse = dataclasses.replace(BASE, validation_fraction=0.001)
    [found] = [each for each in advice(run_experiment(coarse, digits), digits.train) if each.rule == "validation set too small"]
    assert "of 60 digits" in found.saw
    better = run_experiment(dataclasses.replace(coarse, **found.change), digits)
    interval = wilson_interval(better.validation[-1][2], 6000)
    assert interval.high - interval.low < 0.02
    assert "validation set too small" not in [each.rule for each in advice(better, digits.train)]


def test_a_good_run_is_left_alone(digits):
    """Of a run in which all is well nothing is said."""
    good = dataclasses.replace(BASE, optimizer="nesterov", epochs=6, training_images=20_000)
    assert advice(run_experiment(good, digits), digits.train) == []


def test_a_run_that_was_stopped_before_its_first_epoch_is_left_alone(digits):
    """There is nothing to see yet."""
    history = dataclasses.replace(run_experiment(BASE, digits), epochs=[])
    assert advice(history, digits.train) == []


def seen(experiment: nncore.Experiment, digits) -> RunView:
    """A run of `experiment` that learned its digits by heart: training got better, validation worse."""
    epochs = [nncore.Epoch(1, 100, 0.5, 0.0, 0.90, 0.30, 0.91, 1.0), nncore.Epoch(2, 200, 0.1, 0.0, 0.99, 0.40, 0.90, 1.0)]
    return RunView(History(experiment, nncore.build(nncore.Experiment(hidden=())), epochs=epochs), digits.train)


@settings(deadline=None)
@given(shift=some.floats(0, 8), rotation=some.floats(0, 45), scale=some.floats(0, 0.5), shear=some.floats(0, 0.5),
       dropout=some.floats(0, 0.9), l2=some.floats(0, 1))
def test_advice_against_overfitting_weakens_nothing(digits, **strengths):
    """Whatever is already done against learning by heart, what is advised is more of it; where all is done, it is nothing."""
    found = overfitting(seen(dataclasses.replace(BASE, **strengths), digits))
    changed = found.change if found else {}
    assert set(changed) <= set(strengths)
    assert all(value > strengths[name] for name, value in changed.items())
    enough = {"shift": 1, "rotation": 8, "scale": 0.08, "shear": 0.08, "dropout": 0.2, "l2": 0.001}
    assert (found is None) == all(strengths[name] >= enough[name] for name in enough)


@pytest.mark.parametrize(("already", "advised"), [
    ({"shift": 2.0}, {"rotation": 8.0, "scale": 0.08, "shear": 0.08}), (STRONG, {"l2": 0.001}),
    (STRONG | {"l2": 0.01}, {"dropout": 0.2})])
def test_what_is_strong_already_is_left_as_it_is(digits, already, advised):
    """A shift of 2 pixels stays; where all distortions are strong the advice is a penalty on weights, and after that dropout."""
    assert overfitting(seen(dataclasses.replace(BASE, **already), digits)).change == advised


@pytest.mark.parametrize(("already", "rate", "seed"), [({}, 0.05, 2), ({"l2": 0.001}, 0.02, 0)], ids=["l2", "dropout"])
def test_what_else_is_advised_helps_against_overfitting(digits, already, rate, seed):
    """Two hundred digits, though distorted, are learned by heart; the change advised lowers the loss on others by 5 %."""
    few = nncore.Mnist(digits.train[:2000], digits.test)
    faulty = dataclasses.replace(BASE, hidden=(256,), optimizer="momentum", learning_rate=rate, training_images=200, epochs=150,
                                 validation_fraction=0.5, seed=seed, **GENTLE | already)
    history = run_experiment(faulty, few)
    found = overfitting(RunView(history, few.train))
    better = run_experiment(dataclasses.replace(faulty, **found.change), few)
    assert surprise(better.network, digits.test) < 0.95 * surprise(history.network, digits.test)


def surprise(network: nncore.Network, digits: nncore.Digits) -> float:
    """The mean cross-entropy, -log p of the right answer, worked out from the probabilities."""
    p = network.predict(nncore.as_inputs(digits.images))  # (n, 10)
    return float(-np.log(p[np.arange(len(p)), digits.labels]).mean())


def test_a_good_run_with_squared_errors_is_not_stuck(digits):
    """Its loss of 0.005 is far below 0.09, which guessing gives, as one of 0.2 is below 2.3."""
    good = dataclasses.replace(BASE, loss="mean_squared_error", optimizer="nesterov", learning_rate=0.5, training_images=20_000)
    assert "stuck loss" not in [each.rule for each in advice(run_experiment(good, digits), digits.train)]


@pytest.mark.parametrize(("experiment", "advised"), [
    (nncore.Experiment(learning_rate=5e-5), 1e-5), (nncore.Experiment(learning_rate=0.02), 0.002),
    (nncore.Experiment(learning_rate=0.3), 0.01)])
def test_a_rate_is_advised_within_what_a_rate_may_be(digits, experiment, advised):
    """A tenth of the rate or what the optimizer bears, but never less than the slider has; at its end there is nothing to say."""
    exploded = dataclasses.replace(seen(experiment, digits).history, diverged=True)
    [found] = advice(exploded, digits.train)
    assert found.change == {"learning_rate": advised}
    lowest = dataclasses.replace(exploded, experiment=nncore.Experiment(learning_rate=1e-5))
    assert advice(lowest, digits.train) == []


def test_the_batch_of_a_run_that_was_continued_is_its_own(digits):
    """After 100 steps of a run before, ten steps of 500 images are batches of 500, as the coach says, and not of 45."""
    before = begin(nncore.build(BASE), digits.train, BASE).checkpoint()
    view = seen(BASE, digits)
    history = dataclasses.replace(view.history, step=110, images_by_epoch=[5000], origin=dataclasses.replace(before, steps=100),
                                  epochs=[nncore.Epoch(1, 110, 2.0, 0.0, 0.5, 2.0, 0.5, 1.0)])
    assert "each after 500 images" in too_few_steps(RunView(history, digits.train)).saw
