"""What dies: a worker in the middle of a run costs it nothing, and with the server nothing stays behind."""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
from argparse import Namespace
from collections.abc import Iterator

import psutil

import nncore
from tests.benchmarks.load_bars.machine import Watch, family, workers
from tests.benchmarks.load_bars.table import Line, at_most, skipped
from tests.benchmarks.load_bars.trainers import QUICK, wake_all_workers
from tests.serving import Server, running_server
from tests.visitors.page import Page
from tests.visitors.training import start, train, train_page

HALF_WAY, GONE = 40, 5  # per cent of a run when something is killed; s
BUSY = 0.1  # seconds that a worker with a run computes in half a second, however busy the machine
FILE = "Download the trained network"  # in the words of the Train page
NOBODY = "nothing computes outside of the server's own process"


async def far(page: Page) -> None:
    """Wait until the run that is under way is nearly half done."""
    await page.until(lambda: page.screen.progress and page.screen.progress[-1].per_cent >= HALF_WAY)


async def busiest(server: Server) -> psutil.Process:
    """The worker that computes most in half a second. Raises LookupError if none does."""
    there = workers(server)
    before = [sum(each.cpu_times()[:2]) for each in there]
    await asyncio.sleep(0.5)
    computed = [sum(each.cpu_times()[:2]) - earlier for each, earlier in zip(there, before, strict=True)]
    if max(computed) < BUSY:
        raise LookupError(f"in half a second the workers computed {computed} seconds: the run is over, or not theirs")
    return there[computed.index(max(computed))]


async def outcome(page: Page, run: asyncio.Task) -> tuple[str, str]:
    """When the run has ended: its accuracy on the page, and a hash of the weights in the file that the page gives."""
    watched = await run
    network, _ = nncore.load(io.BytesIO(await page.download(FILE)))
    return watched.accuracy, hashlib.sha256(network.parameters.tobytes()).hexdigest()[:12]


async def left_alone(server: Server) -> tuple[str, str]:
    async with train_page(server.address, QUICK) as page:
        return await outcome(page, asyncio.create_task(train(page)))


async def robbed(server: Server) -> tuple[str, str]:
    """The same run; the worker that trains it is killed on the way."""
    async with train_page(server.address, QUICK) as page:
        run = asyncio.create_task(train(page))
        await far(page)
        (await busiest(server)).kill()
        return await outcome(page, run)


def killed_worker(wanted: Namespace) -> Iterator[Line]:
    """A run whose worker is killed ends with the bits of one that was left alone."""
    with running_server() as server:
        asyncio.run(wake_all_workers(server.address))
        with Watch(server) as watch:
            if not workers(server):
                yield skipped("a worker is killed", NOBODY, watch)
                return
            alone, again = asyncio.run(left_alone(server)), asyncio.run(robbed(server))
        yield at_most("bits that a killed worker costs a run", float(alone != again), 0, "", watch,
                      f"{' '.join(alone)} alone, {' '.join(again)} with its worker killed")


async def begin(server: Server) -> list[psutil.Process]:
    """A run is under way; the server's processes, of which the server is killed."""
    async with train_page(server.address, QUICK) as page:
        await start(page)
        await far(page)
        there = family(server.process)[1:]
        server.process.kill()
        return there


def killed_server(wanted: Namespace) -> Iterator[Line]:
    """When the server is killed in the middle of a run, its workers end by themselves."""
    with running_server() as server:
        with Watch(server) as watch:
            there = asyncio.run(begin(server))
            time.sleep(GONE)
        left = [each for each in there if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
        for each in left:
            each.kill()
        if there:
            yield at_most(f"left of {len(there)} processes of a killed server", len(left), 0, "", watch, f"after {GONE} s")
        else:
            yield skipped("the server is killed", NOBODY, watch)
