"""A run obeys every click, whenever it comes, and ends with the bits of one that was left alone."""

import dataclasses
import io

import numpy as np
import pytest

import nncore
from nncore.compute import run_task
from nncore.compute.job import ENDED, FAILED, PAUSED, RUNNING, WAITING
from nncore.compute.run_job import RunJob
from nncore.files.checkpoints import load_checkpoint
from nncore.runs.history import History
from nncore.runs.start import begin
from tests.compute.by_hand import DeskByHand, Owner
from tests.compute.same import same

RUN = nncore.Experiment(hidden=(6,), epochs=3, batch_size=16, training_images=64, dropout=0.1, batch_norm=True, shift=1.0)
STEPS = 4  # of an epoch


@pytest.fixture
def hands(few_digits, monkeypatch):
    """A desk of one worker by hand, which tells each step."""
    monkeypatch.setattr(run_task, "TELL_EVERY", 0.0)
    return DeskByHand(1, few_digits)


def begun(desk, experiment=RUN, owner=None, **start) -> RunJob:
    run = RunJob.new(desk, owner or Owner(), experiment, desk.mnist, **start)
    run.begin()
    return run


def test_a_run_by_hand_is_the_run_alone(hands, alone):
    """Waiting, running, ended; to the bit what it is without a desk."""
    run, other = begun(hands), begun(hands)
    assert (run.state, other.state, other.progress) == (RUNNING, WAITING, 0.0)
    hands.working[0].do()
    assert (run.state, other.state, run.progress) == (ENDED, RUNNING, 1.0)
    assert same(run.history, alone(RUN))


@pytest.mark.parametrize("looks", range(0, 16, 3))
def test_pause_acts_within_a_step_and_gives_the_place_back(hands, alone, looks):
    """Wherever it is paused it rests after one event; another has its place meanwhile; resumed it ends with the same bits."""
    run = begun(hands)
    hands.working[0].go_on(looks)
    run.pause()
    assert run.state == RUNNING
    hands.working[0].do()
    assert run.state == PAUSED
    assert run.history.step <= looks + 1  # an event is a step or the end of an epoch
    other = begun(hands, dataclasses.replace(RUN, seed=1))
    hands.work()
    assert (run.state, other.state) == (PAUSED, ENDED)
    run.resume()
    assert run.state == RUNNING
    hands.work()
    assert same(run.history, alone(RUN))


def test_a_run_that_waits_pauses_at_once(hands):
    """It leaves the line, and stands at its end when it is resumed."""
    runs = [begun(hands) for _ in range(3)]
    runs[1].pause()
    assert (runs[1].state, hands.place(runs[1]), hands.place(runs[2]).number) == (PAUSED, None, 1)
    runs[1].resume()
    assert [hands.place(each).number for each in (runs[2], runs[1])] == [1, 2]


@pytest.mark.parametrize("resumed", [False, True])
def test_clicks_while_the_worker_rests_already(hands, alone, resumed):
    """Pause, and before the desk hears that it rests: Resume, or Stop. Both act, though the worker hears neither."""
    run = begun(hands)
    hands.working[0].go_on(3)
    run.pause()
    hands.working[0].finish()
    run.resume() if resumed else run.stop()
    hands.working[0].hand_in()
    assert run.state == RUNNING
    hands.work()
    assert run.state == ENDED
    if resumed:
        assert same(run.history, alone(RUN))
    else:
        assert run.history.reason == "Stopped in epoch 1."
        assert run.history.test.confusion.sum() == 100


def test_stop_ends_a_run_that_pauses(hands):
    """Paused in the middle, then stopped: it is tested as it is. Before its first step there is nothing to be tested."""
    run, waits = begun(hands), begun(hands)
    waits.stop()
    assert (waits.state, waits.history.reason, waits.history.test) == (ENDED, "Stopped before its first step.", None)
    hands.working[0].go_on(3)
    run.pause()
    hands.working[0].do()
    run.stop()
    hands.work()
    assert (run.state, run.history.reason, run.history.test.confusion.sum()) == (ENDED, "Stopped in epoch 1.", 100)
    assert run.history.accuracy == nncore.evaluate(run.history.network, hands.mnist.test).accuracy
    assert 0 < run.history.step < STEPS


@pytest.mark.parametrize("looks", [1, 2, 3, 4, 9, 18, 19, 20, 21])
@pytest.mark.parametrize(("settings", "last_event"), [
    ({"patience": 1, "learning_rate": 0.9}, 21),  # four epochs of four steps, and that it stops early
    ({"learning_rate": 100.0, "batch_norm": False}, 3)])  # two steps, and that it exploded
def test_a_run_that_ends_by_itself_does_so_after_a_rest_too(hands, alone, settings, last_event, looks):
    """Paused at any event, also at the last one before its end, it explodes or stops early just as if it had not paused."""
    experiment = dataclasses.replace(RUN, epochs=20, **settings)
    expected = alone(experiment)
    assert len(expected.epochs) + expected.step + 1 == last_event
    run = begun(hands, experiment)
    hands.working[0].go_on(looks)
    run.pause()
    hands.work()
    run.resume()
    hands.work()
    assert same(run.history, expected)


