"""Who trains and watches in a real Chromium on the same cores, which draws the charts meanwhile."""

from __future__ import annotations

import re
import statistics
from argparse import Namespace
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_least
from tests.benchmarks.load_bars.trainers import command_line
from tests.browser.actions import press, settled
from tests.browser.conftest import ARGUMENTS, system_browser
from tests.serving import running_server
from tests.visitors.page import PATIENCE
from tests.visitors.screen import Progress
from tests.visitors.training import END, rate

AS_FAST = 0.6  # of the command line's speed
NOTE_PROGRESS = """() => {
  window.noted = [];
  new MutationObserver(() => {
    const bar = document.querySelector("[data-testid=stProgress] [role=progressbar]");
    const value = bar && Number(bar.getAttribute("aria-valuenow"));
    if (value && value !== noted.at(-1)?.[1]) noted.push([performance.now() / 1000, value]);
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


def watched_rate(chromium: Browser, address: str) -> float:
    """How much of a first visitor's run the browser shows done in a second."""
    page = chromium.new_page()
    page.goto(f"http://{address}/train")
    settled(page)
    page.evaluate(NOTE_PROGRESS)
    press(page, "Start")
    page.get_by_text(re.compile(rf"{END} \d")).wait_for(timeout=1000 * PATIENCE)
    noted = page.evaluate("window.noted")
    page.close()
    return rate([Progress(at, "", per_cent) for at, per_cent in noted])


def in_a_browser(wanted: Namespace) -> Iterator[Line]:
    """The command line and a run watched in Chromium, in turns."""
    with running_server() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system_browser(), args=ARGUMENTS)
        watched_rate(chromium, server.address)  # the browser loads what draws charts
        with Watch(server) as watch:
            speeds = [command_line() * watched_rate(chromium, server.address) for _ in range(wanted.turns)]
        yield at_least("one watches in Chromium, of the command line", statistics.median(speeds), AS_FAST, "times", watch)
        chromium.close()
