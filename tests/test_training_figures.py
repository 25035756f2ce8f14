"""What training says of itself is worked out beside it: a step's figures, the mean that is shown, and where it explodes."""

import dataclasses
import itertools

import numpy as np
import pytest

import nncore
from nncore.batches import split
from nncore.learning_step import Learned
from nncore.runs.start import begin

SMALL = nncore.Experiment(hidden=(16,), epochs=2, batch_size=50, training_images=600)


@pytest.fixture(scope="module")
def few(digits):
    return digits.train[:1000]


def test_a_steps_figures_are_those_of_its_batch_before_the_step(few):
    """With 600 images in one batch: the smoothed cross-entropy in NumPy, half l2 times all W², and the share that is right."""
    experiment = dataclasses.replace(SMALL, batch_size=None, label_smoothing=0.4, l2=0.01)
    network = nncore.build(experiment)
    some, before = few[split(len(few), experiment)[0]], network.snapshot()
    first, *_ = nncore.train(network, few, experiment)
    p = before.predict(nncore.as_inputs(some.images)).astype(float)  # (600, 10)
    y = np.full(p.shape, 0.04) + 0.6 * np.eye(10)[some.labels]
    penalty = 0.005 * sum((layer.W.astype(float)**2).sum() for layer in before.dense_layers)
    assert first.loss == pytest.approx(-(y * np.log(p)).sum(axis=1).mean() + penalty, rel=1e-5)
    assert first.penalty == pytest.approx(penalty, rel=1e-5)
    assert first.accuracy == (p.argmax(axis=1) == some.labels).mean()
    assert (first.step, first.epoch, first.images, first.digits, first.position) == (1, 1, 600, 600, 1.0)


@pytest.mark.parametrize(("learned", "accuracy"), [
    (Learned(1.0, 0.5, 1, 1), 1.0), (Learned(1.0, 0.5, 0, 1), 0.0), (Learned(1.0, 0.5, 3, 4), 0.75),
    (Learned(1.0, 0.5, 0, 0), 0.0)])
def test_the_accuracy_of_a_step_is_that_of_its_digits(few, learned, accuracy, monkeypatch):
    """One right of one is 1, three of four 0.75; a batch without any digit has none right."""
    monkeypatch.setattr("nncore.training.learning_step", lambda *_: learned)
    step = next(begin(nncore.build(SMALL), few, SMALL).events())
    assert (step.accuracy, step.loss, step.penalty, step.digits) == (accuracy, 1.5, 0.5, learned.digits)


@pytest.mark.parametrize(("factor", "ends"), [(1.0, False), (1.001, True), (np.nan, True)])
def test_a_run_ends_where_its_mean_loss_is_above_that_of_an_explosion(few, factor, ends, monkeypatch):
    """A mean loss that stays just at the bound ends no run; one a thousandth above it, or no number, does at its first step."""
    training = begin(nncore.build(SMALL), few, SMALL)
    training.mean_loss = factor * training.objective.exploded
    monkeypatch.setattr("nncore.training.learning_step", lambda *_: Learned(training.mean_loss, 0.0, 1, 50))
    kinds = [type(event) for event in training.events(until=1)]
    assert kinds == ([nncore.Step, nncore.Diverged] if ends else [nncore.Step] * 12 + [nncore.Epoch])


def test_with_an_average_it_is_the_mean_that_is_shown_and_validated(few):
    """A snapshot on the way is the mean of the weights, not the weights, and the validation figures are the mean's."""
    experiment = dataclasses.replace(SMALL, average=0.9)
    training = begin(nncore.build(experiment), few, experiment)
    held_back = few[split(len(few), experiment)[1]]
    *_, epoch = training.events(until=1)
    np.testing.assert_array_equal(training.snapshot().parameters, training.average.mean.parameters)
    assert not np.array_equal(training.snapshot().parameters, training.network.parameters)
    found = nncore.evaluate(training.average.mean, held_back)
    assert (epoch.validation_loss, epoch.validation_accuracy) == pytest.approx((found.loss, found.accuracy))
    assert found.loss != pytest.approx(nncore.evaluate(training.network, held_back).loss)


def test_where_a_run_goes_on_its_mean_is_shown_again(few):
    """At its end the mean is kept; in an epoch more the weights learn on from where they were, and a snapshot is the mean."""
    experiment = dataclasses.replace(SMALL, average=0.9)
    training = begin(nncore.build(experiment), few, experiment)
    list(training.events())
    np.testing.assert_array_equal(training.network.parameters, training.average.mean.parameters)
    training.change(dataclasses.replace(experiment, epochs=3))
    _, *steps = itertools.islice(training.events(), 5)
    assert all(isinstance(each, nncore.Step) for each in steps)
    np.testing.assert_array_equal(training.snapshot().parameters, training.average.mean.parameters)
    assert not np.array_equal(training.snapshot().parameters, training.network.parameters)


def test_after_an_early_stop_the_best_mean_is_shown(few):
    """Where patience ends a run that keeps an average, a snapshot is the network of the best epoch, not the last mean."""
    experiment = dataclasses.replace(SMALL, average=0.5, patience=1, epochs=60, learning_rate=0.3)
    training = begin(nncore.build(experiment), few, experiment)
    *_, last = training.events()
    assert isinstance(last, nncore.StoppedEarly)
    np.testing.assert_array_equal(training.snapshot().parameters, training.early_stopping.best[2].parameters)
    assert not np.array_equal(training.snapshot().parameters, training.average.mean.parameters)


def test_without_validation_there_are_no_figures_of_it(few):
    """Where nothing is held back the validation figures are None and its penalty is 0, also with an L2 penalty."""
    experiment = dataclasses.replace(SMALL, validation_fraction=0.0, l2=0.1, epochs=1)
    *_, epoch = nncore.train(nncore.build(experiment), few, experiment)
    assert (epoch.validation_loss, epoch.validation_accuracy, epoch.validation_penalty) == (None, None, 0.0)