def test_stopped_with_its_last_step_a_run_has_all_its_epochs(hands, alone):
    """A stop that is heard at the end of the last epoch stops nothing, and the run does not say that it did."""
    run = begun(hands)
    hands.working[0].go_on(3 * (STEPS + 1))
    run.stop()
    hands.work()
    assert same(run.history, alone(RUN))


def test_one_more_epoch_before_and_after_the_end(hands, alone):
    """Before it, the plan is longer; after it, the run goes on: both are a run of four epochs, to the bit."""
    four = alone(dataclasses.replace(RUN, epochs=4))
    before, after = begun(hands), None
    hands.working[0].go_on(5)
    before.one_more_epoch()
    assert before.planned == 4
    hands.work()
    after = begun(hands)
    hands.work()
    after.one_more_epoch()
    assert (after.state, after.planned) == (RUNNING, 4)
    hands.work()
    assert same(before.history, four)
    assert same(after.history, four)


@pytest.mark.parametrize("clicks", [1, 2, 3])
def test_one_more_epoch_while_the_test_accuracy_is_computed(hands, alone, clicks):
    """Each click between the last step and the news of the end is an epoch."""
    run = begun(hands)
    hands.working[0].finish()
    for _ in range(clicks):
        run.one_more_epoch()
    assert run.planned == 3 + clicks
    hands.work()
    assert same(run.history, alone(dataclasses.replace(RUN, epochs=3 + clicks)))


def test_stop_and_one_more_epoch_while_the_test_accuracy_is_computed(hands, alone):
    """The later click holds: Stop after One more epoch ends the run as it is; One more epoch after Stop is one epoch."""
    stopped, goes_on = begun(hands), None
    hands.working[0].finish()
    stopped.one_more_epoch()
    stopped.stop()
    hands.work()
    assert same(stopped.history, alone(RUN))
    goes_on = begun(hands, dataclasses.replace(RUN, epochs=500))
    hands.working[0].go_on(30)
    goes_on.stop()
    goes_on.one_more_epoch()
    hands.work()
    assert goes_on.history.reason == f"Trained to the end of epoch {goes_on.epoch} of 500."


def test_clicks_one_after_another_while_the_test_accuracy_is_computed(hands, alone):
    """One more epoch and Pause: it rests before that epoch. Stop, Pause and One more epoch: it does not rest, and trains one."""
    run = begun(hands)
    hands.working[0].finish()
    run.one_more_epoch()
    run.pause()
    hands.work()
    assert (run.state, run.planned) == (PAUSED, 4)
    assert run.history.step <= 3 * STEPS + 2  # its plan changes, and two steps of that are taken before it may rest
    run.resume()
    hands.work()
    assert same(run.history, alone(dataclasses.replace(RUN, epochs=4)))
    other = begun(hands, dataclasses.replace(RUN, seed=1))
    waits = begun(hands)
    waits.one_more_epoch()
    hands.working[0].go_on(6)
    other.pause()
    hands.working[0].do()
    other.resume()
    for click in (other.stop, other.pause, other.one_more_epoch):
        click()
    hands.work()
    assert (other.state, other.epoch) == (ENDED, 2)


@pytest.mark.parametrize("ends", [5, 9, 13])
def test_two_clicks_are_two_epochs_and_leave_the_plan_as_it_is(hands, ends):
    """Stopped early in its 500 epochs, a run that is asked twice for one more epoch trains two, and says where it rests."""
    run = begun(hands, dataclasses.replace(RUN, epochs=500))
    hands.working[0].go_on(ends)
    run.stop()
    hands.work()
    epochs = run.epoch
    run.one_more_epoch()
    run.one_more_epoch()
    assert run.planned == epochs + 2
    hands.work()
    assert (run.epoch, run.history.now.epochs) == (epochs + 2, 500)
    assert run.history.reason == f"Trained to the end of epoch {epochs + 2} of 500."


def test_a_run_that_was_stopped_goes_on_from_its_last_epoch(hands, few_digits):
    """Stopped in the middle of an epoch and trained on, a run has the weights of one that was never stopped, bit by bit."""
    experiment = dataclasses.replace(RUN, epochs=500)
    run = begun(hands, experiment)
    hands.working[0].go_on(2 * STEPS + 5)
    run.stop()
    hands.work()
    run.one_more_epoch()
    hands.work()
    network = nncore.build(experiment)
    list(begin(network, few_digits.train, experiment).events(until=run.epoch))
    np.testing.assert_array_equal(run.history.network.parameters, network.parameters)


def test_settings_change_during_a_run(hands):
    """A new learning rate acts within a step, is in the history, and one that a run cannot change is refused."""
    run = begun(hands)
    hands.working[0].go_on(3)
    with pytest.raises(ValueError, match="Hidden layers cannot change"):
        run.change(dataclasses.replace(RUN, hidden=(8,)))
    changed = dataclasses.replace(RUN, learning_rate=0.001, epochs=2)
    run.change(changed)
    hands.work()
    [change] = run.history.changes
    assert change.experiment == changed
    assert change.step <= 5
    assert (run.history.experiment, run.history.now, run.epoch) == (RUN, changed, 2)


