"""A run goes on beside the page, obeys within a step, and ends when nobody watches."""

import dataclasses
import io
import threading
from types import SimpleNamespace

import numpy as np
import pytest

import nncore
from nncore.files.checkpoints import load_checkpoint
from nncore.runs.history import History
from nncore.runs.start import begin
from pages.ui.shared import watch
from pages.ui.shared.run import ENDED, PAUSED, TRAINING, WAITING, Run
from tests.waiting import until

LONG = nncore.Experiment(hidden=(16,), batch_size=32, epochs=500, training_images=2000)


@pytest.fixture
def start(digits):
    """A function that starts a run; all are stopped in the end."""
    runs = []

    def begin(experiment=LONG, places=None, is_watched=lambda: True):
        runs.append(Run.new(1, experiment, digits, places=places or threading.Semaphore(2), is_watched=is_watched))
        return runs[-1]

    yield begin
    for each in runs:
        each.stop()
    for each in runs:
        until(lambda each=each: each.state == ENDED)


def test_pause_and_resume_act_within_a_step(start, visitor):
    """After Pause at most one more step is taken, and none later, however often the run looks; after Resume it goes on."""
    run = start(is_watched=visitor.is_watched)
    until(lambda: run.history.step > 20)
    run.pause()
    until(lambda: run.state == PAUSED)
    paused_at = run.history.step
    visitor.wait_for_looks(20)
    assert run.history.step == paused_at
    run.resume()
    until(lambda: run.history.step > paused_at)
    assert run.state == TRAINING


def test_stop_ends_the_run_with_its_test_accuracy(start, digits):
    """Stop ends in the middle of an epoch, says so, and the network so far is tested on 10,000 digits."""
    run = start()
    until(lambda: run.history.step > 20)
    run.stop()
    until(lambda: run.state == ENDED)
    assert run.history.reason.startswith("Stopped in epoch ")
    assert run.history.test.confusion.sum() == 10_000
    assert run.history.test.accuracy == nncore.evaluate(run.history.network, digits.test).accuracy


def test_one_more_epoch_after_the_end_and_during_the_run(start):
    """One more epoch trains on after the end, and lengthens the plan of a run that goes on."""
    short = nncore.Experiment(hidden=(8,), epochs=1, training_images=500)
    run = start(short)
    until(lambda: run.state == ENDED)
    assert len(run.history.validation) == 1
    before = run.history.network.parameters.copy()
    run.one_more_epoch()
    until(lambda: run.state == ENDED)
    assert len(run.history.validation) == 2
    assert not np.array_equal(run.history.network.parameters, before)
    running = start()
    running.one_more_epoch()
    assert running.planned == LONG.epochs + 1


def test_two_clicks_are_two_epochs_and_leave_the_plan_as_it_is(start):
    """Stopped early in its 500 epochs, a run that is asked twice for one more epoch trains two, and says where it rests."""
    run = start()
    until(lambda: run.epoch >= 1)
    run.stop()
    until(lambda: run.state == ENDED)
    epochs = run.epoch
    run.one_more_epoch()
    run.one_more_epoch()
    assert run.planned == epochs + 2
    until(lambda: run.state == ENDED)
    assert run.epoch == epochs + 2
    assert run.history.now.epochs == LONG.epochs
    assert run.history.reason == f"Trained to the end of epoch {epochs + 2} of 500."


def test_a_run_that_was_stopped_goes_on_from_its_last_epoch(start, digits):
    """Stopped in the middle of an epoch and trained on, a run has the weights of one that was never stopped, bit by bit."""
    experiment = dataclasses.replace(LONG, dropout=0.2)
    run = start(experiment)
    until(lambda: run.epoch >= 2)
    run.stop()
    until(lambda: run.state == ENDED)
    epochs = run.epoch
    run.one_more_epoch()
    until(lambda: run.state == ENDED)
    assert run.epoch == epochs + 1
    network = nncore.build(experiment)
    whole = begin(network, digits.train, experiment)
    list(whole.events(until=epochs + 1))
    np.testing.assert_array_equal(run.history.network.parameters, network.parameters)


def test_settings_change_during_a_run(start):
    """A new learning rate acts within a step, is in the history, and one that a run cannot change is refused."""
    run = start()
    until(lambda: run.history.step > 20)
    with pytest.raises(ValueError, match="hidden cannot change"):
        run.change(dataclasses.replace(LONG, hidden=(8,)))
    run.change(dataclasses.replace(LONG, learning_rate=0.001, epochs=400))
    until(lambda: run.history.changes)
    assert run.history.changes[0].experiment.learning_rate == 0.001
    assert (run.history.experiment, run.history.now.learning_rate, run.planned) == (LONG, 0.001, 400)


