"""Training may stop, go on, go back and change its mind, and every way through it can be walked again to the bit."""

import dataclasses
import io
import itertools
import pickle

import numpy as np
import pytest

import nncore
from nncore.augment.cores import on_one_core
from nncore.changes import Changes
from nncore.checkpoint import Checkpoint
from nncore.events import Change
from nncore.files.checkpoints import checkpoint_arrays, load_checkpoint
from nncore.files.networks import to_bytes
from nncore.runs.checkpoints import Checkpoints
from nncore.runs.history import History, continue_run, run_experiment
from nncore.runs.start import begin, resume
from nncore.training import Training

SMALL = nncore.Experiment(hidden=(16,), epochs=4, batch_size=50, training_images=600)
RICH = {"shift": 2.0, "elastic": 1.0, "noise": 0.1, "dropout": 0.2, "batch_norm": True, "optimizer": "adamw", "average": 0.9,
        "schedule": "one_cycle"}
LATER = dataclasses.replace(SMALL, learning_rate=0.01, momentum=0.5, dropout=0.3, batch_size=30, shift=1.0, label_smoothing=0.1)


@pytest.fixture(scope="module")
def few(digits):
    return digits.train[:1000]


def gone_through(training: Training, at=None) -> dict[int, Checkpoint]:
    """Train to the end, calling `at` with each event; the checkpoint of every epoch."""
    found = {0: training.checkpoint()}
    for event in training.events():
        if isinstance(event, nncore.Epoch):
            found[event.epoch] = training.checkpoint()
        if at:
            at(event)
    return found


@pytest.mark.parametrize(("change", "epoch"), [
    ({}, 0), ({}, 1), ({}, 3), (RICH, 0), (RICH, 2), ({"optimizer": "rmsprop", "batch_size": None}, 1), ({"patience": 2}, 3),
    ({"stroke_width_share": 0.5, "template_share": 0.3, "scribble_share": 0.2}, 2)])
def test_resuming_from_an_epoch_is_never_having_stopped(few, change, epoch):
    """From a checkpoint of any epoch training ends with the very weights, statistics and figures of the run that went through."""
    experiment = dataclasses.replace(SMALL, **change)
    whole = begin(nncore.build(experiment), few, experiment)
    checkpoint = gone_through(whole)[epoch]
    again = resume(checkpoint, few, experiment)
    gone_through(again)
    np.testing.assert_array_equal(again.network.parameters, whole.network.parameters)
    np.testing.assert_array_equal(again.network.statistics, whole.network.statistics)
    assert (again.epoch, again.optimizer.steps, again.mean_loss) == (whole.epoch, whole.optimizer.steps, whole.mean_loss)


@pytest.mark.parametrize("step", [1, 7, 11, 12, 13, 29])
@pytest.mark.parametrize("change", [{}, RICH, {"batch_size": 600, "optimizer": "adam"}, {"batch_size": None}, {"patience": 1},
                                    {"stroke_width_share": 0.5, "template_share": 0.3, "scribble_share": 0.2}])
def test_a_run_may_rest_within_an_epoch(few, change, step):
    """Left at a step and gone on with from a checkpoint of there, through a pickle, a run has the same bits and figures.

    Whether its batches are made ahead by a second core, on either side of the rest, changes nothing.
    """
    experiment = dataclasses.replace(SMALL, **change)
    whole, left = (begin(nncore.build(experiment), few, experiment) for _ in range(2))
    expected = list(whole.events())
    before = []
    for event in left.events():
        before.append(event)
        if left.optimizer.steps >= step and left.may_rest:
            break
    checkpoint = pickle.loads(pickle.dumps(left.checkpoint()))
    with on_one_core():
        again = resume(checkpoint, few, experiment)
        assert again.may_rest
        np.testing.assert_equal(facts(again.checkpoint()), facts(checkpoint))
        after = list(again.events())
    np.testing.assert_array_equal(again.network.parameters, whole.network.parameters)
    assert [without_seconds(each) for each in before + after] == [without_seconds(each) for each in expected]


