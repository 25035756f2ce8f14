"""The README's picture, taken of the running app: a 4 is drawn in a real browser, and the first screen is photographed.

    python tests/benchmarks/pictures.py
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.actions import count_runs, settled
from tests.browser.conftest import ARGUMENTS, serving, system_browser
from tests.browser.drawing_by_mouse import write

PICTURE = Path(__file__).parents[2] / "inkling.png"
WIDTH, HEIGHT = 1280, 800  # the size for which the first screens are made
SHOWN = ("What the network sees", "orange pixels speak for 4", "^A training image labelled", "without stroke 2")
AT_REST = """() => [...document.images].every(image => image.complete)
  && document.getAnimations().every(each => each.playState != "running")"""


def draw_a_four(page: Page) -> None:
    """Draw a 4, and wait until all that explains the answer has come and nothing moves."""
    write(page, 4, left=56, top=38, height=214)
    page.mouse.move(WIDTH / 2, HEIGHT - 5)  # away from the canvas, whose buttons show themselves under the pointer
    for words in SHOWN:
        expect(page.get_by_alt_text(re.compile(words)).first).to_be_visible()
    settled(page)
    page.wait_for_function(AT_REST)


def main() -> int:
    """Take the picture, and say where it is."""
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_browser(), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce")
        page = context.new_page()
        count_runs(page)
        page.goto(address)
        draw_a_four(page)
        page.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.name}, {WIDTH} x {HEIGHT}, is of the app as it is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
