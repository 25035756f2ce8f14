"""Saves networks to the path that it is given, two in turn, for as long as it lives: a child for each line of its input."""

import itertools
import os
import sys

import nncore

EXPERIMENT = nncore.Experiment(hidden=(12,))
FORMER, LATER = (nncore.build(nncore.Experiment(hidden=(12,), seed=seed)) for seed in (1, 2))


def save_again_and_again(path: str) -> None:
    for network in itertools.cycle((LATER, FORMER)):
        nncore.save(path, network, EXPERIMENT)


if __name__ == "__main__":
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            save_again_and_again(sys.argv[1])
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
