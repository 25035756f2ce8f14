"""Charts grow with the page, and stand still while they are drawn anew."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import ENDED, press, set_number
from tests.waiting import until


def drawing(page: Page) -> Locator:
    """The learning curve as it is drawn."""
    return page.get_by_test_id("stVegaLiteChart").locator("svg.marks")


def box_at(page: Page, width: int, height: int) -> dict[str, float]:
    """Where the learning curve stands in a window of that size, once it is as large as its place."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("""() => { const drawn = document.querySelector('.stVegaLiteChart svg.marks');
        const place = drawn?.closest('.stElementContainer').clientWidth;
        return drawn && Math.abs(drawn.getBoundingClientRect().width - place) < 2; }""")
    return drawing(page).bounding_box()


def test_a_curve_is_higher_on_a_beamer_and_fits_a_phone(visit, address):
    """At 1920 px the learning curve is at least 1.4 times as high as at 1280; at 390 it is within the window."""
    page = visit(f"{address}/train")
    on_a_beamer = box_at(page, 1920, 1080)
    assert on_a_beamer["height"] >= 1.4 * box_at(page, 1280, 800)["height"]
    on_a_phone = box_at(page, 390, 844)
    assert on_a_phone["x"] >= 0
    assert on_a_phone["x"] + on_a_phone["width"] <= 390


def test_a_curve_does_not_jump_while_a_network_learns(visit, address):
    """From poll to poll the browser keeps the same drawing, at the same height."""
    page = visit(f"{address}/train")
    set_number(page, "Epochs", 2000)
    press(page, "Start")
    expect(page.get_by_text(re.compile("Run 1: epoch [3-9]"))).to_be_visible()
    drawing(page).evaluate("chart => chart.marked = true")
    heights = set()
    for _ in range(5):
        before = ENDED[page]
        until(lambda before=before: page.wait_for_timeout(20) or ENDED[page] > before)
        heights.add(drawing(page).bounding_box()["height"])
    assert drawing(page).evaluate("chart => chart.marked === true")
    assert len(heights) == 1
    press(page, "Stop")
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
