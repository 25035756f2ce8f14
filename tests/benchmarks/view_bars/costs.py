"""What a live view costs a run: its images per second while somebody looks at the view, and while they watch Train."""

from __future__ import annotations

import asyncio
import re
import statistics
from argparse import Namespace
from collections.abc import Iterator

from streamlit.proto.WidgetStates_pb2 import WidgetState

import nncore
from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_least, told
from tests.benchmarks.load_bars.trainers import wake_all_workers
from tests.serving import running_server
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


async def speed(address: str, view: str | None) -> float:
    """The images per second of a new visitor's run, who looks at the view while it learns, or stays on Train."""
    async with train_page(address, LONG) as page:
        await start(page)
        if view:
            await look_at(page, view)
            await page.until(lambda: has_ended(page))
            await page.go_to("train")
        await page.until(lambda: page.screen.says(END))
        if page.screen.faults:
            raise RuntimeError(f"a page shows {page.screen.faults[0]}")
        said = first((found for each in page.screen.all("progress") if (found := SPEED.search(each.text))), "speed")
        return float(said[1].replace(",", ""))


def live_views_cost(wanted: Namespace) -> Iterator[Line]:
    """Runs in turns: in each round Train is watched first, then each view, then Train again; what that differs by is noise."""
    turns = (None, *LIVE, None)
    with running_server() as server:
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            speeds = [[asyncio.run(speed(server.address, view)) for view in turns] for _ in range(wanted.rounds)]
    usual = [statistics.mean((of[0], of[-1])) for of in speeds]
    yield told("a run of 512-256, Train watched", statistics.median(usual), "images/s", watch)
    again = [of[-1] / of[0] for of in speeds]
    yield told("the same again, of that: the noise", statistics.median(again), "times", watch, spread(again))
    for place, view in enumerate(LIVE, 1):
        ratios = [of[place] / mean for of, mean in zip(speeds, usual, strict=True)]
        yield at_least(f"{view} watched, of that speed", statistics.median(ratios), LEAST, "times", watch, spread(ratios))


def spread(ratios: list[float]) -> str:
    return f"{min(ratios):.3f} to {max(ratios):.3f}"
