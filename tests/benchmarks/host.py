"""What a small host sees, on one core: the cold start, to the first answer, and the most memory that a class takes.

    python tests/benchmarks/host.py

Community Cloud promises an app no more than 690 MB. The seconds depend on the machine and have no bar.
"""

import asyncio
import os
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.benchmarks.load_bars.drawers import LARGEST, Lesson
from tests.benchmarks.load_bars.machine import Watch, memory
from tests.benchmarks.load_bars.table import Line, at_most, told
from tests.benchmarks.load_bars.trainers import several
from tests.serving import Server, running_server

DRAWERS, TRAINERS, PATIENCE = 20, 3, 600.0  # seconds


def one_core() -> None:
    """This process, and all that it starts from now on, share one core."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def cold_start(server: Server, started: float) -> Iterator[Line]:
    """From the start of the server until it answers, and until its first visitor's first digit is read."""
    with Watch(server) as watch:
        ready = time.perf_counter() - started
        asyncio.run(Lesson.of(1).try_alone(server.address))
        read = time.perf_counter() - started
    yield told("from the start until the server answers", ready, "s", watch)
    yield told("until its first visitor's drawings are read", read, "s", watch)
    yield told("memory then", memory(server)[0], "MB", watch)


def a_class(server: Server, wanted: Namespace) -> Iterator[Line]:
    """The class draws while some train and watch: the most memory at any time."""
    lesson = Lesson.of(wanted.drawers)
    asyncio.run(lesson.try_alone(server.address))
    with Watch(server) as watch:
        runs = asyncio.run(lesson.all_draw(server.address, several(server.address, wanted.trainers, PATIENCE, lesson.faults)))
    resident, once = watch.peak
    yield told(f"{wanted.drawers} draw while {wanted.trainers} train, 95 of 100 answers", lesson.slow, "s", watch)
    yield told("the last of their runs ends", runs[-1], "s", watch)
    yield at_most("the server's processes, most memory, resident", resident, LARGEST, "MB", watch)
    yield told("the same, what they share counted once (PSS)", once, "MB", watch)
    yield at_most("faults", len(lesson.faults), 0, "", watch, "; ".join(lesson.faults[:3]))


def main() -> int:
    """Print a line for each figure as soon as it is there; the exit code is 1 if memory is over its bar."""
    one_core()
    wanted = Namespace(drawers=DRAWERS, trainers=TRAINERS)
    kept, started = [], time.perf_counter()
    with running_server() as server:
        for part in (cold_start(server, started), a_class(server, wanted)):
            for line in part:
                print(line, flush=True)
                kept.append(line.kept)
    return int(False in kept)


if __name__ == "__main__":
    sys.exit(main())
