"""How soon a person sees what they click on in a network of 512-256, and what a run loses while its inside is looked at.

    python tests/benchmarks/views.py [stands|costs ...] [--rounds 5]

stands: in Chromium, from the click until each view of Weights, the neuron card and each stage of Steps is there, at first and
after a change in it, medians over new visitors. costs: the images per second of a run, of what it has while Train is watched.
What others take of the cores is told beside each figure: above some tenths of a core, measure again.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for the network that is opened, as the app sets it for itself

from tests.benchmarks.view_bars.costs import live_views_cost
from tests.benchmarks.view_bars.stands import views_stand

PARTS = {"stands": views_stand, "costs": live_views_cost}


def main() -> int:
    """Print a line for each figure; the exit code is 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=["all", *PARTS], default="all", help="what to measure; all of it unless said")
    parser.add_argument("--rounds", type=int, default=5, help="how many waits, or runs, a median is of")
    wanted = parser.parse_args()
    kept = []
    for name in PARTS if "all" in wanted.parts else wanted.parts:
        for line in PARTS[name](wanted):
            print(f"{name:8}{line}", flush=True)
            kept.append(line.kept)
    return int(False in kept)


if __name__ == "__main__":
    sys.exit(main())
