"""A sweep tries all it shall, pauses, stops and goes on without losing a run, and prunes by validation alone."""

import dataclasses
import itertools
from types import SimpleNamespace

import numpy as np
import pytest

import nncore
from nncore.compute import desk as desk_module
from nncore.compute import sweep_job, watch
from nncore.compute.job import ENDED, PAUSED, RUNNING, WAITING
from nncore.compute.messages import Done
from nncore.compute.run_job import RunJob
from nncore.compute.run_task import Ended, Progress, Rested
from nncore.compute.sweep_job import STOPPED, SweepJob
from nncore.runs.halving import saving
from nncore.runs.sweep import grid
from tests.compute.by_hand import DeskByHand, Owner, WorkerByHand
from tests.compute.same import same
from tests.waiting import until

BASE = nncore.Experiment(hidden=(8,), epochs=4, batch_size=20, training_images=200)
FOR_EVER = dataclasses.replace(BASE, epochs=2000, batch_size=1, training_images=300)
SEEDS = grid(BASE, {"seed": range(4)})


def begun(desk, experiments=SEEDS, *, prune=False, owner=None) -> SweepJob:
    sweep = SweepJob(desk, owner or Owner(), experiments, desk.mnist, prune=prune)
    sweep.begin()
    return sweep


def numbers(sweep: SweepJob) -> list[int]:
    return [each.number for each in sweep.finished]


@pytest.fixture
def hands(few_digits):
    """A desk of two workers by hand."""
    return DeskByHand(2, few_digits)


def test_a_grid_side_by_side_is_every_run_alone(desk, alone):
    """Each result is given as it is done, carries the number of its settings, and has the bits and figures of a run alone."""
    sweep = begun(desk)
    results = list(sweep.results())
    assert results == sweep.finished
    assert sorted(numbers(sweep)) == [0, 1, 2, 3]
    assert (sweep.state, sweep.left) == (ENDED, [])
    for each in results:
        assert each.history.experiment == SEEDS[each.number]
        assert same(each.history, alone(SEEDS[each.number]))
    assert sweep.best.history.validated.validation_accuracy == max(alone(each).validated.validation_accuracy for each in SEEDS)


def test_a_failed_run_says_why_and_the_others_go_on(desk, alone):
    """A run that asks for more images than there are is given back with its reason; the one beside it ends well."""
    sweep = begun(desk, grid(BASE, {"training_images": [399, 200]}))
    found = {each.number: each for each in sweep.results()}
    assert "Training images cannot be 399" in found[0].failure
    assert found[0].history.test is None
    assert found[0].history.reason == f"Training broke off: {found[0].failure}."
    assert same(found[1].history, alone(BASE))
    assert sweep.best is found[1]


def test_pause_gives_both_workers_back_and_resume_goes_on(hands, alone):
    """Paused in the middle of two runs, no second is counted and no run begun; resumed, all end with the bits of runs alone."""
    sweep = begun(hands)
    for each in hands.working:
        each.go_on(7)
    sweep.pause()
    hands.work()
    seconds = sweep.seconds
    assert (sweep.state, sweep.active, numbers(sweep), len(hands.hands)) == (PAUSED, True, [], 2)
    assert seconds == sweep.seconds
    sweep.resume()
    assert (sweep.state, len(hands.working)) == (RUNNING, 2)
    hands.work()
    assert sweep.state == ENDED
    assert sorted(numbers(sweep)) == [0, 1, 2, 3]
    assert all(same(each.history, alone(SEEDS[each.number])) for each in sweep.finished)
    seconds = sweep.seconds
    sweep.resume()
    assert (sweep.state, sweep.seconds, hands.working) == (ENDED, seconds, [])


def test_resume_twice_is_resume_once(hands):
    """Its clock does not begin anew."""
    sweep = begun(hands)
    sweep.pause()
    sweep.resume()
    began = sweep.seconds
    for _ in range(3):
        sweep.resume()
        assert sweep.seconds > began
    hands.work()
    assert sorted(numbers(sweep)) == [0, 1, 2, 3]


def test_stop_keeps_what_is_done_and_resume_does_the_rest(hands, alone):
    """Stopped after one of four runs, with two under way, it keeps the one; resumed, it does the other three and no more."""
    sweep = begun(hands)
    hands.working[0].do()
    for each in hands.working:
        each.go_on(5)
    sweep.stop()
    assert (sweep.state, sweep.active) == (STOPPED, False)
    [kept] = sweep.finished
    hands.work()
    assert (sweep.finished, sweep.state) == ([kept], STOPPED)
    sweep.resume()
    hands.work()
    assert sweep.state == ENDED
    assert sweep.finished[0] is kept
    assert sorted(numbers(sweep)) == [0, 1, 2, 3]
    assert all(same(each.history, alone(SEEDS[each.number])) for each in sweep.finished)


