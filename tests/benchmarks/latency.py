"""How long a person waits: from the pen leaving the canvas to new bars, in a real browser and on a server of its own.

    python tests/benchmarks/latency.py
"""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page, TimeoutError, sync_playwright

from tests.browser.actions import settled
from tests.browser.conftest import ARGUMENTS, serving, system_browser
from tests.written_digits import FORMS, strokes

WATCH = """() => {
  const bars = () => [...document.querySelectorAll(".bar")].map(bar => bar.title).join();
  const old = bars();
  window.newBars = undefined;
  addEventListener("pointerup", () => { window.penUp = performance.now() }, {capture: true, once: true});
  new MutationObserver((_, observer) => {
    if (bars() && bars() !== old) {
      window.newBars = performance.now();
      observer.disconnect();
    }
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""
STROKES, BAR = 12, 400  # milliseconds
LONGEST = 10_000  # milliseconds after which no bars will come


def wait(page: Page, number: int) -> float:
    """Draw one more stroke; the milliseconds until the bars are other ones. Raises TimeoutError if they stay as they were."""
    (line, *_) = strokes(FORMS[(2, 3, 7)[number % 3]][0])
    box = page.locator("canvas.upper-canvas").bounding_box()
    places = line + [box["x"] + 20 + 8 * number, box["y"] + 40]
    page.evaluate(WATCH)
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()
    page.wait_for_function("window.newBars", timeout=LONGEST)
    settled(page)
    return page.evaluate("window.newBars - window.penUp")


def main() -> int:
    """Print the median and the slowest wait; the exit code is 0 if new bars came after every stroke, in time."""
    with serving() as address, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=system_browser(), args=ARGUMENTS).new_page()
        page.goto(address)
        settled(page)
        try:
            waits = [wait(page, number) for number in range(STROKES)][1:]  # with the first the server loads what it needs
        except TimeoutError:
            print(f"no new bars came within {LONGEST / 1000:.0f} s of a stroke")
            return 1
    print(f"pen up to new bars: {statistics.median(waits):.0f} ms (at most {BAR}), slowest {max(waits):.0f} ms")
    return int(statistics.median(waits) > BAR)


if __name__ == "__main__":
    sys.exit(main())
