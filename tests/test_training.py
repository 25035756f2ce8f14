"""Training is repeatable, complete, and honest about when it fails."""

import dataclasses
import itertools
import re
import threading

import numpy as np
import pytest

import nncore
from nncore.augment import prefetch
from nncore.augment.cores import one_core_left_free
from nncore.augment.transforms import transforms_of
from nncore.batches import in_turn, shuffled, split
from nncore.dropout import Dropout
from nncore.events import Change
from nncore.learning_step import learning_step
from nncore.objective import clip
from nncore.runs.start import begin
from nncore.schedules import SCHEDULES
from nncore.training import Training

SMALL = nncore.Experiment(hidden=(16,), epochs=2, batch_size=50, training_images=600)


def trained(experiment, data):
    network = nncore.build(experiment)
    return network, list(nncore.train(network, data, experiment))


@pytest.fixture(scope="module")
def few(digits):
    return digits.train[:1000]


@pytest.mark.parametrize("change", [
    {}, {"batch_norm": True, "dropout": 0.2},
    {"shift": 2.0, "elastic": 1.0, "noise": 0.1, "stroke_width_share": 0.5, "template_share": 0.5, "scribble_share": 0.2},
    {"average": 0.9, "optimizer": "adamw"}])
def test_the_same_experiment_gives_the_same_weights(few, change):
    """Two runs of one Experiment end with the same weights, bit by bit; another seed ends with others."""
    experiment = dataclasses.replace(SMALL, **change)
    first, again = trained(experiment, few)[0], trained(experiment, few)[0]
    other, _ = trained(dataclasses.replace(experiment, seed=1), few)
    np.testing.assert_array_equal(first.parameters, again.parameters)
    np.testing.assert_array_equal(first.statistics, again.statistics)
    assert not np.array_equal(first.parameters, other.parameters)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "elu", "gelu", "tanh"])
def test_32_digits_are_learned_by_heart(digits, activation):
    """A network that cannot learn 32 digits to 100 % has a fault."""
    some = digits.train[:32]
    network, _ = trained(nncore.Experiment(activation=activation, epochs=60, batch_size=8, validation_fraction=0.0), some)
    assert nncore.evaluate(network, some).accuracy == 1


def test_batches_cover_every_row_once_and_change_between_epochs():
    """Each epoch's batches hold every row exactly once, and a row meets others in the next epoch."""
    rng = np.random.default_rng(0)
    epochs = [list(shuffled(np.arange(100, 203), 20, rng=rng)) for _ in range(2)]
    for epoch in epochs:
        assert [len(batch) for batch in epoch] == [20, 20, 20, 20, 20, 3]
        assert sorted(np.concatenate(epoch)) == list(range(100, 203))
    assert {frozenset(batch) for batch in epochs[0]} != {frozenset(batch) for batch in epochs[1]}


def test_validation_rows_are_apart_and_stay_the_same():
    """Training and validation share no row, and asking for fewer training images changes no validation row."""
    many, held_back = split(1000, nncore.Experiment(validation_fraction=0.2))
    few, held_back_too = split(1000, nncore.Experiment(validation_fraction=0.2, training_images=50))
    assert (len(many), len(held_back), len(few)) == (800, 200, 50)
    assert not set(many) & set(held_back)
    assert not set(few) & set(held_back)
    np.testing.assert_array_equal(held_back, held_back_too)


def test_a_change_reaches_the_layers_and_the_transforms(few):
    """Another dropout is that of every dropout layer, and transforms are asked what they become under the new settings."""
    class Noting:
        name, active, rng, asked = "noting", False, np.random.default_rng(0), ()

        def adapted(self, experiment):
            self.asked = (*self.asked, experiment)
            return self

    noting, after = Noting(), dataclasses.replace(SMALL, dropout=0.5)
    training = Training(nncore.build(SMALL), few, SMALL, [noting])
    events = training.events()
    next(events)
    training.change(after)
    assert isinstance(next(events), Change)
    assert [layer.rate for layer in training.network.layers if isinstance(layer, Dropout)] == [0.5]
    assert noting.asked == (SMALL, after)