@pytest.mark.parametrize(("changed_at", "rests_at"), [(3, 7), (6, 7), (7, 7), (8, 7), (11, 7), (12, 7), (13, 7), (3, 20)])
def test_a_change_beside_a_rest_is_the_same_change(few, changed_at, rests_at):
    """Where a run rests around step 7, settings that change before, then, or later act on the very batches that they would.

    So they do where it rests at step 20, in an epoch that was begun in batches of another size than the first.
    """
    experiment = dataclasses.replace(SMALL, shift=2.0)
    changes = [Change(changed_at, changed_at / 12, LATER)]
    whole, left = (begin(nncore.build(experiment), few, experiment) for _ in range(2))
    whole.changes = Changes(changes)
    left.changes = Changes(changes)
    expected = list(whole.events())
    for _ in left.events():
        if left.optimizer.steps >= rests_at and left.may_rest:
            break
    again = resume(left.checkpoint(), few, experiment, changes)
    after = list(again.events())
    assert without_seconds(after[-1]) == without_seconds(expected[-1])
    np.testing.assert_array_equal(again.network.parameters, whole.network.parameters)


def test_a_run_may_rest_at_these_events_and_no_others(few):
    """With 12 steps an epoch and a change after step 5: not after that, 6, 12 and 24, but at the Epochs and other steps."""
    training = begin(nncore.build(SMALL), few, SMALL)
    assert training.may_rest
    rests = []
    for event in training.events(until=2):
        rests.append((type(event).__name__, training.optimizer.steps, training.may_rest))
        if isinstance(event, nncore.Step) and event.step == 5:
            training.change(dataclasses.replace(SMALL, learning_rate=0.01))
    expected = [("Step", step, step not in (6, 12, 24)) for step in range(1, 25)]
    expected[24:], expected[12:12], expected[5:5] = [("Epoch", 24, True)], [("Epoch", 12, True)], [("Change", 5, False)]
    assert rests == expected


@pytest.mark.parametrize("steps", [0, 3])
def test_a_run_that_ends_at_its_next_event_may_not_rest(few, steps):
    """A mean loss above that of an explosion, or none at all, ends it; one that is just as large does not."""
    training = begin(nncore.build(SMALL), few, SMALL)
    list(itertools.islice(training.events(), steps))
    bound = training.objective.exploded
    for loss, may_rest in ((bound, True), (np.nextafter(bound, 99), False), (np.nan, False)):
        training.mean_loss = loss
        assert training.may_rest == may_rest


def test_a_run_that_stops_early_next_may_not_rest(few):
    """Where the epoch was the last that patience waits for, the next event says so."""
    experiment = dataclasses.replace(SMALL, patience=2)
    training = begin(nncore.build(experiment), few, experiment)
    training.early_stopping.best = (0.0, 0, training.snapshot())
    rests = [training.may_rest for event in training.events() if isinstance(event, nncore.Epoch)]
    assert rests == [True, False]


def facts(checkpoint: Checkpoint) -> dict:
    """What a checkpoint says, without the objects that say it."""
    told = {each.name: getattr(checkpoint, each.name) for each in dataclasses.fields(checkpoint)}
    told["totals"] = told["under_way"] and vars(told["under_way"].totals)
    return {name: value for name, value in told.items() if name not in ("network", "average", "best", "under_way")}


def without_seconds(event):
    return dataclasses.replace(event, seconds=0.0) if isinstance(event, nncore.Epoch) else event


def test_one_more_epoch_goes_on_from_the_weights_and_not_from_their_mean(few):
    """With an average of the weights, four epochs, one more and another are six epochs, where the schedule is the same."""
    experiment = dataclasses.replace(SMALL, average=0.9)
    whole, longer = (begin(nncore.build(experiment), few, experiment) for _ in range(2))
    longer.change(dataclasses.replace(experiment, epochs=6))
    gone_through(longer)
    gone_through(whole)
    for epochs in (5, 6):
        whole.change(dataclasses.replace(experiment, epochs=epochs))
        gone_through(whole)
    np.testing.assert_array_equal(whole.network.parameters, longer.network.parameters)


