"""Whatever is clicked, in whatever order and at whatever moment: states stay legal, no click is lost, and no bit differs."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import nncore
from nncore.compute import desk, job_queue, run_task
from nncore.compute.job import ENDED, PAUSED, RUNNING, WAITING, CalculationJob
from nncore.compute.job_queue import TURN
from nncore.compute.run_job import RunJob
from nncore.runs.history import ALL_DONE
from nncore.runs.start import begin
from tests.compute.by_hand import DeskByHand, Owner

RUN = nncore.Experiment(hidden=(3,), epochs=2, batch_size=32, training_images=64)


@dataclasses.dataclass(eq=False)
class Clicked:
    """A run, and what its owner wants of it: at least or exactly so many epochs, and that it goes on."""

    run: RunJob
    epochs: int = RUN.epochs
    exactly: bool = True  # not if it was stopped, as nobody knows in which epoch that is heard
    goes_on: bool = True
    stops: bool = False
    was_lost: bool = False


class Clicks(RuleBasedStateMachine):
    """People at a desk of two workers that do a few steps at a time."""

    runs = Bundle("runs")
    mnist, weights = None, {}

    def __init__(self):
        super().__init__()
        self.desk, self.all = DeskByHand(2, self.mnist), []

    @precondition(lambda self: len(self.all) < 4)
    @rule(target=runs)
    def begin(self):
        run = RunJob.new(self.desk, Owner(), RUN, self.mnist)
        run.begin()
        self.all.append(Clicked(run))
        return self.all[-1]

    @rule(each=runs)
    def pause(self, each):
        if each.run.active:
            each.goes_on = False
        each.run.pause()

    @rule(each=runs)
    def resume(self, each):
        each.goes_on = True
        each.run.resume()

    @rule(each=runs)
    def stop(self, each):
        if each.run.active:
            each.epochs, each.exactly, each.goes_on, each.stops = each.run.epoch, False, True, True
        each.run.stop()

    @rule(each=runs)
    def one_more_epoch(self, each):
        if not each.run.active:
            each.epochs, each.exactly = each.run.epoch, True
        each.epochs, each.goes_on, each.stops = each.epochs + 1, True, False
        each.run.one_more_epoch()

    @rule()
    def something_short(self):
        CalculationJob(self.desk, Owner(), pow, 2, 3).begin()

    @precondition(lambda self: self.desk.working)
    @rule(which=some.integers(0, 1), looks=some.integers(1, 12))
    def go_on(self, which, looks):
        self.desk.working[which % len(self.desk.working)].go_on(looks)

    @precondition(lambda self: any(each.result for each in self.desk.working))
    @rule()
    def hand_in(self):
        next(each for each in self.desk.working if each.result).hand_in()

    @precondition(lambda self: self.desk.working)
    @rule(which=some.integers(0, 1))
    def lose(self, which):
        worker = self.desk.working[which % len(self.desk.working)]
        owner = self.desk.job_of(worker)
        for each in [each for each in self.all if each.run is owner and not each.was_lost]:
            each.was_lost = True
            worker.lose()

    @invariant()
    def who_has_a_worker_is_running(self):
        """And who waits has a place in the line; nobody else has either."""
        at_work = [self.desk.job_of(each) for each in self.desk.working]
        for each in self.all:
            assert (each.run.state == RUNNING) == (each.run in at_work)
            assert (each.run.state == WAITING) == (self.desk.place(each.run) is not None)
            assert each.run.state in (RUNNING, WAITING, PAUSED, ENDED)
            assert each.run.wait(0) == (not each.run.active)

    @invariant()
    def no_worker_is_idle_while_a_run_waits(self):
        assert len(self.desk.working) == 2 or all(each.run.state != WAITING for each in self.all)

    def teardown(self):
        """In the end each run is as its owner wants it, and has the weights of one that nobody disturbed."""
        self.desk.work()
        for each in self.all:
            assert each.run.state == ENDED or not each.goes_on
            assert each.run.state in (ENDED, PAUSED)
            each.run.resume()
        self.desk.work()
        for each in self.all:
            assert each.run.state == ENDED
            assert each.run.epoch == each.epochs if each.exactly else each.run.epoch >= each.epochs
            if each.run.history.reason == ALL_DONE or not each.stops:
                np.testing.assert_array_equal(each.run.history.network.parameters, self.trained(each.run.epoch))
        self.desk.close()

    def trained(self, epochs: int) -> np.ndarray:
        """The weights after so many epochs."""
        if epochs not in self.weights:
            network, experiment = nncore.build(RUN), dataclasses.replace(RUN, epochs=epochs)
            list(begin(network, self.mnist.train, experiment).events())
            self.weights[epochs] = network.parameters
        return self.weights[epochs]


@pytest.mark.parametrize(("tell_every", "turn"), [(0.0, TURN), (60.0, TURN), (0.0, 0.0)])
def test_no_click_is_lost(few_digits, monkeypatch, tell_every, turn):
    """Over random clicks, steps and lost workers, whether the desk hears of each step or only of the end, and in short turns."""
    monkeypatch.setattr(Clicks, "mnist", few_digits)
    monkeypatch.setattr(run_task, "TELL_EVERY", tell_every)
    for module in (job_queue, desk):
        monkeypatch.setattr(module, "TURN", turn)
    how = settings(max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Clicks, settings=how)
