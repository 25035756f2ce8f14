"""Who draws: one alone, a class at once, and a class while others train; what all that costs, and how it ends."""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_most, told
from tests.benchmarks.load_bars.trainers import several, wake_all_workers
from tests.serving import Server, running_server
from tests.visitors.drawing import Answer, draw, written
from tests.visitors.page import Page

EVERY, DRAWINGS = (1.5, 2.5), 2  # seconds between two drawings of a visitor; how many different ones they make
ALONE, CLASS, BESIDE, ENDED, LARGEST, REST = 0.05, 0.3, 0.6, 100, 690, 60  # s, s, s, s, MB, s


@dataclass
class Lesson:
    """What a class draws, what each drawing is read as when nobody else is there, and what came when all drew at once."""

    drawings: list[list[str]]  # by drawer
    alone: list[list[Answer]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # seconds
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, drawers: int) -> Lesson:
        rng = np.random.default_rng(0)
        return cls([[written(who % 10, rng=rng) for _ in range(DRAWINGS)] for who in range(drawers)])

    async def try_alone(self, address: str) -> None:
        """One visitor makes everybody's drawings, one after the other."""
        async with Page(address) as page:
            self.alone = [[await draw(page, drawing) for drawing in each] for each in self.drawings]
            self.faults += page.screen.faults

    async def draw(self, address: str, who: int, over: asyncio.Event) -> None:
        """One of the class draws every two seconds until it is over; each answer must be what it was alone."""
        await asyncio.sleep(random.uniform(0, EVERY[1]))
        async with Page(address) as page:
            turn, due = 0, time.perf_counter()
            while not over.is_set():
                answer, known = await draw(page, self.drawings[who][turn]), self.alone[who][turn]
                self.waits.append(answer.seconds)
                if (answer.digit, answer.picture) != (known.digit, known.picture):
                    self.faults.append(f"drawer {who} saw {answer.digit}, not {known.digit}, or another's picture")
                turn, due = 1 - turn, max(due + random.uniform(*EVERY), time.perf_counter())
                await asyncio.sleep(due - time.perf_counter())
            self.faults += page.screen.faults

    async def all_draw(self, address: str, meanwhile) -> object:
        """All draw until `meanwhile`, an awaitable, has ended; what it gave."""
        over = asyncio.Event()
        drawing = [asyncio.create_task(self.draw(address, who, over)) for who in range(len(self.drawings))]
        result = await meanwhile
        over.set()
        ended = await asyncio.gather(*drawing, return_exceptions=True)
        self.faults += [repr(each) for each in ended if each]
        return result

    @property
    def slow(self) -> float:
        """Seconds in which 95 of 100 answers came."""
        return sorted(self.waits)[math.ceil(0.95 * len(self.waits)) - 1] if self.waits else float("inf")


def opened(server: Server, drawers: int) -> tuple[Lesson, Watch]:
    """A lesson whose drawings one visitor has tried alone, and how the machine was then; the server's first page is behind it."""
    lesson = Lesson.of(drawers)
    asyncio.run(wake_all_workers(server.address))
    asyncio.run(Lesson.of(1).try_alone(server.address))
    with Watch(server) as watch:
        asyncio.run(lesson.try_alone(server.address))
    return lesson, watch


def a_class_draws(wanted: Namespace) -> Iterator[Line]:
    """One alone, then everybody."""
    with running_server() as server:
        lesson, watch = opened(server, wanted.drawers)
        waits = sorted(each.seconds for answers in lesson.alone for each in answers)
        yield at_most("one draws alone, median", statistics.median(waits), ALONE, "s", watch,
                      f"95 of 100 in {waits[math.ceil(0.95 * len(waits)) - 1]:.3f} s")
        with Watch(server) as watch:
            asyncio.run(lesson.all_draw(server.address, asyncio.sleep(wanted.seconds)))
        yield at_most(f"{wanted.drawers} draw, 95 of 100 answers", lesson.slow, CLASS, "s", watch,
                      f"median {statistics.median(lesson.waits):.3f} s of {len(lesson.waits)}")
        yield at_most("faults", len(lesson.faults), 0, "", watch, "; ".join(lesson.faults[:3]))


def a_class_draws_while_others_train(wanted: Namespace) -> Iterator[Line]:
    """Everybody at once: waits, runs, memory; and what the server does when all have left."""
    with running_server() as server:
        lesson, _ = opened(server, wanted.drawers)
        with Watch(server) as watch:
            training = several(server.address, wanted.trainers, 1.3 * ENDED, lesson.faults)
            runs = asyncio.run(lesson.all_draw(server.address, training))
        yield at_most(f"{wanted.drawers} draw while {wanted.trainers} train, 95 of 100", lesson.slow, BESIDE, "s", watch,
                      f"median {statistics.median(lesson.waits):.3f} s of {len(lesson.waits)}")
        yield at_most("the last of their runs ends", runs[-1], ENDED, "s", watch, f"the first {runs[0]:.1f} s")
        resident, once = watch.peak
        yield at_most("the server's processes, most memory, resident", resident, LARGEST, "MB", watch)
        yield told("the same, what they share counted once (PSS)", once, "MB", watch)
        yield at_most("faults", len(lesson.faults), 0, "", watch, "; ".join(lesson.faults[:3]))
        with Watch(server) as watch:
            rest = watch.wait_for_rest(2 * REST)
        yield at_most("all have left: the server rests", rest, REST, "s", watch)
