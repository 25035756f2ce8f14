"""A visitor trains: presses Start on the Train page and watches until the run has ended."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from nncore import Experiment
from nncore.files.links import quoted, to_link
from tests.visitors.page import PATIENCE, Page
from tests.visitors.screen import Progress, first

START, END = "Start", "Test accuracy"  # in the words of the Train page
NUMBER = re.compile(r"Run (\d+):")
ACCURACY = re.compile(r"Test accuracy \*\*([\d.]+%)\*\*")


@dataclass(frozen=True)
class Watched:
    """A run as its visitor saw it: seconds from the click to the end, the words of its accuracy, the bar of progress."""

    seconds: float
    accuracy: str
    progress: tuple[Progress, ...]

    def of_another(self, number: int, epochs: int) -> list[str]:
        """What the bar said that is not of run `number` with so many epochs, or went back."""
        own = (f"Run {number}:", f" of {epochs}")
        strange = [each.text for each in self.progress if not all(part in each.text for part in own)]
        return strange + [later.text for earlier, later in zip(self.progress, self.progress[1:], strict=False)
                          if later.per_cent < earlier.per_cent]


def rate(progress: Sequence[Progress]) -> float:
    """How much of a run, 0 to 1, was done in a second by its visitor's clock, between the first progress and the last."""
    moving = [each for each in progress if 0 < each.per_cent < 100]
    return (moving[-1].per_cent - moving[0].per_cent) / 100 / (moving[-1].at - moving[0].at)


def train_page(address: str, experiment: Experiment | None = None) -> Page:
    """The Train page as a first visitor finds it, or as a link with these settings opens it."""
    return Page(address, "train", f"settings={quoted(to_link(experiment))}" if experiment else "")


async def start(page: Page) -> None:
    """Press Start and wait until the page shows the new run."""
    number = run_number(page) + 1
    await page.press(START)
    await page.until(lambda: run_number(page) == number)


async def train(page: Page, patience: float = PATIENCE) -> Watched:
    """Press Start and watch to the end. Raises TimeoutError if it does not come in `patience` seconds."""
    seen, number, started = len(page.screen.progress), run_number(page) + 1, time.perf_counter()
    await page.press(START)
    await page.until(lambda: run_number(page) == number and page.screen.says(END), patience)
    seconds = time.perf_counter() - started
    said = first((found for each in page.screen.all("alert") if (found := ACCURACY.search(each.body))), END)
    new = [each for each in page.screen.progress[seen:] if each.text.startswith(f"Run {number}:")]
    return Watched(seconds, said[1], tuple(new))


def run_number(page: Page) -> int:
    """The number of the run that the page shows; 0 before the first."""
    return next((int(found[1]) for each in page.screen.all("progress") if (found := NUMBER.match(each.text))), 0)
