"""What the server keeps: of thirty visitors with four runs each no more than its budget, of those who have left nothing."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack

import numpy as np

import nncore
from tests.benchmarks.load_bars.machine import Watch, memory
from tests.benchmarks.load_bars.table import Line, at_most, told
from tests.benchmarks.load_bars.trainers import SHORT, one, wake_all_workers
from tests.serving import running_server
from tests.visitors.drawing import draw, written
from tests.visitors.page import Page
from tests.visitors.training import train, train_page

BUDGET, GROWTH, REST = 300, 8, 60  # MB above idle, MB, s
AT_ONCE = 4  # visitors who train at the same time; the others look at what they have done
SMALL = nncore.Experiment(hidden=(16,), epochs=1, training_images=1000)  # a run of which next to nothing is to be kept
ROUND = 3  # visitors who come in one round


async def stay(address: str, visitors: int, runs: int, look) -> object:
    """So many train so many runs each, and stay; what `look` gives while all are there.

    The runs have the size and the epochs of the default, as these are what memory is taken for, and fewer images.
    """
    async with AsyncExitStack() as pages:
        there = [await pages.enter_async_context(train_page(address, SHORT)) for _ in range(visitors)]
        turn = asyncio.Semaphore(AT_ONCE)

        async def run_all(page: Page) -> None:
            async with turn:
                for _ in range(runs):
                    await train(page)

        await asyncio.gather(*map(run_all, there))
        return look()


def many_with_many_runs(wanted: Namespace) -> Iterator[Line]:
    """What the server takes more when all have trained and stay, than idle after its first visitors."""
    with running_server() as server:
        asyncio.run(come_and_draw(server.address))
        unused, _ = memory(server)
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            watch.wait_for_rest(REST)
            idle, idle_once = memory(server)
            resident, once = asyncio.run(stay(server.address, wanted.visitors, wanted.runs, lambda: memory(server)))
        yield told("before the first run", unused, "MB", watch)
        yield told("idle, with the workers of the first runs", idle, "MB", watch, f"PSS {idle_once:.0f} MB")
        yield at_most(f"{wanted.visitors} visitors with {wanted.runs} runs each, above idle", resident - idle, BUDGET, "MB",
                      watch, f"PSS {once - idle_once:.0f} MB")


async def come_and_draw(address: str) -> None:
    """Somebody draws three digits and leaves."""
    rng = np.random.default_rng(0)
    async with Page(address) as page:
        for digit in (1, 2, 3):
            await draw(page, written(digit, rng=rng))


async def come_and_go(address: str) -> None:
    """Somebody draws, and on another page trains a short run, and leaves."""
    await come_and_draw(address)
    await one(address, SMALL)


async def come_together(address: str) -> None:
    await asyncio.gather(*(come_and_go(address) for _ in range(ROUND)))


def rounds_of_visitors(wanted: Namespace) -> Iterator[Line]:
    """After each round all leave and the server rests; from the first rounds, but the very first, to the last it may not grow.

    What has not been given back yet differs from round to round, so the lesser of two neighbours counts.
    """
    sizes = []
    with running_server() as server, Watch(server) as watch:
        for _ in range(wanted.rounds):
            asyncio.run(come_together(server.address))
            watch.wait_for_rest(REST)
            sizes.append(memory(server)[0])
        yield at_most(f"growth from rounds 2, 3 to the last of {wanted.rounds}", min(sizes[-2:]) - min(sizes[1:3]), GROWTH, "MB",
                      watch, "MB after each: " + ", ".join(f"{each:.0f}" for each in sizes))
