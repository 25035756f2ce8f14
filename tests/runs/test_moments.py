"""Every moment of a run can be seen again: the networks on its way are those that were there, to the bit."""

import dataclasses
import math

import numpy as np
import pytest

import nncore
from nncore.checkpoint import Checkpoint
from nncore.compute.tasks import Calculation, NoConnection
from nncore.events import Change
from nncore.runs.checkpoints import Checkpoints
from nncore.runs.history import History, continue_run, run_experiment
from nncore.runs.moments import MOST, first_weights, gone_through, moments, to_go_through
from nncore.runs.start import begin

SMALL = nncore.Experiment(hidden=(8,), epochs=4, batch_size=50, training_images=540)  # 11 steps an epoch
RICH = {"shift": 2.0, "dropout": 0.2, "batch_norm": True, "optimizer": "adamw", "average": 0.9, "schedule": "one_cycle"}
HOURS = 1e6  # seconds


def whole(network):
    """All that a network has learned and noted."""
    return np.concatenate([network.parameters, network.statistics])


def seen(history: History, digits, seconds: float = HOURS) -> dict[int, np.ndarray]:
    """By step, the network at each moment, as a worker finds them that gets no more than it needs."""
    found = Calculation(_gone_through, (to_go_through(history), digits.train, moments(history), seconds)).do(NoConnection())
    return {moment.step: numbers for moment, numbers in found}


def _gone_through(history, data, wanted, seconds):
    return (yield from gone_through(history, data, wanted, whole, seconds=seconds))


def by_hand(experiment, data, changes=()) -> dict[int, np.ndarray]:
    """By step, the network at each step of a training that `changes`, (step, settings) of each, change on its way."""
    training = begin(nncore.build(experiment), data, experiment)
    found = {0: whole(training.snapshot())}
    for event in training.events():
        if isinstance(event, nncore.Step):
            found[event.step] = whole(training.snapshot())
            for step, settings in changes:
                if step == event.step:
                    training.change(dataclasses.replace(experiment, **settings))
    return found


def trained(experiment, digits, changes=()) -> tuple[History, list[Checkpoint]]:
    """The history of a whole run that was changed on its way, and the checkpoint of each epoch."""
    history = History(experiment, nncore.build(experiment))
    training = begin(nncore.build(experiment), digits.train, experiment)
    checkpoints = []
    for event in history.follow(training.events()):
        if isinstance(event, nncore.Epoch):
            checkpoints.append(training.checkpoint())
        for step, settings in changes:
            if isinstance(event, nncore.Step) and step == event.step:
                training.change(dataclasses.replace(experiment, **settings))
    history.network, history.test = training.snapshot(), nncore.evaluate(training.snapshot(), digits.test)
    return history, checkpoints


def keeping(history: History, checkpoints) -> History:
    """The history with these checkpoints alone."""
    kept = Checkpoints()
    for each in checkpoints:
        kept.add(each)
    return dataclasses.replace(history, checkpoints=kept)


def test_moments_are_close_together_at_first(digits):
    """Before the first step, after 1, 2, 4 and 8 of the first epoch's 11, and after each epoch, with what validation said."""
    history = run_experiment(SMALL, digits)
    found = moments(history)
    assert [(each.step, each.epoch, each.ends_epoch) for each in found] == [
        (0, 0, False), (1, 0, False), (2, 0, False), (4, 0, False), (8, 0, False),
        (11, 1, True), (22, 2, True), (33, 3, True), (44, 4, True)]
    assert [each.accuracy for each in found[5:]] == [each.validation_accuracy for each in history.epochs]
    stopped = History(SMALL, history.network)
    for event in stopped.follow(begin(nncore.build(SMALL), digits.train, SMALL).events()):
        if event.step == 14:
            break
    assert [(each.step, each.ends_epoch) for each in moments(stopped)][-2:] == [(11, True), (14, False)]
    assert [each.step for each in moments(History(SMALL, history.network))] == [0]


@pytest.mark.parametrize("epochs", [30, 100, 2000])
def test_a_long_run_has_no_more_than_thirty(epochs):
    """Its first epochs and its last one are among them, each step in time is at least as long as the one before, but for what
    a near checkpoint takes.
    """
    history = History(SMALL, nncore.build(SMALL))
    history.epochs = [nncore.Epoch(number, 11 * number, 1.0, 0.0, 0.5, 1.0, 0.5, 1.0) for number in range(1, epochs + 1)]
    history.step = 11 * epochs
    found = [each.epoch for each in moments(history) if each.ends_epoch]
    assert len(moments(history)) <= MOST
    assert found[:2] == [1, 2]
    assert found[-1] == epochs
    assert (np.diff(found, n=2) >= -1).all()


@pytest.mark.parametrize("change", [{}, RICH, {"batch_size": None, "optimizer": "adam"}, {"batch_size": 7, "noise": 0.1}])
@pytest.mark.parametrize("kept", [(), (2,), (1, 2, 3, 4), (3, 4)])
def test_a_network_of_a_moment_is_the_one_that_was_there(digits, change, kept):
    """With whatever checkpoints, at a step it is that of a training left there, after an epoch that of its checkpoint."""
    experiment = dataclasses.replace(SMALL, **change)
    history, checkpoints = trained(experiment, digits)
    expected = by_hand(experiment, digits.train)
    found = seen(keeping(history, [checkpoints[epoch - 1] for epoch in kept]), digits)
    assert list(found) == [each.step for each in moments(history)]
    for step, numbers in found.items():
        np.testing.assert_array_equal(numbers, expected[step])
    for each in checkpoints:
        np.testing.assert_array_equal(found[each.steps], whole(each.average or each.network))


