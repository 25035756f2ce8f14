"""How fast nncore is beside others: one run, one machine, the same network, batches and number of BLAS threads.

    python -m pip install -r tests/benchmarks/requirements.txt
    python tests/benchmarks/speed.py

Contenders take turns, so that a busy machine is busy for all; each line gives the median of the turns and of their ratios. What
is promised holds at one thread, on whatever machine runs it: the exit code is not 0 if a bar is missed.
"""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def measure(what: str, threads: int) -> int:
    """One measurement in a process of its own, as BLAS reads the number of its threads once; not 0 if a bar is missed."""
    environment = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), str(threads))
    if threads == 1:
        environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"  # for JAX, which may still use a second core in part
    ended = subprocess.run([sys.executable, str(HERE / f"{what}.py"), str(threads)],
                           env={**os.environ, **environment, "PYTHONPATH": str(HERE.parents[1])})
    return ended.returncode


def main() -> int:
    """Everything in turn: the table at one and two threads, where a step's time goes, a busy core, memory."""
    missed = 0
    for threads in (1, 2):
        print(f"\n== {threads} BLAS thread{'s' * (threads > 1)}", flush=True)
        missed_here = measure("contenders", threads) + measure("step", threads)
        missed += missed_here if threads == 1 else 0  # two threads are told, not promised
    for threads in (1, 2):
        with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
            print(f"\n== {threads} BLAS thread{'s' * (threads > 1)}, the other core busy", flush=True)
            measure("step", threads)  # to look at; nothing is promised for a busy machine
            busy.kill()
    print("\n== memory", flush=True)
    return missed + measure("memory", 1)


if __name__ == "__main__":
    sys.exit(main())
