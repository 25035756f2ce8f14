"""A sweep beside the page pauses, stops and resumes without losing a run, and one goes at a time."""

import dataclasses
import threading
import time

import pytest

import nncore
from nncore.compute.workers import local_workers
from nncore.runs.sweep import grid
from pages.ui.shared import run_log, watch
from pages.ui.shared.run import Run
from pages.ui.shared.sweep_run import ENDED, PAUSED, RUNNING, STOPPED, WAITING, SweepRun

BASE = nncore.Experiment(hidden=(16,), epochs=2, batch_size=50, training_images=2000)
LONG = dataclasses.replace(BASE, epochs=2000, training_images=20_000)


def until(condition, seconds=40.0):
    """Wait for `condition`, and fail if it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "what the test waits for did not come"
        time.sleep(0.01)


@pytest.fixture
def begin():
    """A function that begins a sweep over seeds; all are stopped in the end."""
    sweeps = []

    def start(base=BASE, runs=4, turn=None, is_watched=lambda: True, prune=False):
        sweeps.append(SweepRun(grid(base, {"seed": range(runs)}), ("seed",), None, prune=prune,
                               worker_pool=lambda: local_workers(2), turn=turn or threading.Semaphore(1),
                               is_watched=is_watched))
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


def test_pause_begins_no_more_and_resume_goes_on(begin):
    """Paused, at most the runs under way end, and no second is counted; resumed, the rest is done."""
    sweep = begin(runs=8)
    until(lambda: sweep.finished)
    sweep.pause()
    until(lambda: sweep.state == PAUSED)
    seconds, done = sweep.seconds, len(sweep.finished)
    time.sleep(2.0)
    assert len(sweep.finished) <= done + 2
    assert sweep.seconds == seconds
    sweep.resume()
    until(lambda: sweep.state == ENDED)
    assert sorted(each.number for each in sweep.finished) == list(range(8))


def test_stop_acts_at_once_and_resume_does_the_rest(begin):
    """Stopped in the middle of runs that would take minutes, it ends within moments; what was done is not done again."""
    long = begin(LONG)
    until(lambda: long.state == RUNNING)
    time.sleep(1.0)
    stopped = time.monotonic()
    long.stop()
    until(lambda: long.state == STOPPED)
    assert time.monotonic() - stopped < 3
    sweep = begin(runs=6)
    until(lambda: sweep.finished)
    sweep.stop()
    until(lambda: sweep.state == STOPPED)
    kept = list(sweep.finished)
    assert 0 < len(kept) < 6
    sweep.resume()
    until(lambda: sweep.state == ENDED)
    assert sweep.finished[:len(kept)] == kept
    assert sorted(each.number for each in sweep.finished) == list(range(6))


def test_a_second_sweep_waits_for_the_first(begin):
    """With one turn the second waits until the first is stopped."""
    turn = threading.Semaphore(1)
    first = begin(LONG, turn=turn)
    until(lambda: first.state == RUNNING)
    second = begin(turn=turn)
    time.sleep(0.5)
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
