"""Sixteen runs of `quick` at 10,000 images, two at a time and one after another: the ratio of the times, and the same bits.

One after another, a second core distorts the images of each run's next batch; side by side, each run has one core for both. So
the ratio cannot come near a half: 1.2 s of one core's work stand against the 1.0 s that a run takes alone.

    python tests/benchmarks/sweep.py
"""

import dataclasses
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from threadpoolctl import threadpool_limits

import nncore
from nncore.compute.job import Somebody
from nncore.compute.processes import local_desk
from nncore.compute.sweep_job import SweepJob
from nncore.runs.history import run_experiment

RUNS, BAR = 16, 0.75


def main() -> int:
    """Print both times and their ratio; the exit code is 0 if the bar is kept and every weight is the same."""
    quick = nncore.recipes()["quick"].experiment
    experiments = [dataclasses.replace(quick, training_images=10_000, seed=seed) for seed in range(RUNS)]
    digits = nncore.load_mnist()
    started = time.perf_counter()
    with threadpool_limits(1):
        alone = [run_experiment(each, digits) for each in experiments]
    serial = time.perf_counter() - started
    started = time.perf_counter()
    desk = local_desk(digits, 2)
    sweep = SweepJob(desk, Somebody(), experiments, desk.mnist, prune=False)
    sweep.begin()
    together = {each.number: each.history for each in sweep.results()}
    parallel = time.perf_counter() - started
    desk.close()
    same = all((together[number].network.parameters == each.network.parameters).all() for number, each in enumerate(alone))
    ratio = parallel / serial
    print(f"{RUNS} runs one after another {serial:.1f} s, two at a time {parallel:.1f} s: {ratio:.2f} of it (at most {BAR}); "
          f"{'the same' if same else 'NOT the same'} to the bit")
    return int(ratio > BAR or not same)


if __name__ == "__main__":
    sys.exit(main())