def test_stop_begins_no_worker(hands):
    """Of many runs two have a worker: these are sent away, and none is begun for a run that is about to be given up."""
    sweep = begun(hands, grid(BASE, {"seed": range(20)}))
    sweep.stop()
    assert (len(hands.hands), hands.working) == (2, [])


def test_stop_frees_processes_that_would_work_for_hours(desk, alone):
    """In the middle of runs of thousands of epochs a stop ends the sweep, and its workers do what others want."""
    sweep = begun(desk, [dataclasses.replace(FOR_EVER, epochs=1), FOR_EVER, dataclasses.replace(FOR_EVER, seed=1)])
    until(lambda: sweep.finished)
    sweep.stop()
    assert (sweep.state, numbers(sweep)) == (STOPPED, [0])
    assert same(next(iter(begun(desk, [BASE]).results())).history, alone(BASE))


def test_a_run_is_served_at_once_while_a_sweep_runs(desk, alone):
    """A person's run takes the place of one of the sweep's, which rests, and is done long before the sweep would be."""
    sweep = begun(desk, grid(FOR_EVER, {"seed": range(3)}))  # both workers have one at once
    run = RunJob.new(desk, Owner(), BASE, desk.mnist)
    run.begin()
    assert run.wait(60)
    assert same(run.history, alone(BASE))
    assert (sweep.state, numbers(sweep)) == (RUNNING, [])
    sweep.stop()


def test_two_sweeps_share_the_workers(hands):
    """A second one waits while the first has both workers and its turn is not over, and ends all the same."""
    first, second = begun(hands), begun(hands)
    assert (first.state, second.state) == (RUNNING, WAITING)
    hands.working[0].do()
    assert (first.state, second.state) == (RUNNING, RUNNING)
    hands.work()
    assert (first.state, second.state) == (ENDED, ENDED)


@pytest.mark.parametrize("paused", [False, True])
def test_a_sweep_ends_when_nobody_watches(hands, monkeypatch, paused):
    """When its owner does not come back, it stops and says why, running or paused; resumed it does the rest."""
    monkeypatch.setattr(desk_module, "LOOK_EVERY", 0.002)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(watch, "GRACE", 0.0)
    monkeypatch.setattr(watch, "LONGEST_REST", 0.0)
    owner = Owner()
    sweep = begun(hands, owner=owner)
    hands.working[0].do()
    if paused:
        sweep.pause()
        hands.work()
    owner.here = False
    until(lambda: sweep.state == STOPPED)
    hands.work()
    assert (sweep.state, sweep.reason, numbers(sweep)) == (STOPPED, watch.NOBODY, [0])
    owner.here = True
    sweep.resume()
    hands.work()
    assert (sweep.state, sweep.reason, sorted(numbers(sweep))) == (ENDED, "", [0, 1, 2, 3])


@pytest.mark.parametrize("prune", [False, True])
def test_a_sweep_rests_while_its_owner_is_away(hands, monkeypatch, prune):
    """It gives its worker back, and when its owner is back it goes on by itself to its end."""
    monkeypatch.setattr(desk_module, "LOOK_EVERY", 0.002)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(watch, "GRACE", 0.0)
    owner = Owner()
    sweep = begun(hands, owner=owner, prune=prune)
    hands.working[0].do()
    owner.here = False
    until(lambda: any(run.asleep for run in sweep._alive.values()))
    hands.work()
    done = len(sweep.finished)
    assert done < len(sweep.experiments)
    owner.here = True
    until(lambda: hands.working or sweep.state == ENDED)
    until(lambda: hands.work() or sweep.state == ENDED)
    assert sorted(numbers(sweep)) == list(range(len(sweep.experiments)))


@pytest.mark.parametrize("prune", [False, True])
def test_the_clock_of_a_sweep_stands_while_it_sleeps(hands, monkeypatch, prune):
    """It goes while one run is awake, stands while all sleep, however they come to rest, and goes on when they wake."""
    hands._ticking = True  # the test looks in its place
    now = [100.0]
    monkeypatch.setattr(sweep_job, "time", SimpleNamespace(monotonic=lambda: now[0]))
    sweep = begun(hands, prune=prune)
    with hands.lock:
        runs = list(sweep._alive.values())
        now[0] += 5
        for run in runs[:-1]:
            run.watched_by(watch.AWAY)
        now[0] += 3
        runs[-1].watched_by(watch.AWAY)
        assert sweep.seconds == 8
        now[0] += 900
        for run in runs:
            run.watched_by(watch.AWAY)
        assert sweep.seconds == 8
        runs[0].watched_by(watch.HERE)
        now[0] += 2
        assert sweep.seconds == 10
        for run in runs:
            run.watched_by(watch.HERE)
    sweep.pause()
    now[0] += 900
    with hands.lock:
        runs[0].watched_by(watch.AWAY)
    assert sweep.seconds == 10
    sweep.stop()