@pytest.mark.parametrize("kept", [(), (1, 3)])
def test_changes_on_the_way_are_gone_through_too(digits, kept):
    """Settings that were changed within the first epoch and later act on the same steps."""
    changes = [(3, {"learning_rate": 0.01, "shift": 2.0}), (25, {"momentum": 0.1, "dropout": 0.3})]
    history, checkpoints = trained(SMALL, digits, changes)
    assert [type(each) for each in history.changes] == [Change, Change]
    expected = by_hand(SMALL, digits.train, changes)
    found = seen(keeping(history, [checkpoints[epoch - 1] for epoch in kept]), digits)
    for step, numbers in found.items():
        np.testing.assert_array_equal(numbers, expected[step])
    assert (expected[8] != by_hand(SMALL, digits.train)[8]).any()


def test_a_run_that_stopped_early_is_seen_to_its_end(digits):
    """The moments are those of learning: at the last one is the network of the last epoch, not the better one that was kept."""
    experiment = dataclasses.replace(SMALL, patience=1, epochs=40, learning_rate=0.4)
    history, checkpoints = trained(experiment, digits)
    assert history.kept_epoch is not None
    assert history.kept_epoch < history.epoch
    found = seen(history, digits)
    np.testing.assert_array_equal(found[history.step], whole(checkpoints[-1].network))
    np.testing.assert_array_equal(found[checkpoints[history.kept_epoch - 1].steps], whole(history.network))


def test_a_run_that_went_on_after_an_early_stop_is_gone_through(digits):
    """Without a checkpoint the way leads beyond the early stop, to the networks of the epochs after it."""
    experiment = dataclasses.replace(SMALL, patience=1, epochs=40, learning_rate=0.4)
    stopped, checkpoints = trained(experiment, digits)
    stopped.checkpoints.add(checkpoints[-1])
    longer = continue_run(stopped, digits, until=stopped.epoch + 1)
    expected = whole(longer.checkpoints.kept[-1].network)
    found = seen(keeping(dataclasses.replace(longer, test=None), []), digits)
    np.testing.assert_array_equal(found[longer.step], expected)


def test_a_run_that_began_with_another_network_begins_there(digits):
    """From a file's checkpoint: the first moment is that network, and steps count on from it."""
    _, checkpoints = trained(SMALL, digits)
    origin = checkpoints[1]
    longer = dataclasses.replace(SMALL, epochs=4)
    run = History(longer, origin.network, origin.epoch, position=2, origin=origin, step=origin.steps)
    run.checkpoints.add(origin)
    run = continue_run(run, digits)
    found = seen(run, digits)
    assert list(found) == [22, 23, 24, 26, 30, 33, 44]
    expected = by_hand(SMALL, digits.train)
    for step, numbers in found.items():
        np.testing.assert_array_equal(numbers, expected[step])


def test_without_time_there_is_what_was_kept(digits):
    """No way is gone again: the first weights, the epochs of checkpoints, and what came of the run."""
    history, checkpoints = trained(SMALL, digits)
    assert list(seen(keeping(history, checkpoints[1:2]), digits, seconds=-1)) == [0, 22, 44]


def test_a_worker_gets_no_checkpoint_that_it_does_not_need(digits):
    """The first weights come from the seed, and the end is the network itself."""
    history, checkpoints = trained(SMALL, digits)
    start = begin(nncore.build(SMALL), digits.train, SMALL).checkpoint()
    needed = to_go_through(keeping(history, [start, *checkpoints])).checkpoints.kept
    assert [each.epoch for each in needed] == [1, 2, 3]


def test_what_validation_says_of_a_step_is_measured_as_after_an_epoch(digits):
    """Where nothing was noted: the first network's accuracy on the very digits that are held back; shares rise to 1."""
    history = run_experiment(SMALL, digits)
    going = gone_through(history, digits.train, moments(history), whole, seconds=HOURS)
    shares = []
    while True:
        try:
            shares.append(next(going))
        except StopIteration as end:
            found = end.value
            break
    assert shares == sorted(shares)
    assert shares[-1] == 1
    held_back = begin(nncore.build(SMALL), digits.train, SMALL).validation
    assert found[0][0].accuracy == nncore.evaluate(nncore.build(SMALL), held_back).accuracy
    without = run_experiment(dataclasses.replace(SMALL, validation_fraction=0.0), digits)
    assert [each.accuracy is None for each in moments(without)] == [True] * 5 + [False] * 4


def test_an_exploded_run_has_moments(digits):
    """Weights that are no numbers any more are moments, too; nothing warns."""
    history = run_experiment(dataclasses.replace(SMALL, learning_rate=100.0, optimizer="sgd"), digits)
    assert history.diverged
    last, _ = _last(gone_through(history, digits.train, moments(history), whole, seconds=HOURS))
    assert last.step == history.step
    assert last.accuracy is None or math.isfinite(last.accuracy)


def _last(going):
    while True:
        try:
            next(going)
        except StopIteration as end:
            return end.value[-1]


def test_filters_of_some_neurons():
    """Row by row the weights of the neurons that are asked for."""
    network = nncore.build(SMALL)
    found = first_weights(network, np.array([5, 0]))
    np.testing.assert_array_equal(found, network.layers[0].W[:, [5, 0]].T)
    assert not np.shares_memory(found, network.parameters)
