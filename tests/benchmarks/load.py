"""What a class asks of the server: who draws, who trains and watches, all at once, on the two cores of a small machine.

    python tests/benchmarks/load.py [train|best|draw|class|memory|rounds|worker|server|browser ...]

Visitors are websockets that speak Streamlit's messages (tests/visitors), but for the part `browser`. Each part has a server
of its own. What others take of the cores is told beside each figure: above some tenths of a core, measure again.
"""

import argparse
import os
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for the command line, as the app sets it for itself

from tests.benchmarks.load_bars.browser import in_a_browser
from tests.benchmarks.load_bars.drawers import a_class_draws, a_class_draws_while_others_train
from tests.benchmarks.load_bars.keepers import many_with_many_runs, rounds_of_visitors
from tests.benchmarks.load_bars.killers import killed_server, killed_worker
from tests.benchmarks.load_bars.trainers import as_fast_as_the_command_line, start_of_best

PARTS = {"train": as_fast_as_the_command_line, "best": start_of_best, "draw": a_class_draws,
         "class": a_class_draws_while_others_train, "memory": many_with_many_runs, "rounds": rounds_of_visitors,
         "worker": killed_worker, "server": killed_server, "browser": in_a_browser}
SIZES = {"drawers": 20, "trainers": 6, "visitors": 30, "runs": 4, "rounds": 5, "turns": 5, "seconds": 40}


def main() -> int:
    """Print a line for each figure as soon as it is there; the exit code is 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", choices=["all", *PARTS], default="all", help="what to measure; all of it unless said")
    for name, size in SIZES.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    wanted = parser.parse_args()
    kept = []
    for name in PARTS if "all" in wanted.parts else wanted.parts:
        try:
            for line in PARTS[name](wanted):
                print(f"{name:8}{line}", flush=True)
                kept.append(line.kept)
        except Exception:  # what a part of the app cannot do is a missed bar, and says nothing of the others
            traceback.print_exc()
            print(f"{name:8}broke off", flush=True)
            kept.append(False)
    return int(False in kept)


if __name__ == "__main__":
    sys.exit(main())
