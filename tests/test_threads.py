"""How many cores a program may take is decided in one place for each way in."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASK = """
import runpy, sys
from threadpoolctl import threadpool_info
sys.argv = ["nncore", "recipes", "--help"]
try:
    runpy.run_module("nncore", run_name="__main__")
except SystemExit:
    print("threads:", max(pool["num_threads"] for pool in threadpool_info()))
"""


def threads(**environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    said = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=clean | environment, capture_output=True, text=True,
                          check=True)
    return said.stdout.splitlines()[-1]


def test_the_command_line_takes_one_blas_thread_unless_told():
    """Without a word BLAS computes in one thread; with OPENBLAS_NUM_THREADS=2 in two."""
    assert threads() == "threads: 1"
    assert threads(OPENBLAS_NUM_THREADS="2") == "threads: 2" or os.cpu_count() == 1
