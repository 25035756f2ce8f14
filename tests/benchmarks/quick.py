"""How far the recipe `quick` gets in a few seconds, and in a few more: one BLAS thread, and a second core that distorts.

    OPENBLAS_NUM_THREADS=1 python tests/benchmarks/quick.py
"""

import dataclasses
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import nncore

BARS = {4: (0.985, 15), 13: (0.99, 45)}  # epochs: (test accuracy at least, seconds of training at most)


def main() -> int:
    """Train both; the exit code says how many bars are missed."""
    digits, missed = nncore.load_mnist(), 0
    for epochs, (least, most) in BARS.items():
        experiment = dataclasses.replace(nncore.recipes()["quick"].experiment, epochs=epochs)
        network = nncore.build(experiment)
        started = time.perf_counter()
        for _ in nncore.train(network, digits.train, experiment):
            pass
        seconds = time.perf_counter() - started
        accuracy = nncore.evaluate(network, digits.test).accuracy
        missed += accuracy < least or seconds > most
        print(f"{epochs} epochs: {accuracy:.2%} in {seconds:.1f} s   (at least {least:.1%} in at most {most} s)", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