def test_a_change_reaches_the_optimizer_and_what_was_best(few):
    """Another momentum and weight decay are the optimizer's; the best loss is forgotten where another smoothing makes it another.

    A change of the learning rate alone forgets nothing.
    """
    experiment = dataclasses.replace(SMALL, optimizer="adamw", patience=5, epochs=4)
    training = begin(nncore.build(experiment), few, experiment)
    list(training.events(until=1))
    best, slower = training.early_stopping.best, dataclasses.replace(experiment, learning_rate=0.01)
    training.change(slower)
    events = training.events()
    assert isinstance(next(events), Change)
    assert training.early_stopping.best is best
    training.change(dataclasses.replace(slower, momentum=0.5, weight_decay=0.02, label_smoothing=0.1))
    assert [type(event) for event in itertools.islice(events, 2)] == [nncore.Step, Change]
    assert (training.optimizer.momentum, training.optimizer.weight_decay) == (0.5, 0.02)
    assert training.early_stopping.best is None


def test_the_mean_loss_looks_back_over_fifty_steps(few):
    """It begins at the loss of guessing, and each step's loss counts for a fiftieth."""
    training = begin(nncore.build(SMALL), few, SMALL)
    expected = np.log(10)
    for step in itertools.islice(training.events(), 10):
        expected = 0.98 * expected + 0.02 * step.loss
        assert training.mean_loss == pytest.approx(expected)


def test_too_many_training_images_is_said_in_words():
    """Asking for more than there is names what there is."""
    with pytest.raises(ValueError, match="Training images cannot be 901.*100 are held back.*1 to 900"):
        split(1000, nncore.Experiment(training_images=901))


def test_the_events_count_right(few):
    """600 images in batches of 50 are 12 steps an epoch; each Epoch is the mean of its Steps, in plain numbers."""
    _, events = trained(SMALL, few)
    steps = [event for event in events if isinstance(event, nncore.Step)]
    epochs = [event for event in events if isinstance(event, nncore.Epoch)]
    assert [step.step for step in steps] == list(range(1, 25))
    assert [(epoch.epoch, epoch.step) for epoch in epochs] == [(1, 12), (2, 24)]
    assert epochs[0].accuracy == pytest.approx(np.mean([step.accuracy for step in steps[:12]]))
    assert epochs[0].loss == pytest.approx(np.mean([step.loss for step in steps[:12]]))
    for event in events:
        assert all(type(value) in (int, float) for value in dataclasses.astuple(event)), event
    with pytest.raises(dataclasses.FrozenInstanceError):
        epochs[0].loss = 0.0


