"""Jobs run side by side give what they give one after another, to the bit, and a lost worker loses no run."""

import dataclasses
import multiprocessing
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import nncore
from nncore.compute.dispatcher import run_in_parallel
from nncore.compute.jobs import Job
from nncore.compute.workers import cluster_workers, local_workers
from nncore.runs.history import History, continue_run, run_experiment
from tests.compute.by_hand import WorkersByHand
from tests.waiting import until

ROOT = Path(__file__).parents[2]
SMALL = nncore.Experiment(hidden=(16,), epochs=2, batch_size=50, training_images=2000, dropout=0.1, batch_norm=True)
LONG = dataclasses.replace(SMALL, epochs=60)


def jobs(experiments) -> list[Job]:
    return [Job(History(each, nncore.build(each))) for each in experiments]


def seeds(experiment, count: int) -> list[nncore.Experiment]:
    return [dataclasses.replace(experiment, seed=seed) for seed in range(count)]


def test_side_by_side_gives_the_same_to_the_bit(digits):
    """Four runs by two processes have the weights, curves and figures of the same four one after another."""
    experiments = seeds(SMALL, 4)
    found = {each.number: each for each in run_in_parallel(jobs(experiments), local_workers(2))}
    assert sorted(found) == [0, 1, 2, 3]
    for number, experiment in enumerate(experiments):
        with threadpool_limits(1):
            alone, together = run_experiment(experiment, digits), found[number].history
        np.testing.assert_array_equal(together.network.parameters, alone.network.parameters)
        np.testing.assert_array_equal(together.network.statistics, alone.network.statistics)
        assert (together.accuracy, together.curve.points) == (alone.accuracy, alone.curve.points)


def test_a_failed_run_says_why_and_the_others_go_on():
    """A run that cannot be is given back with its reason; the one beside it ends well."""
    impossible = dataclasses.replace(SMALL, training_images=59_999)
    found = {each.number: each for each in run_in_parallel(jobs([impossible, SMALL]), local_workers(2))}
    assert "training_images=59999 is not possible" in found[0].failure
    assert found[0].history.test is None
    assert (found[1].failure, found[1].history.reason) == ("", "All epochs are done.")


def test_nothing_is_begun_while_it_is_paused():
    """As long as `should_continue` says no, nothing begins; afterwards all is done."""
    by_hand, begun = WorkersByHand(), []

    def from_the_fourth_look_on() -> bool:
        begun.append(len(by_hand.under_way))
        by_hand.finish(len(by_hand.under_way))
        return len(begun) > 3

    found = list(run_in_parallel(jobs(seeds(SMALL, 2)), by_hand.pool(1), from_the_fourth_look_on))
    assert begun[:4] == [0, 0, 0, 0]
    assert [each.number for each in found] == [0, 1]


def test_a_lost_process_loses_no_run():
    """A worker that is killed in the middle of its job is replaced, and every run is there in the end."""
    others = multiprocessing.active_children()
    results = run_in_parallel(jobs(seeds(LONG, 4)), local_workers(2))
    finished = [next(results)]
    next(process for process in multiprocessing.active_children() if process not in others).kill()
    finished += results
    assert sorted(each.number for each in finished) == [0, 1, 2, 3]
    assert not any(each.failure for each in finished)


def test_a_pool_is_used_again(digits):
    """After a first use, to its end or left in the middle, and beside another, the same pool does whole runs, to the bit."""
    workers = local_workers(1)
    assert [each.history.reason for each in run_in_parallel(jobs([SMALL]), workers)] == ["All epochs are done."]
    left, beside = (run_in_parallel(jobs([SMALL, LONG]), workers) for _ in range(2))
    next(left)
    next(beside)
    left.close()
    [again] = run_in_parallel(jobs([SMALL]), workers)
    with threadpool_limits(1):
        alone = run_experiment(SMALL, digits)
    np.testing.assert_array_equal(again.history.network.parameters, alone.network.parameters)
    assert (again.history.reason, again.history.step, again.history.accuracy) == (alone.reason, alone.step, alone.accuracy)
    assert next(beside).history.epoch == LONG.epochs


STOPPED_AT_ONCE = """
import nncore
from nncore.compute.dispatcher import run_in_parallel
from nncore.compute.jobs import Job
from nncore.compute.workers import local_workers
from nncore.runs.history import History

if __name__ == "__main__":
    experiment = nncore.Experiment(hidden=(8,), epochs=2000)
    answers = iter([True])
    try:
        list(run_in_parallel([Job(History(experiment, nncore.build(experiment)))], local_workers(1), lambda: next(answers)))
    except RuntimeError as error:
        print("left:", type(error.__cause__).__name__)
"""


def test_workers_that_are_stopped_while_they_start_say_nothing(tmp_path):
    """Who leaves before the processes are up leaves no traceback of theirs on the screen, and they end."""
    script = tmp_path / "stopped.py"
    script.write_text(STOPPED_AT_ONCE)
    ran = subprocess.run([sys.executable, str(script)], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
                         text=True, timeout=60)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("left: StopIteration\n", "", 0)


def test_who_leaves_leaves_no_process_behind():
    """Leaving the results in the middle ends what is under way within moments, however long it would have taken."""
    results = run_in_parallel(jobs([SMALL, *seeds(dataclasses.replace(SMALL, epochs=2000), 2)]), local_workers(2))
    next(results)
    results.close()
    until(lambda: not multiprocessing.active_children())


def test_a_history_that_is_continued_is_the_whole_run(digits):
    """Two epochs, and through a pickle two more, are four epochs, bit by bit."""
    experiment = dataclasses.replace(SMALL, epochs=4, shift=1.0)
    half = continue_run(History(experiment, nncore.build(experiment)), digits, until=2)
    assert (half.epoch, half.reason) == (2, "")
    rest = continue_run(pickle.loads(pickle.dumps(half)), digits)
    whole = run_experiment(experiment, digits)
    np.testing.assert_array_equal(rest.network.parameters, whole.network.parameters)
    assert (rest.validation, rest.accuracy, rest.step) == (whole.validation, whole.accuracy, whole.step)


def test_a_network_goes_through_a_pickle(digits):
    """What comes out answers the same, and its layers are views into its own vector."""
    network = nncore.build(SMALL)
    again = pickle.loads(pickle.dumps(network))
    x = nncore.as_inputs(digits.test.images[:5])
    np.testing.assert_array_equal(again.predict(x), network.predict(x))
    again.parameters[...] = 0
    assert not again.dense_layers[0].W.any()
    assert network.dense_layers[0].W.any()
    assert len(pickle.dumps(network)) < 5 * network.parameters.nbytes / 4


def test_no_scheduler_is_said_in_words():
    """An address where nothing answers is named, with what would start a scheduler."""
    with pytest.raises(ValueError, match="no scheduler answers at tcp://127.0.0.1:9"):
        cluster_workers("tcp://127.0.0.1:9")
