"""The same sweep runs on a Dask cluster, and loses no run with a worker."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nncore
from nncore.augment.cores import on_one_core
from nncore.compute.cluster import cluster_desk
from nncore.compute.job import ENDED, FAILED, CalculationJob
from nncore.compute.sweep_job import SweepJob
from nncore.runs.history import run_experiment
from tests.compute.by_hand import Owner
from tests.compute.same import same
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
SMALL = nncore.Experiment(hidden=(16,), epochs=8, batch_size=50, training_images=2000)


def dask(*arguments: str) -> subprocess.Popen:
    """A process of the cluster; it finds nncore in this repository."""
    return subprocess.Popen([sys.executable, "-m", "dask", *arguments], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture
def cluster():
    """(address, workers) of a scheduler with two workers on loopback."""
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    address = next(found for line in scheduler.stdout if (found := re.search(r"Scheduler at:\s+(tcp://\S+)", line))).group(1)
    alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    processes = [dask("worker", address, *alone) for _ in range(2)]
    for worker in processes:
        next(line for line in worker.stdout if "Registered to:" in line)
    yield address, processes
    for process in (*processes, scheduler):
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_cluster_that_loses_a_worker_ends_with_every_run(cluster, digits):
    """Six runs on two workers, one of them killed after the first: all end well, the same to the bit as here, alone.

    The one worker that is left does another sweep of the same desk, which it prunes, and says what cannot be calculated.
    """
    address, processes = cluster
    desk = cluster_desk(address, digits)
    assert desk.size == 2
    experiments = [dataclasses.replace(SMALL, seed=seed) for seed in range(6)]
    sweep = begun(desk, experiments, prune=False)
    results = sweep.results()
    next(results)
    processes[0].kill()
    list(results)
    assert sorted(each.number for each in sweep.finished) == list(range(6))
    pruned = begun(desk, experiments[:2], prune=True)  # the desk used again
    list(pruned.results())
    assert [each.history.epoch for each in pruned.finished] == [4, 8]
    with on_one_core():
        alone = [run_experiment(each, digits) for each in experiments]
    for each in (*sweep.finished, pruned.finished[1]):
        assert each.failure == ""
        assert same(each.history, alone[each.number])
    jobs = [CalculationJob(desk, Owner(), int, text) for text in ("five", "5")]
    for job in jobs:
        job.begin()
        assert job.wait(PATIENCE)
    assert (jobs[0].state, jobs[0].failure) == (FAILED, "invalid literal for int() with base 10: 'five'")
    assert (jobs[1].state, jobs[1].result) == (ENDED, 5)
    desk.close()


def begun(desk, experiments, *, prune: bool) -> SweepJob:
    sweep = SweepJob(desk, Owner(), experiments, desk.mnist, prune=prune)
    sweep.begin()
    return sweep


def test_no_scheduler_is_said_in_words(digits):
    """An address where nothing answers is named, with what would start a scheduler."""
    with pytest.raises(ValueError, match="no scheduler answers at tcp://127.0.0.1:9"):
        cluster_desk("tcp://127.0.0.1:9", digits)
