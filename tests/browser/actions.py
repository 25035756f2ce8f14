"""What a person does on the pages, and where they look."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.waiting import PATIENCE, until

expect.set_options(timeout=1000 * PATIENCE)
BEGUN = re.compile(r"Run 1: epoch ([2-9]|\d\d)")  # in the words of the Train page: the first epoch is over
ENDED: Counter[Page] = Counter()  # runs of a page's script, or of a part of it, that have ended


def count_runs(page: Page) -> None:
    """Count from now on what the server says to have ended; a run that is quicker than a frame never shows on the page."""
    def note(message: bytes | str) -> None:
        ENDED[page] += isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"

    page.on("websocket", lambda socket: socket.on("framereceived", note))


def settled(page: Page) -> None:
    """Wait until the page's script has run through."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """After what is done within, wait until the page's script has run once more."""
    before = ENDED[page]
    yield
    until(lambda: page.wait_for_timeout(20) or ENDED[page] > before)
    settled(page)


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the page in the folder that SCREENSHOTS names, if it names one."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.wait_for_timeout(1500)  # charts come gently
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def figure(page: Page, label: str):
    return page.get_by_test_id("stMetric").filter(has_text=re.compile(f"^{label}")).get_by_test_id("stMetricValue")


def uploader(page: Page, label: str):
    return page.get_by_label(label, exact=True).locator("input[type=file]")


def percent(text: str) -> float:
    return float(text.strip("%"))


def set_number(page: Page, label: str, value: int) -> None:
    """Write a number into its field, and open what the field is folded in."""
    folded = page.locator("details:not([open])").filter(has=page.get_by_label(label, exact=True))
    if folded.count():
        folded.locator("summary").click()
    field = page.get_by_label(label, exact=True)
    field.fill(str(value))
    field.press("Enter")
    expect(field).to_have_value(str(value))


def fewer_images(page: Page, presses: int) -> None:
    """Move the slider of training images to the left from all of them: 2 presses leave 20,000, 3 10,000, 4 5,000."""
    slider = page.get_by_role("slider", name="Training images")
    slider.focus()
    for _ in range(presses):
        slider.press("ArrowLeft")


def status(page: Page) -> str:
    return page.get_by_test_id("stProgress").inner_text()


def begin_a_run_and_reload(page: Page) -> None:
    """On Train: begin a run that takes long, press F5 in the middle of it, and wait until the page has the run again."""
    fewer_images(page, 3)
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(BEGUN)).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_text(re.compile("Run 1: epoch .* images per second"))).to_be_visible()
