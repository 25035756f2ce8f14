"""Successive halving prunes by validation, in whatever order the jobs end, and asks the test set of nobody whom it prunes."""

import dataclasses
import itertools
from concurrent.futures import Executor, Future

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import nncore
from nncore.compute.jobs import Job
from nncore.compute.successive_halving import run_with_halving
from nncore.compute.workers import WorkerPool, Workers, local_workers
from nncore.runs.halving import saving
from nncore.runs.history import History, run_experiment
from nncore.runs.sweep import grid

BASE = nncore.Experiment(hidden=(16,), epochs=4, batch_size=50, training_images=1000)


class InOrder(Executor):
    """Workers that have always done what they shall, and hand in one job at a time, in an order of the seeds."""

    def __init__(self, order, losses):
        self.order, self.losses, self.coming = order, losses, []

    def submit(self, work, job):
        self.coming.append((job, Future()))
        return self.coming[-1][1]

    def hand_in(self) -> bool:
        """Let the next job end; called before the dispatcher looks for what has ended."""
        self.coming.sort(key=lambda each: self.order.index(each[0].history.experiment.seed))
        if self.coming:
            job, future = self.coming.pop(0)
            future.set_result(self.done(job))
        return True

    def done(self, job: Job) -> History:
        """A run whose validation accuracy is that of all others, and whose loss its seed says."""
        experiment, end = job.history.experiment, job.until or job.history.experiment.epochs
        loss = self.losses[experiment.seed]
        epochs = [nncore.Epoch(number, number, 1.0, 0.0, 0.5, loss, 0.9, 1.0) for number in range(1, end + 1)]
        test = None if job.until else nncore.Evaluation(0.9, 0.3, np.zeros((10, 10), int), np.zeros(0, bool))
        return dataclasses.replace(job.history, epochs=epochs, test=test, reason="" if job.until else "All epochs are done.")


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_in_which_jobs_end_decides_nothing(order):
    """Of four equally accurate runs the two with the lower loss go on, of equal ones the first, whoever is done first."""
    workers = InOrder(order, losses=[0.5, 0.4, 0.4, 0.5])
    jobs = [Job(History(each, nncore.build(each))) for each in grid(BASE, {"seed": range(4)})]
    pool = WorkerPool(4, lambda: Workers(workers, lambda: None))
    found = {each.number: each.history for each in run_with_halving(jobs, pool, workers.hand_in)}
    assert [found[number].epoch for number in range(4)] == [1, 4, 2, 1]
    assert {number: found[number].reason for number in (0, 2, 3)} == {
        0: "Pruned after epoch 1, as number 3 of 4.", 2: "Pruned after epoch 2, as number 2 of 2.",
        3: "Pruned after epoch 1, as number 4 of 4."}


def test_pruning_keeps_the_best_and_saves_the_rest(digits):
    """Of eight rates the good ones reach their end, exactly as alone; the hopeless end after an epoch, which saves half."""
    rates = [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.05, 0.1]
    experiments = grid(BASE, {"learning_rate": rates})
    found = list(run_with_halving([Job(History(each, nncore.build(each))) for each in experiments], local_workers(2)))
    assert sorted(each.number for each in found) == list(range(8))
    by_rate = {rates[each.number]: each.history for each in found}
    assert [by_rate[rate].epoch for rate in rates] == [1, 1, 1, 1, 2, 2, 4, 4]
    assert by_rate[0.00001].reason == "Pruned after epoch 1, as number 8 of 8."
    assert [(history.pruned, history.test is None) for history in by_rate.values()].count((True, True)) == 6
    with threadpool_limits(1):
        alone = run_experiment(experiments[7], digits)
    np.testing.assert_array_equal(by_rate[0.1].network.parameters, alone.network.parameters)
    assert (by_rate[0.1].accuracy, by_rate[0.1].images) == (alone.accuracy, alone.images)
    assert by_rate[0.1].validation == alone.validation
    spared = saving([each.history for each in found])
    assert (spared.trained, spared.planned, spared.share) == (16, 32, 0.5)


def test_pruning_wants_validation_digits():
    """Where nothing is held back there is nothing to judge by, and it says so."""
    experiment = dataclasses.replace(BASE, validation_fraction=0.0)
    with pytest.raises(ValueError, match="validation_fraction=0.1"):
        list(run_with_halving([Job(History(experiment, nncore.build(experiment)))] * 2, local_workers(1)))
