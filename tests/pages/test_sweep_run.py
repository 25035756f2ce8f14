"""A sweep beside the page pauses, stops and resumes without losing a run, and one goes at a time."""

import dataclasses
import multiprocessing
import threading

import pytest

import nncore
from nncore.compute.workers import local_workers
from nncore.runs.sweep import grid
from pages.ui.shared import run_log, watch
from pages.ui.shared.run import Run
from pages.ui.shared.sweep_run import ENDED, PAUSED, RUNNING, STOPPED, WAITING, SweepRun
from tests.compute.by_hand import WorkersByHand
from tests.waiting import until

BASE = nncore.Experiment(hidden=(16,), epochs=2, batch_size=50, training_images=2000)
LONG = dataclasses.replace(BASE, epochs=2000, training_images=20_000)
SEEDS = {"seed": range(4)}


@pytest.fixture
def begin():
    """A function that begins a sweep over seeds; all are stopped in the end."""
    sweeps = []

    def start(base=BASE, values=SEEDS, workers=None, turn=None, is_watched=lambda: True, prune=False):
        sweeps.append(SweepRun(grid(base, values), tuple(values), None, prune=prune, turn=turn or threading.Semaphore(1),
                               worker_pool=lambda: workers or local_workers(2), is_watched=is_watched))
        return sweeps[-1]

    yield start
    for sweep in sweeps:
        sweep.stop()
        until(lambda sweep=sweep: not sweep.active)


def test_a_sweep_ends_with_every_run_in_its_place(begin):
    """Each result carries the number of its settings, and its figures."""
    sweep = begin()
    until(lambda: sweep.state == ENDED)
    assert sorted(each.number for each in sweep.finished) == [0, 1, 2, 3]
    for each in sweep.finished:
        assert each.history.experiment == sweep.experiments[each.number]
        assert each.history.accuracy > 0.5
    assert sweep.left == []


def test_pause_begins_no_more_and_resume_goes_on(begin, visitor):
    """Paused, the runs under way end, and none begins or is counted a second for, however often it looks; resumed, all end."""
    by_hand = WorkersByHand()
    sweep = begin(workers=by_hand.pool(2), is_watched=visitor.is_watched)
    until(lambda: len(by_hand.under_way) == 2)
    sweep.pause()
    until(lambda: sweep.state == PAUSED)
    seconds = sweep.seconds
    by_hand.finish(2)
    until(lambda: len(sweep.finished) == 2)
    visitor.wait_for_looks(3)
    assert (by_hand.under_way, sweep.seconds) == ([], seconds)
    sweep.resume()
    until(lambda: len(by_hand.under_way) == 2)
    by_hand.finish(2)
    until(lambda: sweep.state == ENDED)
    assert [each.number for each in sweep.finished] == [0, 1, 2, 3]


def test_stop_keeps_what_is_done_and_resume_does_the_rest(begin):
    """Stopped after one of four runs, with two under way, it keeps the one; resumed, it does the other three and no more."""
    by_hand = WorkersByHand()
    sweep = begin(workers=by_hand.pool(2))
    until(lambda: len(by_hand.under_way) == 2)
    by_hand.finish(1)
    until(lambda: sweep.finished)
    sweep.stop()
    until(lambda: sweep.state == STOPPED)
    [kept] = sweep.finished
    by_hand.under_way.clear()
    sweep.resume()
    for _ in range(3):
        until(lambda: by_hand.under_way)
        by_hand.finish(1)
    until(lambda: sweep.state == ENDED)
    assert (sweep.finished[0], [each.number for each in sweep.finished], by_hand.under_way) == (kept, [0, 1, 2, 3], [])


def test_stop_ends_processes_that_would_work_for_hours(begin):
    """In the middle of runs of thousands of epochs a stop ends the sweep, and every process that it began."""
    others = multiprocessing.active_children()
    sweep = begin(LONG, {"epochs": [1, 1999, 2000]})
    until(lambda: sweep.finished)
    sweep.stop()
    until(lambda: sweep.state == STOPPED)
    assert [each.number for each in sweep.finished] == [0]
    until(lambda: not set(multiprocessing.active_children()) - set(others))


def test_a_second_sweep_waits_for_the_first(begin, visitor):
    """With one turn the second waits, however often it looks, until the first is stopped."""
    turn = threading.Semaphore(1)
    first = begin(LONG, turn=turn)
    until(lambda: first.state == RUNNING)
    second = begin(turn=turn, is_watched=visitor.is_watched)
    visitor.wait_for_looks(3)
    assert second.state == WAITING
    first.stop()
    until(lambda: second.state == ENDED)


def test_a_sweep_ends_when_nobody_watches(begin, monkeypatch):
    """When the visitor is gone for longer than the grace the sweep stops, and says why."""
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(watch, "GRACE", 0.3)
    sweep = begin(LONG, is_watched=lambda: False)
    until(lambda: sweep.state == STOPPED)
    assert "closed" in sweep.reason


def test_a_pruned_sweep_keeps_the_numbers_of_its_runs(begin):
    """With pruning each result still stands for its own settings."""
    sweep = begin(dataclasses.replace(BASE, epochs=4), prune=True)
    until(lambda: sweep.state == ENDED)
    assert sorted(each.number for each in sweep.finished) == [0, 1, 2, 3]
    assert all(each.history.experiment == sweep.experiments[each.number] for each in sweep.finished)
    assert sorted(each.history.epoch for each in sweep.finished) == [1, 1, 2, 4]


def test_a_failed_run_is_a_row_that_says_why(digits):
    """A run that asks for more images than there are stands in the run log, with the reason; the others have their figures."""
    sweep = SweepRun(grid(BASE, {"training_images": [1000, 59_999]}), ("training_images",), None, prune=False,
                     worker_pool=lambda: local_workers(2), turn=threading.Semaphore(1), is_watched=lambda: True)
    until(lambda: sweep.state == ENDED)
    place = {"places": threading.Semaphore(1), "is_watched": lambda: True}
    runs = [Run(each.number, each.history, digits, **place) for each in sorted(sweep.finished, key=lambda each: each.number)]
    table = run_log.table(runs)
    assert list(table["State"]) == ["ended", "failed"]
    assert "training_images=59999 is not possible" in table["Said"][1]
    assert len(run_log.sweep_table(sweep)) == 1