def test_at_every_event_the_network_can_be_used_and_left(few):
    """Leaving the generator at any event leaves a network that answers; a snapshot stays while the original learns on."""
    network = nncore.build(SMALL)
    run = nncore.train(network, few, SMALL)
    next(run)
    snapshot = network.snapshot()
    x = nncore.as_inputs(few.images[:5])
    before = snapshot.predict(x)
    np.testing.assert_array_equal(before, network.predict(x))
    for _ in itertools.islice(run, 7):
        np.testing.assert_allclose(network.predict(x).sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(snapshot.predict(x), before)
    assert not np.array_equal(network.predict(x), before)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_one_more_epoch_learns_on(few, schedule):
    """A Training that has ended goes on for one more epoch, at the rate at which its schedule ended, and its weights change."""
    experiment = dataclasses.replace(SMALL, schedule=schedule)
    training = begin(nncore.build(experiment), few, experiment)
    *_, last_step, _ = training.events()
    before = training.network.parameters.copy()
    training.change(dataclasses.replace(experiment, epochs=3))
    change, *events = training.events()
    assert change == Change(24, 2.0, dataclasses.replace(experiment, epochs=3))
    assert (events[-1].epoch, events[-1].step) == (3, 36)
    end = experiment.learning_rate * SCHEDULES[schedule](1.0)
    assert {event.learning_rate for event in events[:-1]} == {end}
    assert 0 < end <= last_step.learning_rate
    assert np.abs(training.network.parameters - before).max() > 1e-4


def test_training_rests_after_an_epoch_and_goes_on(few):
    """Until the end of epoch 1, then on to the end, is the whole run, to the bit."""
    whole, _ = trained(SMALL, few)
    training = begin(nncore.build(SMALL), few, SMALL)
    assert [event.epoch for event in training.events(until=1) if isinstance(event, nncore.Epoch)] == [1]
    assert [event.epoch for event in training.events() if isinstance(event, nncore.Epoch)] == [2]
    np.testing.assert_array_equal(training.network.parameters, whole.parameters)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("activation", ["relu", "tanh", "linear"])
def test_an_explosion_ends_with_a_reason(few, optimizer, activation):
    """A learning rate of 100 ends the run, without a warning, with a sentence that names a smaller one, which ends no run so."""
    experiment = dataclasses.replace(SMALL, learning_rate=100.0, optimizer=optimizer, activation=activation, epochs=20)
    _, events = trained(experiment, few)
    assert isinstance(events[-1], nncore.Diverged)
    assert "exploded in epoch" in events[-1].reason
    rate = float(re.search(r"Try a learning rate of ([\d.e-]+)\.$", events[-1].reason)[1])
    assert rate <= 10
    _, events = trained(dataclasses.replace(experiment, learning_rate=rate), few)
    assert not any(isinstance(event, nncore.Diverged) for event in events)


def test_patience_keeps_the_best_epoch(few):
    """With patience the run stops early, and the network is that of the epoch with the lowest validation loss."""
    experiment = dataclasses.replace(SMALL, epochs=60, patience=3, learning_rate=0.2)
    network, events = trained(experiment, few)
    *epochs, last = [event for event in events if not isinstance(event, nncore.Step)]
    best = min(epochs, key=lambda epoch: epoch.validation_loss)
    assert isinstance(last, nncore.StoppedEarly)
    assert last.best_epoch == best.epoch == epochs[-1].epoch - 3
    _, validation_rows = split(len(few), experiment)
    assert nncore.evaluate(network, few[validation_rows]).loss == pytest.approx(best.validation_loss, rel=1e-6)


def test_clipping_shortens_a_long_gradient_and_leaves_a_short_one(few):
    """After clipping to 0.01 the gradient is 0.01 long; a limit above its length changes no bit."""
    for limit, expected in ((0.01, 0.01), (1e6, None)):
        experiment = dataclasses.replace(SMALL, clip_norm=limit)
        training = begin(nncore.build(experiment), few, experiment)
        ((x, labels),) = next(training.batches.epoch()).parts
        training.network.backward(training.objective(training.network.forward(x), labels)[1])
        before = training.network.gradients.copy()
        clip(training.network.gradients, limit)
        if expected is None:
            np.testing.assert_array_equal(training.network.gradients, before)
        else:
            assert np.linalg.norm(training.network.gradients) == pytest.approx(expected, rel=1e-5)


def test_the_weight_average_is_the_mean_that_its_formula_gives(few):
    """The network that is kept is mean ← decay mean + (1 - decay) W over the steps' weights, worked out beside it."""
    experiment = dataclasses.replace(SMALL, average=0.9, epochs=1, batch_norm=True)
    network = nncore.build(experiment)
    mean, steps = network.parameters.astype(float), 0
    for event in nncore.train(network, few, experiment):
        if isinstance(event, nncore.Step):
            steps += 1
            decay = min(0.9, (1 + steps) / (10 + steps))
            mean = decay * mean + (1 - decay) * network.parameters
    np.testing.assert_allclose(network.parameters, mean, rtol=1e-4, atol=1e-6)


def test_equal_weights_never_learn(few):
    """With the initializer zeros, the hidden neurons stay equal for ever."""
    network, _ = trained(dataclasses.replace(SMALL, initializer="zeros", activation="sigmoid"), few)
    first = network.dense_layers[0].W
    assert first.any()
    np.testing.assert_allclose(first, np.repeat(first[:, :1], first.shape[1], axis=1), atol=1e-6)  # but for rounding


def test_every_schedule_is_followed(few):
    """The learning rates of the steps are the Experiment's rate times the schedule."""
    for name, schedule in SCHEDULES.items():
        _, events = trained(dataclasses.replace(SMALL, schedule=name), few)
        rates = [event.learning_rate for event in events if isinstance(event, nncore.Step)]
        assert rates == pytest.approx([SMALL.learning_rate * schedule(step / 24) for step in range(24)])


def test_distorting_ahead_on_another_core_changes_no_bit(few):
    """Images distorted ahead by a thread give the weights that distorting each batch in turn gives, also where that changes.

    The distortion is made stronger in the middle of the run: on one core and on two it acts from the same batch on.
    """
    experiment = dataclasses.replace(SMALL, shift=2.0, elastic=1.0, noise=0.1, epochs=2,
                                     stroke_width_share=0.5, template_share=0.2, scribble_share=0.1)
    found = []
    for prepare in (ahead_on_another_core, in_turn):
        network = nncore.build(experiment)
        training = Training(network, few, experiment, transforms_of(experiment, few), prepare)
        with one_core_left_free():  # another number of BLAS threads would round otherwise
            for event in training.events():
                if isinstance(event, nncore.Step) and event.step == 5:
                    training.change(dataclasses.replace(experiment, shift=4.0))
        found.append(network.parameters)
    np.testing.assert_array_equal(*found)


def ahead_on_another_core(calls):
    """Batches made ahead as on a machine with two cores, whatever this one has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prefetch, "has_second_core", lambda: True)
        yield from prefetch.one_ahead(calls)


def test_a_run_that_is_left_leaves_no_thread_behind(few):
    """Who leaves the generator in the middle of an epoch leaves no thread that distorts images."""
    experiment = dataclasses.replace(SMALL, shift=2.0)
    events = nncore.train(nncore.build(experiment), few, experiment)
    next(events)
    events.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("prefetch")]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_an_explosion_of_the_mean_squared_error_is_seen(few, optimizer):
    """Its loss cannot rise above 0.2; a run whose answers are sure and wrong ends all the same, and says what guessing gives."""
    experiment = dataclasses.replace(SMALL, loss="mean_squared_error", learning_rate=100.0, optimizer=optimizer, epochs=40)
    _, events = trained(experiment, few)
    assert isinstance(events[-1], nncore.Diverged)
    assert "mere guessing gives 0.09" in events[-1].reason


def test_validation_and_training_loss_are_the_same_objective(few):
    """With smoothing and a penalty, the loss on the training digits themselves, held back as validation, is that of training.

    Each epoch's validation loss is worked out beside it: the smoothed cross-entropy in NumPy, and half l2 times all W².
    """
    experiment = dataclasses.replace(SMALL, label_smoothing=0.4, l2=0.01, epochs=1)
    network, events = trained(experiment, few)
    held_back = few[split(len(few), experiment)[1]]
    p = network.predict(nncore.as_inputs(held_back.images)).astype(float)  # (n, 10)
    y = np.full(p.shape, 0.04) + 0.6 * np.eye(10)[held_back.labels]
    penalty = 0.005 * sum((layer.W.astype(float)**2).sum() for layer in network.dense_layers)
    assert events[-1].validation_loss == pytest.approx(-(y * np.log(p)).sum(axis=1).mean() + penalty, rel=1e-5)
    assert events[-2].penalty == pytest.approx(penalty, rel=0.02)
    assert events[-2].loss - events[-2].penalty < 3


def test_pictures_that_are_no_digit_are_no_wrong_answers(few):
    """The training accuracy is that of the digits: with a third of scribbles it comes as near to 100 % as without."""
    experiment = dataclasses.replace(SMALL, scribble_share=0.33, epochs=15)
    _, events = trained(experiment, few)
    assert events[-1].accuracy > 0.95


def test_the_seconds_of_an_epoch_are_those_of_training(few, monkeypatch):
    """By a clock that each step moves by 2 seconds, 12 take 24; what the listener does between two events does not count."""
    now, seen = [0.0], []

    def slow_step(*arguments):
        now[0] += 2.0
        return learning_step(*arguments)

    monkeypatch.setattr("nncore.training.time.perf_counter", lambda: now[0])
    monkeypatch.setattr("nncore.training.learning_step", slow_step)
    training = begin(nncore.build(SMALL), few, SMALL)
    for event in training.events():
        now[0] += 1000.0
        seen.append(type(event))
        if isinstance(event, nncore.Step) and event.step == 3:
            training.change(dataclasses.replace(SMALL, learning_rate=0.01))
        if isinstance(event, nncore.Epoch):
            assert event.seconds == 24.0
    assert Change in seen


def test_fit_trains_to_the_end_and_gives_the_history(few):
    """fit does at once what train does event by event: the same weights, and the history of all epochs."""
    network, events = trained(SMALL, few)
    other = nncore.build(SMALL)
    history = nncore.fit(other, few, SMALL)
    np.testing.assert_array_equal(other.parameters, network.parameters)
    figures = [(event.loss, event.accuracy, event.validation_loss) for event in events if isinstance(event, nncore.Epoch)]
    assert [(each.loss, each.accuracy, each.validation_loss) for each in history.epochs] == figures
    assert history.reason == "All epochs are done."
