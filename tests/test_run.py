"""A run goes on beside the page, obeys within a step, and ends when nobody watches."""

import threading
import time

import numpy as np
import pytest

import nncore
from pages.ui import run as run_module
from pages.ui.curve import MOST_POINTS, Curve
from pages.ui.run import ENDED, PAUSED, TRAINING, WAITING, Run

LONG = nncore.Experiment(hidden=(16,), batch_size=32, epochs=500, training_images=2000)


@pytest.fixture
def start(digits):
    """A function that starts a run; all are stopped in the end."""
    runs = []

    def begin(experiment=LONG, places=None, is_watched=lambda: True):
        runs.append(Run(1, experiment, digits, places=places or threading.Semaphore(2), is_watched=is_watched))
        return runs[-1]

    yield begin
    for each in runs:
        each.stop()
    for each in runs:
        until(lambda each=each: each.state == ENDED)


def until(condition, seconds=20.0):
    """Wait for `condition`, and fail if it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what the test waits for did not come"
        time.sleep(0.005)


def test_pause_and_resume_act_within_a_step(start):
    """After Pause at most one more step is taken, and none later; after Resume it goes on from there."""
    run = start()
    until(lambda: run.step > 20)
    run.pause()
    until(lambda: run.state == PAUSED)
    paused_at = run.step
    time.sleep(0.3)
    assert run.step == paused_at
    run.resume()
    until(lambda: run.step > paused_at)
    assert run.state == TRAINING


def test_stop_ends_the_run_with_its_test_accuracy(start):
    """Stop ends in the middle of an epoch, says so, and the network so far is tested on 10,000 digits."""
    run = start()
    until(lambda: run.step > 20)
    run.stop()
    until(lambda: run.state == ENDED)
    assert run.reason.startswith("Stopped in epoch ")
    assert run.test.confusion.sum() == 10_000
    assert run.test.accuracy == nncore.evaluate(run.snapshot, nncore.load_mnist().test).accuracy


def test_one_more_epoch_after_the_end_and_during_the_run(start):
    """One more epoch trains on after the end, and lengthens the plan of a run that goes on."""
    short = nncore.Experiment(hidden=(8,), epochs=1, training_images=500)
    run = start(short)
    until(lambda: run.state == ENDED)
    assert len(run.validation) == 1
    before = run.snapshot.parameters.copy()
    run.one_more_epoch()
    until(lambda: run.state == ENDED)
    assert len(run.validation) == 2
    assert not np.array_equal(run.snapshot.parameters, before)
    running = start()
    running.one_more_epoch()
    assert running.training.epochs == LONG.epochs + 1


def test_a_run_waits_for_a_place(start):
    """With one place the second run waits, and begins when the first is paused."""
    places = threading.Semaphore(1)
    first = start(places=places)
    until(lambda: first.state == TRAINING)
    second = start(places=places)
    time.sleep(0.3)
    assert (second.state, second.step) == (WAITING, 0)
    first.pause()
    until(lambda: second.state == TRAINING and second.step > 0)


def test_a_run_ends_when_nobody_watches(start, monkeypatch):
    """When the visitor is gone for longer than the grace, training or paused, the run ends and gives its place back."""
    monkeypatch.setattr(run_module, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(run_module, "GRACE", 0.2)
    for paused in (False, True):
        watched, places = threading.Event(), threading.Semaphore(1)
        watched.set()
        run = start(places=places, is_watched=watched.is_set)
        until(lambda run=run: run.step > 5)
        if paused:
            run.pause()
        time.sleep(0.5)
        assert run.active
        watched.clear()
        until(lambda run=run: run.state == ENDED)
        assert "closed" in run.reason
        assert places.acquire(timeout=1)


def test_the_snapshot_stays_while_the_network_learns_on(start):
    """A snapshot that was taken never changes, and a newer one follows while training goes on."""
    run = start()
    until(lambda: run.step > 20)
    snapshot = run.snapshot
    kept = snapshot.parameters.copy()
    until(lambda: run.snapshot is not snapshot)
    np.testing.assert_array_equal(snapshot.parameters, kept)
    assert not np.array_equal(run.snapshot.parameters, kept)


def test_an_explosion_is_the_runs_reason(start):
    """A run that explodes ends with the sentence of nncore."""
    run = start(nncore.Experiment(hidden=(16,), learning_rate=100.0, training_images=2000))
    until(lambda: run.state == ENDED)
    assert run.diverged
    assert "exploded" in run.reason


def test_the_same_weights_as_without_a_page(start, digits):
    """A run that was paused and resumed ends with the weights that nncore.train gives, bit by bit."""
    experiment = nncore.Experiment(hidden=(16,), epochs=3, training_images=2000)
    run = start(experiment)
    run.pause()
    until(lambda: run.state in (PAUSED, ENDED))
    run.resume()
    network = nncore.build(experiment)
    list(nncore.train(network, digits.train, experiment))
    until(lambda: run.state == ENDED)
    np.testing.assert_array_equal(run.snapshot.parameters, network.parameters)


def test_a_curve_never_holds_more_points_than_it_may_and_keeps_the_mean():
    """After 9,600 steps there are fewer than 300 points, in order, and their mean is the mean of all steps."""
    curve, rng = Curve(), np.random.default_rng(0)
    losses = rng.random(9600)
    for step, loss in enumerate(losses, start=1):
        curve.add(step, loss, 1 - loss)
        assert len(curve.points) < MOST_POINTS
    steps, means, _ = zip(*curve.points, strict=True)
    assert list(steps) == sorted(steps)
    assert np.mean(means) == pytest.approx(losses.mean())
