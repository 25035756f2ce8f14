"""A history counts what training did: each image, each second of training, and the test set asked once."""

import dataclasses
import types

import numpy as np
import pytest

import nncore
from nncore.checkpoint import Checkpoint
from nncore.runs import history as module
from nncore.runs.history import History, continue_run, run_experiment
from nncore.runs.mission import Mission
from nncore.runs.start import begin, resume
from nncore.training import Training

SMALL = nncore.Experiment(hidden=(8,), epochs=4, batch_size=50, training_images=540)


def followed(history: History, training: Training, steps: int | None = None) -> History:
    """`history` when training has gone on to its end, or for so many steps."""
    for number, _ in enumerate(history.follow(training.events()), start=1):
        if number == steps:
            break
    return history


@pytest.fixture
def checkpoint(digits) -> Checkpoint:
    """Where a run of 540 images is after two epochs, as a file keeps it."""
    return continue_run(History(SMALL, nncore.build(SMALL)), digits, until=2).checkpoints.kept[-1]


@pytest.mark.parametrize(("epochs", "steps", "images", "different"), [
    (3, None, 540, 540), (4, None, 1080, 540), (4, 3, 150, 150), (4, 15, 690, 540)])
def test_images_of_a_run_that_was_continued_from_a_file(digits, checkpoint, epochs, steps, images, different):
    """Whole epochs or stopped within one: what was seen is counted, and a mission asks for the different images among them."""
    longer = dataclasses.replace(SMALL, epochs=epochs)
    training = resume(checkpoint, digits.train, longer)
    history = followed(History(longer, training.snapshot(), training.epoch, position=training.epoch), training, steps)
    assert (history.images, history.different_images) == (images, different)
    assert Mission(images=different).checked(history) == {"images": True}
    assert Mission(images=different - 1).checked(history) == {"images": False}


def test_images_of_a_branch(digits):
    """A run of four epochs cut after two has seen 1,080 of its 540 images; going on from there by one epoch 1,620."""
    whole = run_experiment(SMALL, digits)
    assert (whole.images, whole.different_images) == (4 * 540, 540)
    branch = whole.truncated(2)
    assert (branch.images, branch.different_images) == (1080, 540)
    assert continue_run(branch, digits, until=3).images == 1620
    assert whole.truncated(0).images == 0


def test_a_history_without_an_epoch_knows_how_many_steps_there_were_before(digits, checkpoint):
    """Cut back to where it began, a run that goes on from a file stands at that file's step."""
    training = resume(checkpoint, digits.train, SMALL)
    history = History(SMALL, training.snapshot(), training.epoch, position=training.epoch, origin=checkpoint)
    assert followed(history, training).truncated(2).step == checkpoint.steps == 22


def test_seconds_are_those_of_training(monkeypatch):
    """Each event takes training one second and its listener a hundred: five events have taken five seconds."""
    clock = types.SimpleNamespace(now=0.0)
    monkeypatch.setattr(module, "time", types.SimpleNamespace(perf_counter=lambda: clock.now))

    def events():
        for step in range(1, 5):
            clock.now += 1
            yield nncore.Step(step, 1, 1.0, 0.0, 0.5, 0.1, 50, 50, step / 4)
        clock.now += 1
        yield nncore.Epoch(1, 4, 1.0, 0.0, 0.5, None, None, 5.0)

    history = History(SMALL, nncore.build(SMALL))
    for _ in history.follow(events()):
        clock.now += 100
    assert (history.seconds, history.truncated(1).seconds, history.truncated(0).seconds) == (5, 5, 0)


def test_leaving_a_history_leaves_the_training(digits):
    """Who stops listening in the middle of an epoch closes the training's generator, too."""
    events = begin(nncore.build(SMALL), digits.train, SMALL).events()
    follower = History(SMALL, nncore.build(SMALL)).follow(events)
    next(follower)
    follower.close()
    assert list(events) == []


def test_the_test_set_is_asked_once_and_at_the_end(digits, monkeypatch):
    """Carried on epoch by epoch, a run is tested when it comes to its own end; one that is broken off is not."""
    tested = []

    def noted(network, data):
        tested.append(data is digits.test)
        return nncore.evaluate(network, data)

    monkeypatch.setattr(module, "evaluate", noted)
    history = History(SMALL, nncore.build(SMALL))
    for epoch in (1, 2, 3):
        history = continue_run(history, digits, until=epoch)
        assert (history.epoch, history.test, history.reason) == (epoch, None, "")
    assert continue_run(history, digits, should_continue=lambda: False).test is None
    assert tested == []
    history = continue_run(history, digits)
    assert history.accuracy == nncore.evaluate(history.network, digits.test).accuracy
    assert tested == [True]


@pytest.mark.parametrize("before", [0, 1])
def test_a_run_that_stops_early_does_so_though_it_is_carried_on_in_parts(digits, before):
    """Cut one epoch before it runs out of patience, or in that very epoch, it ends in the same epoch with the same network."""
    impatient = dataclasses.replace(SMALL, hidden=(16,), batch_size=64, epochs=60, patience=1, learning_rate=0.2)
    few = nncore.Mnist(digits.train[:700], digits.test)
    whole = run_experiment(impatient, few)
    assert whole.reason.startswith("Validation has not improved")
    parts = continue_run(History(impatient, nncore.build(impatient)), few, until=whole.epoch - before)
    assert bool(parts.reason) == (before == 0)
    parts = parts if parts.reason else continue_run(parts, few)
    assert (parts.epoch, parts.kept_epoch, parts.reason) == (whole.epoch, whole.kept_epoch, whole.reason)
    np.testing.assert_array_equal(parts.network.parameters, whole.network.parameters)