@pytest.mark.parametrize("step", [0, 7, 12, 20])
def test_a_change_during_a_run_is_done_and_can_be_walked_again(few, step):
    """Settings that change at any step act from there on, are told as an event, and the same changes give the same weights."""
    training = begin(nncore.build(SMALL), few, SMALL)
    events = []

    def at(event):
        events.append(event)
        if isinstance(event, nncore.Step) and event.step == step:
            training.change(LATER)

    if step == 0:
        training.change(LATER)
    first = gone_through(training, at)[0]
    [change] = [event for event in events if isinstance(event, Change)]
    assert change == Change(step, pytest.approx(step / 12), LATER)
    rates = [event.learning_rate for event in events if isinstance(event, nncore.Step)]
    assert rates == [0.05] * step + [0.01] * (len(rates) - step)
    sizes = {event.images for event in events if isinstance(event, nncore.Step) and event.epoch == 4}
    assert sizes == {30}
    again = resume(first, few, SMALL)
    again.changes = training.changes
    gone_through(again)
    np.testing.assert_array_equal(again.network.parameters, training.network.parameters)
    unchanged = resume(first, few, SMALL)
    gone_through(unchanged)
    assert not np.array_equal(unchanged.network.parameters, training.network.parameters)


def test_what_cannot_change_is_said_in_words(few):
    """The layers, the optimizer or the seed of a run cannot change on the way, and the error names the setting."""
    training = begin(nncore.build(SMALL), few, SMALL)
    for change in ({"hidden": (8,)}, {"optimizer": "adam"}, {"seed": 1}, {"training_images": 500}):
        with pytest.raises(ValueError, match=f"{nncore.settings()[next(iter(change))].label} cannot change during a run"):
            training.change(dataclasses.replace(SMALL, **change))


def test_dropout_zero_is_no_dropout_to_the_bit(few):
    """A run without dropout is one whose network has no dropout layers at all."""
    network, without = nncore.build(SMALL), nncore.build(SMALL)
    without.layers = [layer for layer in without.layers if type(layer).__name__ != "Dropout"]
    assert len(without.layers) < len(network.layers)
    for each in (network, without):
        list(nncore.train(each, few, SMALL))
    np.testing.assert_array_equal(network.parameters, without.parameters)


def test_random_streams_keep_their_names(few):
    """Files of earlier runs know them by these: the dropout layers count from 1, and each begins at the stream of its name."""
    experiment = dataclasses.replace(SMALL, hidden=(8, 8), dropout=0.2)
    random = begin(nncore.build(experiment), few, experiment).checkpoint().random
    assert random == {name: experiment.random(name).bit_generator.state
                      for name in ("order", "distortion", "dropout 1", "dropout 2")}


def test_a_checkpoints_size_by_hand(few):
    """4 bytes a number: 12,762 parameters in the network, its mean and the best, 32 statistics with each; Adam's two means."""
    experiment = dataclasses.replace(SMALL, batch_norm=True, optimizer="adam")
    assert begin(nncore.build(experiment), few, experiment).checkpoint().size == 4 * (12_762 + 32 + 2 * 12_762)
    experiment = dataclasses.replace(experiment, average=0.9, patience=2, epochs=1)
    training = begin(nncore.build(experiment), few, experiment)
    list(training.events())
    assert training.checkpoint().size == 4 * (3 * (12_762 + 32) + 2 * 12_762)


def test_checkpoints_keep_to_their_budget_and_the_first_and_last_stay(few):
    """However many are added, they take no more than the budget, and between the first and the last they stay spread."""
    one = begin(nncore.build(SMALL), few, SMALL).checkpoint()
    kept = Checkpoints(budget=8 * one.size)
    for epoch in range(100):
        kept.add(dataclasses.replace(one, epoch=epoch))
        assert sum(each.size for each in kept.kept) <= 8 * one.size
        assert (kept.kept[0].epoch, kept.kept[-1].epoch) == (0, epoch)
    epochs = [each.epoch for each in kept.kept]
    assert epochs == sorted(epochs)
    assert max(np.diff(epochs)) <= 32
    assert kept.before(epochs[1] + 1).epoch == epochs[1]


