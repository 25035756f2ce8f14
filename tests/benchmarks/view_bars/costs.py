"""What a live view costs a run: its images per second while somebody looks at the view, and while they watch Train."""

from __future__ import annotations

import asyncio
import re
import statistics
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass

from streamlit.proto.WidgetStates_pb2 import WidgetState

import nncore
from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_least, told
from tests.benchmarks.load_bars.trainers import wake_all_workers
from tests.serving import Server, running_server
from tests.visitors.page import Page
from tests.visitors.screen import first
from tests.visitors.training import END, start, train_page

LEAST = 0.95  # of its images per second
LIVE = ("Filters", "Diagram", "Moments", "Layers")
LONG = nncore.Experiment(hidden=(512, 256), epochs=2)
SPEED = re.compile(r"([\d,]+) images per second, [\d.]+ s in all")


async def look_at(page: Page, view: str) -> None:
    """Go to Weights and choose a view there."""
    await page.go_to("weights")
    views = first((each for each in page.screen.all("button_group") if each.label == "Look at"), "choice of the view")
    chosen = WidgetState(id=views.id)
    chosen.string_array_value.data.append(view)
    await page.rerun(chosen)


def has_ended(page: Page) -> bool:
    """Whether the list of networks says how well the run reads."""
    networks = first((each for each in page.screen.all("selectbox") if each.label == "Network"), "list of networks")
    return any(re.match(r"Run 1: .*%", each) for each in networks.options)


@dataclass(frozen=True)
class Watched:
    """The images per second of a run, and the cores that the process took which serves the pages, its workers apart."""

    speed: float
    cores: float


async def watched(server: Server, view: str | None) -> Watched:
    """The run of a new visitor, who looks at the view while it learns, or stays on Train.

    Raises RuntimeError if a page shows a fault.
    """
    async with train_page(server.address, LONG) as page:
        began, before = time.perf_counter(), computed(server)
        await start(page)
        if view:
            await look_at(page, view)
            await page.until(lambda: has_ended(page))
        else:
            await page.until(lambda: page.screen.says(END))
        cores = (computed(server) - before) / (time.perf_counter() - began)
        if view:
            await page.go_to("train")
            await page.until(lambda: page.screen.says(END))
        if page.screen.faults:
            raise RuntimeError(f"a page shows {page.screen.faults[0]}")
        said = first((found for each in page.screen.all("progress") if (found := SPEED.search(each.text))), "speed")
        return Watched(float(said[1].replace(",", "")), cores)


def computed(server: Server) -> float:
    """Seconds that the process has computed which serves the pages."""
    times = server.process.cpu_times()
    return times.user + times.system


def live_views_cost(wanted: Namespace) -> Iterator[Line]:
    """Runs in turns: in each round Train is watched first, then each view, then Train again; what that differs by is noise."""
    turns = (None, *LIVE, None)
    with running_server() as server:
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            rounds = [[asyncio.run(watched(server, view)) for view in turns] for _ in range(wanted.rounds)]
    usual = [statistics.mean((of[0].speed, of[-1].speed)) for of in rounds]
    yield told("a run of 512-256, Train watched", statistics.median(usual), "images/s", watch, served(rounds, 0))
    again = [of[-1].speed / of[0].speed for of in rounds]
    yield told("the same again, of that: the noise", statistics.median(again), "times", watch, spread(again))
    for place, view in enumerate(LIVE, 1):
        ratios = [of[place].speed / mean for of, mean in zip(rounds, usual, strict=True)]
        yield at_least(f"{view} watched, of that speed", statistics.median(ratios), LEAST, "times", watch,
                       f"{spread(ratios)}; {served(rounds, place)}")


def served(rounds: list[list[Watched]], place: int) -> str:
    """What serving the pages took of the cores: less noisy than a speed, where others work on the machine."""
    return f"serving took {statistics.median(of[place].cores for of in rounds):.2f} cores"


def spread(ratios: list[float]) -> str:
    """From the least to the most."""
    return f"{min(ratios):.3f} to {max(ratios):.3f}"
