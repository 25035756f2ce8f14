"""The same sweep runs on a Dask cluster, and loses no run with a worker."""

import dataclasses
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import nncore
from nncore.compute.dispatcher import run_in_parallel
from nncore.compute.jobs import Job
from nncore.compute.workers import cluster_workers
from nncore.runs.history import History, run_experiment

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

    The one worker that is left does another run of the same pool.
    """
    address, processes = cluster
    workers = cluster_workers(address)
    assert workers.size == 2
    experiments = [dataclasses.replace(SMALL, seed=seed) for seed in range(6)]
    results = run_in_parallel([Job(History(each, nncore.build(each))) for each in experiments], workers)
    finished = [next(results)]
    processes[0].kill()
    finished += results
    assert sorted(each.number for each in finished) == list(range(6))
    finished += run_in_parallel([Job(History(experiments[0], nncore.build(experiments[0])))], workers)  # the pool used again
    for each in finished:
        assert each.failure == ""
        with threadpool_limits(1):
            alone = run_experiment(experiments[each.number], digits)
        np.testing.assert_array_equal(each.history.network.parameters, alone.network.parameters)