@pytest.mark.parametrize("looks", [1, 3, 4, 5, 6])
def test_a_change_and_a_pause_at_the_same_moment(hands, alone, looks):
    """The change is noted once, however often the run rests beside it, and the run goes on as if it had not rested."""
    changed = dataclasses.replace(RUN, learning_rate=0.001)
    runs = []
    for rests in (0, 3):
        runs.append(begun(hands))
        hands.working[0].go_on(looks)
        runs[-1].change(changed)
        for _ in range(rests):
            runs[-1].pause()
            hands.working[0].do()
            runs[-1].resume()
        hands.work()
    assert [len(each.history.changes) for each in runs] == [1, 1]
    assert same(runs[1].history, runs[0].history)


def test_a_run_that_begins_with_a_network_or_at_a_checkpoint(hands):
    """Fine-tuning, and a run that goes on from a file, are gone through again from where they began, not from first weights."""
    network = nncore.build(dataclasses.replace(RUN, seed=9))
    fine_tuning = begun(hands, network=network)
    hands.work()
    checkpoint = load_checkpoint(io.BytesIO(fine_tuning.file()))
    assert checkpoint.epoch == 3
    opened, _ = nncore.load(io.BytesIO(fine_tuning.file()))
    np.testing.assert_array_equal(opened.parameters, fine_tuning.history.network.parameters)
    from_file = begun(hands, checkpoint=checkpoint)
    later = begun(hands, checkpoint=fine_tuning.history.checkpoints.before(2))
    assert (from_file.planned, later.planned, later.epoch) == (4, 3, 2)
    hands.work()
    np.testing.assert_array_equal(later.history.network.parameters, fine_tuning.history.network.parameters)
    for run, epoch in ((fine_tuning, 1), (later, 3)):
        run.history.checkpoints.forget(but=0)
        again = run.branch(epoch, dataclasses.replace(RUN, epochs=4))
        again.begin()
        run.one_more_epoch()
        hands.work()
        assert run.epoch == again.epoch == 4
        np.testing.assert_array_equal(again.history.network.parameters, run.history.network.parameters)
    np.testing.assert_array_equal(from_file.history.network.parameters, fine_tuning.history.network.parameters)


def test_a_branch_has_the_past_of_its_run_and_a_future_of_its_own(hands, alone):
    """From epoch 2 of a run that ended, the same settings give the same end, others another; the run itself stays as it was."""
    run = begun(hands)
    hands.work()
    same_way, other = run.branch(2, RUN), run.branch(2, dataclasses.replace(RUN, learning_rate=0.001, epochs=4))
    for each in (same_way, other):
        each.begin()
        assert each.epoch == 2
    hands.work()
    assert same(same_way.history, alone(RUN))
    assert same(run.history, alone(RUN))
    assert other.history.validation[:2] == run.history.validation[:2]
    assert (len(other.history.validation), other.history.changes[0].position) == (4, 2)
    with pytest.raises(ValueError, match="Seed cannot change"):
        run.branch(2, dataclasses.replace(RUN, seed=1))


def test_the_snapshot_stays_while_the_network_learns_on(hands, monkeypatch):
    """A snapshot that was taken never changes, and a newer one follows while training goes on."""
    monkeypatch.setattr(run_task, "COST_OF_TELLING", 10**9)
    run = begun(hands)
    hands.working[0].go_on(3)
    snapshot = run.history.network
    kept = snapshot.parameters.copy()
    hands.working[0].go_on(1)
    assert run.history.network is not snapshot
    np.testing.assert_array_equal(snapshot.parameters, kept)
    assert not np.array_equal(run.history.network.parameters, kept)
    hands.work()


def test_the_time_left_of_a_run_that_was_continued_goes_by_its_own_epochs(hands, few_digits):
    """After one epoch of ten seconds, the third of five, two more take twenty; the first two took none of its own."""
    five = dataclasses.replace(RUN, epochs=5)
    history = History(five, nncore.build(five), first_epoch=2, position=3.0, seconds=10.0)
    run = RunJob(hands, Owner(), history, few_digits)
    assert run.seconds_left == 20
    history.position = 2.0
    assert run.seconds_left is None


def test_what_cannot_be_trained_says_why(hands):
    """Too few digits are refused at once; what a worker finds is the run's reason."""
    with pytest.raises(ValueError, match="Training images cannot be 401"):
        begun(hands, dataclasses.replace(RUN, training_images=401))
    run = RunJob(hands, Owner(), History(dataclasses.replace(RUN, training_images=401), None), hands.mnist)
    run.begin()
    hands.work()
    assert run.state == FAILED
    assert "Training images cannot be 401" in run.failure
    assert run.history.reason.startswith("Training broke off: Training images cannot be 401")