def test_a_branch_has_the_past_of_its_run_and_a_future_of_its_own(start):
    """From epoch 2 of a run that ended, the same settings give the same end, others another; the run itself stays as it was."""
    experiment = nncore.Experiment(hidden=(16,), epochs=4, training_images=1000)
    run = start(experiment)
    until(lambda: run.state == ENDED)
    place = {"places": threading.Semaphore(2), "is_watched": lambda: True}
    same = run.branch(2, 2, experiment, **place)
    other = run.branch(3, 2, dataclasses.replace(experiment, learning_rate=0.001, epochs=5), **place)
    until(lambda: same.state == other.state == ENDED)
    assert same.name == "Run 2, from epoch 2 of Run 1"
    np.testing.assert_array_equal(same.history.network.parameters, run.history.network.parameters)
    assert not np.array_equal(other.history.network.parameters, run.history.network.parameters)
    assert same.history.validation == run.history.validation
    assert other.history.validation[:2] == run.history.validation[:2]
    assert (len(other.history.validation), other.history.changes[0].position) == (5, 2)
    with pytest.raises(ValueError, match="seed cannot change"):
        run.branch(4, 2, dataclasses.replace(experiment, seed=1), **place)


def test_a_run_that_began_with_a_trained_network_finds_its_way_without_checkpoints(digits):
    """Fine-tuning, and a run that went on from a file, are gone through again from where they began, not from first weights."""
    place = {"places": threading.Semaphore(2), "is_watched": lambda: True}
    experiment = nncore.Experiment(hidden=(16,), epochs=3, training_images=1000)
    network = nncore.build(dataclasses.replace(experiment, seed=9))
    fine_tuning = Run.new(1, experiment, digits, network=network, **place)
    until(lambda: fine_tuning.state == ENDED)
    later = Run.new(2, experiment, digits, checkpoint=fine_tuning.history.checkpoints.before(2), **place)
    until(lambda: later.state == ENDED)
    for run, epoch in ((fine_tuning, 1), (later, 3)):
        run.history.checkpoints.forget(but=0)
        again = run.branch(3, epoch, dataclasses.replace(experiment, epochs=4), **place)
        until(lambda again=again: again.state == ENDED)
        run.one_more_epoch()
        until(lambda run=run: run.state == ENDED)
        assert run.epoch == again.epoch == 4
        np.testing.assert_array_equal(again.history.network.parameters, run.history.network.parameters)


def test_the_file_of_a_run_goes_on_training(start):
    """What is downloaded opens as the network, and carries the checkpoint of the last epoch."""
    run = start(nncore.Experiment(hidden=(8,), epochs=2, training_images=500))
    until(lambda: run.state == ENDED)
    file = run.file()
    network, _ = nncore.load(io.BytesIO(file))
    np.testing.assert_array_equal(network.parameters, run.history.network.parameters)
    assert load_checkpoint(io.BytesIO(file)).epoch == 2


def test_a_run_waits_for_a_place(start, visitor):
    """With one place the second run waits, and begins when the first is paused."""
    places = threading.Semaphore(1)
    first = start(places=places)
    until(lambda: first.state == TRAINING)
    second = start(places=places, is_watched=visitor.is_watched)
    visitor.wait_for_looks(3)
    assert (second.state, second.history.step) == (WAITING, 0)
    first.pause()
    until(lambda: second.state == TRAINING and second.history.step > 0)


@pytest.mark.parametrize("paused", [False, True])
def test_a_run_ends_when_nobody_watches(start, visitor, monkeypatch, paused):
    """When the visitor is gone for longer than the grace, training or paused, the run ends and gives its place back."""
    now = 0.0
    monkeypatch.setattr(watch, "time", SimpleNamespace(monotonic=lambda: now))
    places = threading.Semaphore(1)
    run = start(places=places, is_watched=visitor.is_watched)
    until(lambda: run.history.step > 5)
    if paused:
        run.pause()
    for _ in range(3):
        now += watch.GRACE  # time flies, and the visitor is there
        visitor.wait_for_looks(1)
        assert run.active
    visitor.here = False
    now += watch.GRACE + 1
    until(lambda: run.state == ENDED)
    assert "closed" in run.history.reason
    assert places.acquire(blocking=False)


def test_the_snapshot_stays_while_the_network_learns_on(start):
    """A snapshot that was taken never changes, and a newer one follows while training goes on."""
    run = start()
    until(lambda: run.history.step > 20)
    snapshot = run.history.network
    kept = snapshot.parameters.copy()
    until(lambda: run.history.network is not snapshot)
    np.testing.assert_array_equal(snapshot.parameters, kept)
    assert not np.array_equal(run.history.network.parameters, kept)


def test_an_explosion_is_the_runs_reason(start):
    """A run that explodes ends with the sentence of nncore."""
    run = start(nncore.Experiment(hidden=(16,), learning_rate=100.0, training_images=2000))
    until(lambda: run.state == ENDED)
    assert run.history.diverged
    assert "exploded" in run.history.reason


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
    np.testing.assert_array_equal(run.history.network.parameters, network.parameters)


def test_the_time_left_of_a_run_that_was_continued_goes_by_its_own_epochs(digits):
    """After one epoch of ten seconds, the third of five, two more take twenty; the first two took none of its own."""
    five = dataclasses.replace(LONG, epochs=5)
    history = History(five, nncore.build(five), first_epoch=2, position=3.0, seconds=10.0)
    run = Run(1, history, digits, places=threading.Semaphore(1), is_watched=lambda: True)
    assert run.seconds_left == 20
    history.position = 2.0
    assert run.seconds_left is None
