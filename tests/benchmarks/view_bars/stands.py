"""How long a person waits for each view of a network of their own, and of one that ships, in a real browser."""

from __future__ import annotations

import re
import statistics
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import inf

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as NotThere

import nncore
from nncore.files.links import quoted, to_link
from nncore.files.networks import to_bytes
from tests.benchmarks.load_bars.machine import Watch
from tests.benchmarks.load_bars.table import Line, at_most
from tests.benchmarks.view_bars.sight import Sight, seen
from tests.benchmarks.view_bars.sights import choice, of_a_network, of_a_run
from tests.browser.actions import count_runs, press, settled, uploader
from tests.browser.conftest import ARGUMENTS, system_browser
from tests.serving import running_server

WIDTHS, SHIPPED, SHIPPED_WIDTHS = (512, 256), "quick", (384, 192)
SHORT = nncore.Experiment(hidden=WIDTHS, training_images=5000, epochs=2)
VIEWS = ("Diagram", "Layers", "Lab", "Map", "Moments")
LATER = 50  # milliseconds after the first marks, from which on it is told when all of it stood
Waits = dict[str, list[tuple[float, float]]]  # by what is seen: milliseconds until it stands, and until all of it does


@dataclass(frozen=True)
class Kind:
    """What the pages call a network, what there is to see of it, and how a visitor comes by it."""

    called: str
    sights: list[Sight]
    get: Callable[[Page, str], None]


@cache
def own_network() -> bytes:
    """A file of a network that has learned a little."""
    network = nncore.build(SHORT)
    nncore.fit(network, nncore.load_mnist().train, SHORT)
    return to_bytes(network, SHORT)


def come(context: BrowserContext, address: str) -> Page:
    """A new visitor, for whom the browser has all that it needs to draw the views, as they have looked at another network."""
    page = context.new_page()
    page.goto(f"http://{address}/weights")
    settled(page)
    choose(page, "tiny-10")
    for name in VIEWS:
        choice(page, name).click()
        settled(page)
    return page


def go(page: Page, name: str) -> None:
    """Go to another page of the app."""
    page.get_by_role("link", name=name, exact=True).click()
    settled(page)


def choose(page: Page, name: str) -> None:
    """Choose one of the networks that ship."""
    page.get_by_role("combobox", name="Network").click()
    page.get_by_role("option", name=re.compile(f"^{name}: ")).click()
    expect(page.locator(".name em")).to_contain_text(name)
    settled(page)


def open_own(page: Page, address: str) -> None:
    """Open the file of the visitor's own network."""
    go(page, "Train")
    press(page, "Open a network")
    uploader(page, "Open a trained network").set_input_files(
        {"name": "mine.npz", "mimeType": "application/octet-stream", "buffer": own_network()})
    expect(page.get_by_text("is open, and the current network")).to_be_visible()
    page.keyboard.press("Escape")
    go(page, "Weights")


def train_own(page: Page, address: str) -> None:
    """Train a network of the same widths for a moment, as its page says that a link has set."""
    page.goto(f"http://{address}/train?settings={quoted(to_link(SHORT))}")
    settled(page)
    press(page, "Start")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
    go(page, "Weights")
    choice(page, "Layers").click()  # anything but what is looked at first
    settled(page)


def look(page: Page, sights: list[Sight], name: str, waits: Waits) -> None:
    """Look at all of it in turn, and note how long it took; what does not come took infinitely long."""
    for sight in sights:
        try:
            noted = seen(page, sight, name)
        except (NotThere, LookupError) as error:
            print(f"{name}, {sight.what}: {error}", file=sys.stderr)
            noted = inf, inf
        waits.setdefault(sight.what, []).append(noted)
        if page.get_by_role("dialog").count():
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)


def choose_shipped(page: Page, address: str) -> None:
    choose(page, SHIPPED)


def waited(context: BrowserContext, address: str, kind: Kind, rounds: int) -> Waits:
    """What so many new visitors waited for; one more comes first, for whom the server and the browser load what they need."""
    waits: Waits = {}
    for number in range(rounds + 1):
        page = come(context, address)
        kind.get(page, address)
        look(page, kind.sights, kind.called, waits if number else {})
        page.close()
    return waits


KINDS = {"own": Kind("File mine.npz", of_a_network(WIDTHS), open_own),
         SHIPPED: Kind(SHIPPED, of_a_network(SHIPPED_WIDTHS), choose_shipped),
         "run": Kind("Run 1", of_a_run(), train_own)}


def views_stand(wanted: Namespace) -> Iterator[Line]:
    """A line for each view, card and stage: the median, with the slowest, and when all that is measured later was there."""
    with running_server() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=system_browser(), args=ARGUMENTS)
        context = chromium.new_context(viewport={"width": 1280, "height": 800})
        context.on("page", count_runs)
        for name, kind in KINDS.items():
            with Watch(server) as watch:
                waits = waited(context, server.address, kind, wanted.rounds)
            for sight in kind.sights:
                first, whole = zip(*waits[sight.what], strict=True)
                middle, end = statistics.median(first), statistics.median(whole)
                note = f"slowest {max(first):.0f}" + (f"; all of it {end:.0f}" if end > middle + LATER else "")
                yield at_most(f"{name:6}{sight.what}", middle, sight.most, "ms", watch, note)
        chromium.close()
