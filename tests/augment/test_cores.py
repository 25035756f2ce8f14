"""How many cores a program may take is decided in one place for each way in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from threadpoolctl import threadpool_info, threadpool_limits

import nncore

ROOT = Path(__file__).parents[2]
ASK = """
import runpy, sys
from threadpoolctl import threadpool_info
sys.argv = ["nncore", "recipes", "--help"]
try:
    runpy.run_module("nncore", run_name="__main__")
except SystemExit:
    print("threads:", max(pool["num_threads"] for pool in threadpool_info()))
"""


PLAIN = """
import numpy
from threadpoolctl import threadpool_info
print("threads:", max(pool["num_threads"] for pool in threadpool_info()))
"""


def threads(program: str, **environment: str) -> str:
    """What a Python program says in its last line, in this environment and with no word on threads but these."""
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=clean | environment, capture_output=True, text=True,
                          check=True)
    return said.stdout.splitlines()[-1]


def test_the_command_line_takes_one_blas_thread_unless_told():
    """Without a word BLAS computes in one thread; with OPENBLAS_NUM_THREADS=2 in as many as it gives any program that asks for
    two: two, or on a machine of one core one."""
    assert threads(ASK) == "threads: 1"
    assert threads(ASK, OPENBLAS_NUM_THREADS="2") == threads(PLAIN, OPENBLAS_NUM_THREADS="2")


@pytest.mark.parametrize("cores", [1, 2, 8])
def test_a_core_is_left_to_the_thread_that_distorts(digits, monkeypatch, cores):
    """While images are distorted ahead, BLAS takes one core fewer than there are; afterwards as many as before."""
    monkeypatch.setattr("nncore.augment.cores.core_count", lambda: cores)
    with threadpool_limits(cores, user_api="blas"):
        before = blas_threads()  # it may not be built for so many
        experiment = nncore.Experiment(hidden=(8,), shift=1.0, epochs=1, batch_size=50, training_images=200)
        events = nncore.train(nncore.build(experiment), digits.train, experiment)
        seen = {blas_threads() for event in events if isinstance(event, nncore.Step)}
        assert seen == {min(before, max(1, cores - 1))}
        assert blas_threads() == before


def blas_threads() -> int:
    return max(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
