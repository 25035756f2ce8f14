"""Who trains and watches: as fast as the command line, two at a time, six at a time; and Start answers at once."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

import nncore
from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_least, at_most, told
from tests.serving import ROOT, running_server
from tests.visitors.page import PATIENCE
from tests.visitors.training import Watched, rate, start, train, train_page

QUICK = nncore.recipes()["quick"].experiment  # what a first visitor's Start trains, and `python -m nncore train`
SHORT = replace(QUICK, training_images=1000)
IMAGES = QUICK.epochs * round(60_000 * (1 - QUICK.validation_fraction))
AS_FAST, TWO, SIX, ANSWERS = 0.85, 2.6, 90, 0.5  # of the command line's speed, of its time, s, s


def command_line() -> float:
    """The seconds that `python -m nncore train` takes for what a first visitor's Start trains."""
    said = subprocess.run([sys.executable, "-m", "nncore", "train"], cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(said.stdout.splitlines()[-1])["seconds"]


async def one(address: str, experiment: nncore.Experiment | None = None, patience: float = PATIENCE) -> Watched:
    """Somebody comes, trains and leaves; stops the run and raises TimeoutError if it does not end in `patience` seconds.

    Raises RuntimeError with what the page said if it showed an error or a warning.
    """
    async with train_page(address, experiment) as page:
        try:
            run = await train(page, patience)
        except TimeoutError:
            if page.screen.offers("Stop"):  # else it has ended, and the page does not say how
                await page.press("Stop")  # so that it takes nothing from what is measured next
            raise
        if page.screen.faults:
            raise RuntimeError(f"a page shows {page.screen.faults[0]}")
        return run


async def wake_all_workers(address: str) -> None:
    """As many first visitors as cores train a short run, so that what is started when it is first needed has been started."""
    await asyncio.gather(*(one(address, SHORT) for _ in range(os.cpu_count() or 1)))


async def seconds_of_one(address: str, patience: float, faults: list[str]) -> float:
    """How long somebody's run takes from the click to the end, or infinity; what they saw of another's joins the faults."""
    try:
        run = await one(address, patience=patience)
    except TimeoutError:
        return float("inf")
    faults += run.of_another(1, QUICK.epochs)
    return run.seconds


async def several(address: str, count: int, patience: float, faults: list[str]) -> list[float]:
    """So many train at the same time; the seconds of each, the first first."""
    return sorted(await asyncio.gather(*(seconds_of_one(address, patience, faults) for _ in range(count))))


def as_fast_as_the_command_line(wanted: Namespace) -> Iterator[Line]:
    """The command line and a watched run in turns; then two watched runs at once, then as many trainers as are wanted."""
    with running_server() as server:
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            turns = [(command_line(), asyncio.run(one(server.address))) for _ in range(wanted.turns)]
        alone = statistics.median(seconds for seconds, _ in turns)
        yield told("python -m nncore train", IMAGES / alone, "images/s", watch, f"{alone:.1f} s")
        speed = statistics.median(rate(run.progress) * seconds for seconds, run in turns)
        clicks = statistics.median(run.seconds for _, run in turns)
        yield at_least("one trains and watches, of that speed", speed, AS_FAST, "times", watch,
                       f"{clicks:.1f} s from the click on")
        with Watch(server) as watch:
            two = asyncio.run(several(server.address, 2, 3 * TWO * alone, faults := []))
        yield at_most("two at once, of that time, the last", two[-1] / alone, TWO, "times", watch)
        with Watch(server) as watch:
            six = asyncio.run(several(server.address, wanted.trainers, 1.5 * SIX, faults))
        yield at_most(f"{wanted.trainers} at once, the last", six[-1], SIX, "s", watch, f"the first {six[0]:.1f} s")
        yield at_most("faults", len(faults), 0, "", watch, "; ".join(faults[:3]))


def start_of_best(wanted: Namespace) -> Iterator[Line]:
    """From the click on Start of the recipe `best` to a page that shows the run."""
    async def begin(address: str) -> float:
        async with train_page(address, nncore.recipes()["best"].experiment) as page:
            pressed = time.perf_counter()
            await start(page)
            seconds = time.perf_counter() - pressed
            await page.press("Stop")
            return seconds

    with running_server() as server:
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            seconds = asyncio.run(begin(server.address))
        yield at_most("Start of `best` is answered", seconds, ANSWERS, "s", watch)