class SaysAtOnce(WorkerByHand):
    """A worker whose runs have the validation loss that their seed says, and always the same accuracy."""

    losses = (0.5, 0.4, 0.4, 0.5)

    def result_of(self) -> Rested | Ended:
        history, order = self._task.task.history, self._task.task.order
        end = order.rest_after or history.experiment.epochs
        loss = self.losses[history.experiment.seed]
        epochs = [nncore.Epoch(number, number, 1.0, 0.0, 0.5, loss, 0.9, 1.0) for number in range(1, end + 1)]
        history = dataclasses.replace(history, epochs=epochs, network=nncore.build(history.experiment))
        if order.rest_after:
            return Rested(Progress(history))
        history.test = nncore.Evaluation(0.9, 0.3, np.zeros((10, 10), int), np.zeros(0, bool))
        history.reason = "All epochs are done."
        return Ended(Progress(history), [], order.number)


class DeskThatSays(DeskByHand):
    """A desk of such workers."""

    def _new_hand(self, heard) -> WorkerByHand:
        self.hands.append(SaysAtOnce(heard, self.mnist))
        return self.hands[-1]

    def seed_of(self, worker) -> int:
        return self.job_of(worker).history.experiment.seed


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_in_which_runs_end_decides_nothing(few_digits, order):
    """Of four equally accurate runs the two with the lower loss go on, of equal ones the first, whoever is done first."""
    at = DeskThatSays(4, few_digits)
    sweep = begun(at, prune=True)
    while at.working:
        worker = min(at.working, key=lambda each: order.index(at.seed_of(each)))
        worker.result = Done(worker._task.number, worker.result_of())
        worker.hand_in()
    found = {each.number: each.history for each in sweep.finished}
    assert sweep.state == ENDED
    assert [found[number].epoch for number in range(4)] == [1, 4, 2, 1]
    assert {number: found[number].reason for number in (0, 2, 3)} == {
        0: "Pruned after epoch 1, as number 3 of 4.", 2: "Pruned after epoch 2, as number 2 of 2.",
        3: "Pruned after epoch 1, as number 4 of 4."}


RATES = [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.05, 0.1]


def pruned_as_it_should(sweep: SweepJob, alone) -> bool:
    """Of eight rates the good two have reached their end, exactly as alone; the hopeless ended after an epoch: half is saved."""
    assert sorted(numbers(sweep)) == list(range(8))
    by_rate = {RATES[each.number]: each.history for each in sweep.finished}
    assert [by_rate[rate].epoch for rate in RATES] == [1, 1, 1, 1, 2, 2, 4, 4]
    assert by_rate[0.00001].reason == "Pruned after epoch 1, as number 8 of 8."
    assert [(history.pruned, history.test is None) for history in by_rate.values()].count((True, True)) == 6
    assert all(same(by_rate[rate], alone(dataclasses.replace(BASE, learning_rate=rate))) for rate in RATES[-2:])
    spared = saving([each.history for each in sweep.finished])
    assert (spared.trained, spared.planned, spared.share) == (16, 32, 0.5)
    return True


def test_pruning_keeps_the_best_and_saves_the_rest(desk, alone):
    """By real workers; the test set is asked of nobody who is pruned."""
    sweep = begun(desk, grid(BASE, {"learning_rate": RATES}), prune=True)
    list(sweep.results())
    assert pruned_as_it_should(sweep, alone)


@pytest.mark.parametrize("every", [1, 3, 10])
def test_pruning_with_pauses_is_the_same_pruning(hands, alone, every):
    """However often it is paused and resumed, within epochs, at a rung, and while others are still on their way to it."""
    sweep = begun(hands, grid(BASE, {"learning_rate": RATES}), prune=True)
    while hands.working:
        for each in hands.working:
            each.go_on(every * 10)
        sweep.pause()
        hands.working[-1].do()
        sweep.resume()
        hands.working[0].do()
    assert sweep.state == ENDED
    assert pruned_as_it_should(sweep, alone)


def test_a_run_that_stops_early_at_a_rung_is_done(hands, alone):
    """It is not compared, and it is what it would have been alone: it does not go on past its early stop."""
    stops = dataclasses.replace(BASE, patience=1, learning_rate=0.9, hidden=(6,))
    assert alone(stops).kept_epoch
    assert alone(stops).epoch == 2  # of four, which is the only rung of two runs
    sweep = begun(hands, [stops, BASE], prune=True)
    hands.work()
    assert same({each.number: each.history for each in sweep.finished}[0], alone(stops))


def test_pruning_wants_validation_digits(hands):
    """Where nothing is held back there is nothing to judge by, and it says so."""
    with pytest.raises(ValueError, match="'Held back for validation' at 0.1"):
        begun(hands, [dataclasses.replace(BASE, validation_fraction=0.0)] * 2, prune=True)


def test_a_sweep_keeps_one_checkpoint_of_a_run(hands):
    """However many epochs a run of it has had, as nobody goes back in it."""
    sweep = begun(hands, SEEDS[:1])
    hands.work()
    assert len(sweep.finished[0].history.checkpoints.kept) == 1