@pytest.mark.parametrize("change", [{}, RICH, {"patience": 2, "optimizer": "sgd"}])
def test_a_file_goes_on_training_as_if_it_had_never_been_saved(few, change):
    """A checkpoint that went through a file ends with the weights of the run that went through, bit by bit."""
    experiment = dataclasses.replace(SMALL, **change)
    whole = begin(nncore.build(experiment), few, experiment)
    checkpoint = gone_through(whole)[2]
    file = to_bytes(checkpoint.network, experiment, **checkpoint_arrays(checkpoint))
    again = resume(load_checkpoint(io.BytesIO(file)), few, experiment)
    gone_through(again)
    np.testing.assert_array_equal(again.network.parameters, whole.network.parameters)
    network, its_experiment = nncore.load(io.BytesIO(file))
    assert its_experiment == experiment
    np.testing.assert_array_equal(network.parameters, checkpoint.network.parameters)


def test_a_run_whose_epochs_were_changed_goes_on_from_its_file(few):
    """Two more epochs asked for on the way stretch the rest of a schedule; from the file it is stretched just so, to the bit."""
    experiment = dataclasses.replace(SMALL, schedule="cosine", template_share=0.2, epochs=3)
    longer = dataclasses.replace(experiment, epochs=5)
    whole = begin(nncore.build(experiment), few, experiment)

    def at(event):
        if isinstance(event, nncore.Step) and event.step == 6:
            whole.change(longer)

    checkpoint = gone_through(whole, at)[2]
    file = to_bytes(checkpoint.network, longer, **checkpoint_arrays(checkpoint))
    again = resume(load_checkpoint(io.BytesIO(file)), few, longer)
    gone_through(again)
    np.testing.assert_array_equal(again.network.parameters, whole.network.parameters)


def test_a_run_that_was_left_may_be_planned_longer(few):
    """From a checkpoint of epoch 2 of 4, a run of 6 epochs is what the run of 4 becomes when two more are asked for there."""
    experiment = dataclasses.replace(SMALL, schedule="cosine")
    longer = dataclasses.replace(experiment, epochs=6)
    changed = begin(nncore.build(experiment), few, experiment)
    list(changed.events(until=2))
    checkpoint = changed.checkpoint()
    changed.change(longer)
    _, *expected = changed.events()
    assert [without_seconds(each) for each in resume(checkpoint, few, longer).events()] == list(map(without_seconds, expected))


def test_a_checkpoint_without_the_mean_that_is_wanted_begins_a_new_one(few):
    """Where a file holds none, the run goes on all the same, and the network that is kept is a mean."""
    experiment = dataclasses.replace(SMALL, average=0.9)
    training = begin(nncore.build(experiment), few, experiment)
    list(training.events(until=2))
    again = resume(dataclasses.replace(training.checkpoint(), average=None), few, experiment)
    assert [event.epoch for event in again.events() if isinstance(event, nncore.Epoch)] == [3, 4]
    np.testing.assert_array_equal(again.network.parameters, again.average.mean.parameters)


def test_a_file_without_a_checkpoint_has_none():
    """A network that was saved alone opens, and says that it cannot go on."""
    assert load_checkpoint(io.BytesIO(to_bytes(nncore.build(SMALL), SMALL))) is None


@pytest.mark.parametrize(("name", "array"), [
    ("checkpoint", np.array("{}")), ("checkpoint", np.array("[1]")), ("checkpoint", np.array("{")), ("memory", np.zeros(3)),
    ("checkpoint", np.array('{"epoch": -1, "steps": 0, "mean_loss": 1, "best": null, "random": {}}')),
    ("checkpoint", np.array('{"epoch": 1, "steps": 9, "mean_loss": 1, "best": null, "random": {"order": {"bit_generator": 1}}}')),
    ("checkpoint", np.array('{"epoch": 1, "steps": 9, "mean_loss": 1, "best": [1], "random": {}}')),
    *(("checkpoint", np.array('{"epoch": 1, "steps": 9, "mean_loss": 1, "best": null, "random": {}, "plan": ' + plan + "}"))
      for plan in ("[4, 4, 0]", "[NaN]", "[4, 2, 0.5]", "[4, 0, 2]", "[4, 0, 0, 0]")),
    ("network_parameters", np.full(12730, np.nan)), ("network_statistics", np.array([None], object))])
def test_a_damaged_checkpoint_is_said_in_a_sentence(few, name, array):
    """Whatever is wrong with it, a ValueError says so, and nothing is unpickled."""
    arrays = checkpoint_arrays(begin(nncore.build(SMALL), few, SMALL).checkpoint())
    with pytest.raises(ValueError, match="^[^\n]{20,200}$"):
        load_checkpoint(io.BytesIO(to_bytes(nncore.build(SMALL), SMALL, **arrays | {name: array})))


def test_any_epoch_of_a_history_is_found_again(digits):
    """With all checkpoints, with the last alone, or with none, each epoch of a run that was changed twice is found again."""
    experiment = dataclasses.replace(SMALL, dropout=0.1)
    history = History(experiment, nncore.build(experiment))
    training = begin(nncore.build(experiment), digits.train, experiment)
    kept = {}
    for event in training.events():
        history.append(event)
        if isinstance(event, nncore.Epoch):
            kept[event.epoch] = training.checkpoint()
            history.checkpoints.add(kept[event.epoch])
        if isinstance(event, nncore.Step) and event.step in (15, 24):
            training.change(dataclasses.replace(training.experiment, learning_rate=event.learning_rate / 10))
    assert [change.step for change in history.changes] == [15, 24]
    for how in (lambda: None, history.checkpoints.forget, lambda: setattr(history.checkpoints, "kept", ())):
        how()
        for epoch in (1, 2, 3, 4):
            again = history.training_at(epoch, digits.train)
            assert (again.epoch, again.optimizer.steps) == (epoch, kept[epoch].steps)
            np.testing.assert_array_equal(again.network.parameters, kept[epoch].network.parameters)
            np.testing.assert_array_equal(again.optimizer.state, kept[epoch].optimizer_state)


def test_the_way_is_found_again_beyond_an_early_stop(digits):
    """A run went on after an early stop, and its checkpoints were given back: an epoch after the stop is found all the same."""
    experiment = dataclasses.replace(SMALL, patience=1, epochs=40, learning_rate=0.4)
    stopped = run_experiment(experiment, digits)
    assert stopped.kept_epoch is not None
    longer = continue_run(stopped, digits, until=stopped.epoch + 2)
    last = longer.checkpoints.kept[-1]
    assert last.epoch > stopped.epoch
    longer.checkpoints.forget(0)
    again = longer.training_at(last.epoch, digits.train)
    assert (again.epoch, again.optimizer.steps) == (last.epoch, last.steps)
    np.testing.assert_array_equal(again.network.parameters, last.network.parameters)
    np.testing.assert_array_equal(again.optimizer.state, last.optimizer_state)


def test_a_history_until_an_epoch_is_that_of_the_shorter_run(digits):
    """Cut after two of four epochs, a history says what one of a run of two epochs says, but for its seconds."""
    whole = run_experiment(SMALL, digits).truncated(2)
    short = run_experiment(dataclasses.replace(SMALL, epochs=2), digits)
    assert whole.curve.points == short.curve.points
    assert (whole.validation, whole.step, whole.position, whole.images) == (short.validation, 24, 2, 1200)
    assert short.accuracy == nncore.evaluate(short.network, digits.test).accuracy
    assert whole.test is None
